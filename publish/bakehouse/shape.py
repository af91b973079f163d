"""Staged text becomes a typed table; rows that do not fit become rejects, each with its reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import duckdb
import ibis

from publish.bakehouse.batches import typed_together
from publish.bakehouse.engine import Workspace
from publish.bakehouse.projected import place_on_earth
from publish.bakehouse.read.exports import Export, Reject
from publish.bakehouse.typed_rows import CHOICES, REASON, typed
from publish.declare.declaration import Source, Table
from publish.declare.table import ROW
from publish.errors import SourceError
from publish.release.rejects import Reason

SAMPLES = 100
TOLD = f"""
SELECT {REASON}, CASE WHEN {REASON} IS NULL THEN {CHOICES} END, count(*) FROM {{rows}}
WHERE {REASON} IS NOT NULL OR {CHOICES} IS NOT NULL GROUP BY ALL ORDER BY ALL
"""  # noqa: S608
REFUSED = f"""
SELECT rowid, {REASON} FROM {{rows}} WHERE {REASON} IS NOT NULL ORDER BY rowid LIMIT {SAMPLES}
"""  # noqa: S608
AT_ONCE = 100  # tables


@dataclass(frozen=True)
class Shaped:
    """A table's typed rows from all its exports, and what was left out of them.

    `rejected` counts rows by (column, reason); `samples` are the first of them with their lines.
    `otherwise` counts values by (column, code) that are published a little otherwise than read.
    `origins` are the staged rows of each export, with their place in it.
    """

    table: Any
    records: int
    rejected: Counter[tuple[str, Reason]]
    samples: tuple[Reject, ...]
    otherwise: Counter[tuple[str, str]] = field(default_factory=Counter)
    origins: tuple[tuple[Any, Export], ...] = ()


def shape(table: Table, exports: Iterable[tuple[Source, Export]], workspace: Workspace) -> Shaped:
    """The typed rows of all exports of a table.

    Raises SourceError when records in are not rows out plus rejects.
    """
    given = [*exports]
    done = typed_together(
        table, given, lambda source, rows: typed(table, source, rows, workspace), workspace
    )
    parts = [
        _shape_one(table, source, export, workspace, done.get(number))
        for number, (source, export) in enumerate(given)
    ]
    rows = _united([part.table for part in parts], workspace)
    rows = _one_row_per_person(table, rows, workspace)
    samples = [reject for part in parts for reject in part.samples]
    rejected: Counter[tuple[str, Reason]] = Counter()
    otherwise: Counter[tuple[str, str]] = Counter()
    for part in parts:
        rejected.update(part.rejected)
        otherwise.update(part.otherwise)
    records = sum(part.records for part in parts)
    origins = tuple(origin for part in parts for origin in part.origins)
    return Shaped(rows, records, rejected, tuple(samples[:SAMPLES]), otherwise, origins)


def _united(tables: Sequence[Any], workspace: Workspace) -> Any:
    """All their rows; of many tables in several goes, for the database holds a block of each."""
    if len(tables) == 1:
        return tables[0]
    if len(tables) <= AT_ONCE:
        return ibis.union(*tables)
    some = [tables[start : start + AT_ONCE] for start in range(0, len(tables), AT_ONCE)]
    return _united([workspace.kept("rows", _united(few, workspace)) for few in some], workspace)


def _shape_one(
    table: Table, source: Source, export: Export, workspace: Workspace, done: Any
) -> Shaped:
    staged = _scanned(table, source, export, workspace) if done is None else done
    refused = export.refused()
    rows = workspace.count(staged)
    if rows + len(refused) != export.records:
        raise SourceError(
            f"{export.file}: {export.records} records in, but {rows} rows out and {len(refused)} "
            "refused; nothing may be lost, so the table is refused: check the declared "
            "`delimiter`, `quote` and `encoding`"
        )
    place_on_earth(table, staged, REASON, workspace)
    rejected = Counter((reject.column, reject.reason) for reject in refused)
    told = workspace.sql(workspace.filled(TOLD, rows=staged))
    rejected.update({_split(why): rows for why, _, rows in told if why})
    samples = (*refused[:SAMPLES], *_samples(staged, export, workspace))
    otherwise = _otherwise((choices, rows) for why, choices, rows in told if not why)
    rows_left = staged.filter(staged[REASON].isnull()).drop(REASON, CHOICES)
    origins = ((staged, export),)
    return Shaped(rows_left, export.records, rejected, samples[:SAMPLES], otherwise, origins)


def lines_of_repeated(shaped: Shaped, key: Sequence[str], most: int) -> list[str]:
    """Where the first rows stand whose key another row has too, as `file:line`."""
    if (rows := _keyed(shaped, key)) is None:
        return []
    repeated = rows.group_by(list(key)).agg(_rows=ibis._.count()).filter(ibis._["_rows"] > 1)
    return _places(shaped, rows.semi_join(repeated, list(key)), key, most)


def lines_without(shaped: Shaped, key: Sequence[str], most: int) -> list[str]:
    """Where the first rows stand that lack a part of the key, as `file:line`."""
    if (rows := _keyed(shaped, key)) is None:
        return []
    lacking = reduce(or_, [rows[column].isnull() for column in key])
    return _places(shaped, rows.filter(lacking), (), most)


def _keyed(shaped: Shaped, key: Sequence[str]) -> Any:
    """The keys of the rows that are kept and where they stand; None where an export has no key."""
    if not all(set(key) <= set(staged.columns) for staged, _ in shaped.origins):
        return None
    parts = [
        staged.select(*key, REASON, _row=staged.rowid()).mutate(_part=ibis.literal(number))
        for number, (staged, _) in enumerate(shaped.origins)
    ]
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return rows.filter(rows[REASON].isnull())


def _places(shaped: Shaped, rows: Any, by: Sequence[str], most: int) -> list[str]:
    found = rows.order_by([*by, "_part", "_row"]).limit(most)
    return [
        f"{export.file}:{export.lines([row['_row']])[0]}"
        for row in found.to_pyarrow().to_pylist()
        for _, export in (shaped.origins[row["_part"]],)
    ]


def _scanned(table: Table, source: Source, export: Export, workspace: Workspace) -> Any:
    """The typed rows kept in the workspace: the one scan of the export."""
    try:
        return typed(table, source, export.table, workspace)
    except duckdb.OutOfMemoryException:
        raise  # no fault of the file
    except duckdb.Error as error:
        # Its words may hold cells of any column, so they are not shown.
        raise SourceError(
            f"{export.file}: cannot be read whole ({type(error).__name__}); "
            "it is damaged or in another format than declared"
        ) from None


def _one_row_per_person(table: Table, rows: Any, workspace: Workspace) -> Any:
    """The rows, of which those that say the same are told apart by their number."""
    if table.one_row_per_person is None or ROW not in rows.columns:
        return rows
    alike = ibis.window(group_by=rows[ROW], order_by=rows[ROW])
    number = ibis.row_number().over(alike).cast("string")
    return workspace.kept("numbered", rows.mutate(**{ROW: rows[ROW] + "-" + number}))


def _otherwise(told: Iterable[tuple[str, int]]) -> Counter[tuple[str, str]]:
    """How many values of a column are published otherwise than read, by the warning's code."""
    counts: Counter[tuple[str, str]] = Counter()
    for choices, rows in told:
        for line in choices.splitlines():
            column, code = line.split("\t")
            counts[column, code] += rows
    return counts


def _samples(staged: Any, export: Export, workspace: Workspace) -> Sequence[Reject]:
    found = workspace.sql(workspace.filled(REFUSED, rows=staged))
    lines = export.lines([number for number, _ in found])
    return [
        Reject(export.file, line, *_split(why)) for line, (_, why) in zip(lines, found, strict=True)
    ]


def _split(text: str) -> tuple[str, Reason]:
    column, code, *values = text.split("\t")
    return column, Reason(code, *values)
