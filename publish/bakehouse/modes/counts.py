"""The mode `counts`: what a tool counted, by period, nothing shown that few people are behind."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.counted.cells import (
    FIRST_MONDAY,
    LAST_SUNDAY,
    block_of,
    cells,
    counted_twice,
    whole,
)
from publish.bakehouse.counted.fold import folded
from publish.bakehouse.counted.gone import Gone, told_by_gone
from publish.bakehouse.counted.kept import (
    Kept,
    forgotten,
    former,
    moved,
    nothing,
    path_of,
    read_kept,
    recut,
    renamed,
    together,
    undecided,
)
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.counts_table import counts_table
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.read.known import listed
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.new_series import NewSeries
from publish.declare.counts import OTHER, VISITOR_DAYS, Counts
from publish.errors import Problem
from publish.words.sql import quoted

# Dates are published as text, in ISO 8601.
PERIOD = {
    "day": ("_period::VARCHAR AS day",),
    "week": ("strftime(_period, '%G-W%V') AS week", "_period::VARCHAR AS monday"),
    "month": (
        "_period::VARCHAR AS month",
        f"({FIRST_MONDAY.format('_period')})::VARCHAR AS first_day",
        f"({LAST_SUNDAY.format('_period')})::VARCHAR AS last_day",
    ),
}
TABLE = """
SELECT {columns} FROM {rows} WHERE _every = '{every}' AND _measure IS NOT NULL GROUP BY {key}
"""


def counts(recoded: RecodedTable) -> Protected:
    """A table for each period declared, of all blocks ever told and those that are new."""
    declared = recoded.declared.counts
    if declared is None:
        return Protected(())
    place, rows = recoded.place, recoded.rows
    if twice := counted_twice(rows, declared, place):
        return Protected((), (_twice(recoded, twice),))
    path, found = path_of(recoded.private, recoded.name), cells(rows, declared, place)
    begins = NewSeries.requested(recoded.private, Ledger(recoded.private)) is not None
    kept = nothing(place) if begins else read_kept(path, place)
    if not begins and _lost(recoded, declared, kept):
        return Protected((), (_lost_past(recoded, path),))
    if not begins and (before := former(path, declared, place)):
        return Protected((), (_counted_before(recoded, *before),))
    if not begins and recut(kept, declared, place):
        return Protected((), (_recut(recoded),))
    over = whole(found, declared, recoded.as_of, place, recoded.days)
    new = undecided(over, kept, place)
    if not begins and renamed(kept, new, over, place):
        return Protected((), (_renamed(recoded),))
    data = recoded.folder.parent
    if not begins and (gone := told_by_gone(new, declared, path, data, place)):
        return Protected((), (_gone(recoded, gone),))
    told = together(kept, folded(found, new, declared, place), new, place)
    tables = tuple(_tables(recoded, declared, told))
    counted = _any(rows, place)
    months = "month" in declared.every
    unknown = recoded.days.unknown(months=months, before=recoded.as_of)
    lacking = [] if _any(over, place) else unknown
    problems = (
        *_empty(recoded, tables, lacking, counted=counted),
        *_moved(recoded, moved(kept, found, over, place)),
    )
    figures = {"mode": "counts", "k": declared.k, "every": list(declared.every)}
    return Protected(tables, problems, figures, counted=Kept(told, path, place))


def _tables(recoded: RecodedTable, counts: Counts, told: Any) -> Iterator[PublishedTable]:
    for every in counts.every:
        declared = counts_table(recoded.declared, counts, every)
        measures = [VISITOR_DAYS, *counts.sum]
        columns = [*PERIOD[every], *_labels(counts), *map(_sum, measures)]
        words = {"columns": ", ".join(columns), "key": "_period, _within, _feature"}
        rows = recoded.place.table("counts", TABLE, rows=told, every=every, **words)
        table = PublishedTable(f"{recoded.name}_{every}", declared, rows)
        if table.count:
            yield table


def _labels(counts: Counts) -> Iterator[str]:
    """What a row is about, out of its JSON; a row of those folded together says so once."""
    for name in counts.within:
        yield f"_within->>'$.{name}' AS {quoted(name)}"
    for number, name in enumerate(counts.by):
        value = f"_feature->>'$.{name}'"
        folded = f"'{OTHER}'" if number == 0 else "NULL"
        yield f"CASE WHEN _feature IS NULL THEN {folded} ELSE {value} END AS {quoted(name)}"


def _sum(measure: str) -> str:
    value = f"(sum(_value) FILTER (_measure = '{measure}'))::BIGINT"
    return f"{value} AS {quoted(measure)}"


def _lost(recoded: RecodedTable, counts: Counts, kept: Any) -> bool:
    """Whether the release served tells what nobody remembers, and what might be told anew."""
    before, name, place = recoded.previous, recoded.name, recoded.place
    return before is not None and forgotten(kept, name, counts, before, place)


def _lost_past(recoded: RecodedTable, path: Path) -> Problem:
    private = f"private/{recoded.dataset}/{path.parent.name}/{path.name}"
    what = "periods were published that are remembered no more, and may be counted otherwise today"
    fix = f"put {private} back (`fournil restore`), or accept that both can be subtracted: "
    fix += f"`fournil new-series {recoded.dataset} --why …`"
    return Problem("lost-counts", recoded.name, what, fix)


def _counted_before(recoded: RecodedTable, other: str, column: str) -> Problem:
    what = f"periods of {other} were published, which counts by {column} too: both could be "
    what += "subtracted from each other"
    fix = f"call the table {other} again, count by other columns, or accept it: "
    fix += f"`fournil new-series {recoded.dataset} --why …`"
    return Problem("counted-before", recoded.name, what, fix)


def _recut(recoded: RecodedTable) -> Problem:
    what = "it was published by other periods (weeks or months) or other columns under `within`, "
    what += "so that the past would be told anew beside what was told"
    fix = "write both as they were, or accept that both can be subtracted: "
    fix += f"`fournil new-series {recoded.dataset} --why …`"
    return Problem("counted-before", recoded.name, what, fix)


def _renamed(recoded: RecodedTable) -> Problem:
    names = ", ".join(recoded.declared.counts.within if recoded.declared.counts else ())
    what = f"periods that were published would be told under another value of {names}, and what "
    what += "was counted under the old one is not read today: both could be subtracted"
    fix = "write the value as it was, read the old exports too, leave these periods out of the new "
    fix += f"ones, or accept it: `fournil new-series {recoded.dataset} --why …`"
    return Problem("counted-before", recoded.name, what, fix)


def _gone(recoded: RecodedTable, gone: Gone) -> Problem:
    near = gone.dataset == recoded.dataset
    other = gone.table if near else f"{gone.dataset}.{gone.table}"
    what = f"it would tell periods that {other} told, which is declared no more: if it is the same "
    what += "under another name, both could be subtracted from each other"
    again = f"call the table {other}" if near else f"call the dataset {gone.dataset}"
    fix = f"{again} again, or accept it: `fournil new-series {recoded.dataset} --why …`"
    return Problem("counted-before", recoded.name, what, fix)


def _twice(recoded: RecodedTable, number: int) -> Problem:
    what = f"{number} days and things have several rows, and may be counted twice"
    fix = "ask for one row a day and thing, or name under `by` what tells the rows apart"
    return Problem("counted-twice", recoded.name, what, fix, private=True)


def _any(rows: Any, place: Workspace) -> bool:
    return bool(place.sql(place.filled("SELECT 1 FROM {rows} LIMIT 1", rows=rows)))


def _empty(
    recoded: RecodedTable,
    tables: Sequence[PublishedTable],
    lacking: Sequence[date],
    *,
    counted: bool,
) -> Iterator[Problem]:
    """Periods of which nothing can be told, today."""
    counts, told = recoded.declared.counts, {table.name for table in tables}
    for every in counts.every if counts else ():
        name = f"{recoded.name}_{every}"
        if counts and name not in told:
            what, fix = _no_whole(counts, every, lacking) if counted else _nothing(recoded)
            yield Problem("no-whole-period", name, what, fix, "warning", private=True)


def _no_whole(counts: Counts, every: str, lacking: Sequence[date]) -> tuple[str, str]:
    block = block_of(counts)
    if lacking:
        what = f"no {block} is known whole, so the table is left out: no export is of "
        return what + listed(lacking), f"export these days too, or wait for a whole {block}"
    what = f"no {every} is over that the export knows whole, with {counts.k} people of one "
    what += "day behind a row, so the table is left out"
    return what, f"wait for the end of the {block}, or count by fewer columns"


def _nothing(recoded: RecodedTable) -> tuple[str, str]:
    what = "nothing was counted yet, so the table is left out"
    if any(source.usage for source in recoded.declared.sources):
        return what, (
            "wait: `fournil serve` counts, unless metadata.yaml says `usage: false`, and a week is "
            "published once it is over (on a replica it counts there: copy desk/usage.db from it)"
        )
    return what, "wait for the first export with rows"


def _moved(recoded: RecodedTable, number: int) -> Iterator[Problem]:
    if number:
        what = f"the export counts {number} past periods otherwise than they were published"
        fix = "what was published stays: the difference could be that of few people"
        yield Problem("past-counts", recoded.name, what, fix, "warning", private=True)
