"""Tables of one run about the same people: what one tells beside another.

Counts of one table are settled together; counts of two tables are not, so that the total in one and
the numbers in the other would tell a hidden one. Records lack whoever is in too small a class or
waits; where counts have them, the difference is what these few answered.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.check.people_words import OTHERS, part_place
from publish.bakehouse.protect.classes import CLASS
from publish.bakehouse.protect.identity import answers
from publish.bakehouse.protect.recoded import PERSON
from publish.bakehouse.series import Settled
from publish.bakehouse.series.digests import array_text
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.new_series import NewSeries
from publish.bakehouse.series.people_file import PublicPart
from publish.bakehouse.series.population import Overlap, TablePeople, column_words, shared
from publish.declare.table import Table
from publish.errors import Problem

Pair = tuple[TablePeople, PublicPart]
APART = """
WITH counted AS (
  SELECT _cell, any_value(_group) AS _group, {answers} count(*) AS people, bool_and(_shown) AS told
  FROM {counts} LEFT JOIN (SELECT {by_class}, true AS _shown FROM {shown}) USING ({by_class})
  GROUP BY _cell),
seen AS (SELECT _cell, count(DISTINCT {person}) AS people FROM {records} GROUP BY _cell),
differences AS (
  SELECT counted.* EXCLUDE (people), counted.people - coalesce(seen.people, 0) AS more
  FROM counted LEFT JOIN seen USING (_cell) WHERE told AND more <> 0)
SELECT (SELECT count(*) FROM differences WHERE abs(more) < {delta_k})
  + (SELECT count(*) FROM (SELECT 1 FROM differences GROUP BY _group, more > 0 HAVING {alike}))
"""


def apart_tables(inspection: Inspection) -> Iterator[Problem]:
    """Two tables about the same people that publish the same columns, and leave together.

    Blockers where both leave for the first time; later a warning is left of them. A table that
    comes beside one that is known is a matter of `known_people`.
    """
    ledger = Ledger(inspection.private / inspection.name)
    if NewSeries.requested(ledger.path.parent, ledger) is not None:
        return
    for one, other in combinations(inspection.people, 2):
        pairs = list(product([(one, part) for part in one.parts], _parts(other)))
        both = [pair for pair in pairs if _columns(*pair)]
        if both and shared(one, other) != Overlap():
            yield from _problems(both, ledger, inspection)


def _parts(table: TablePeople) -> list[Pair]:
    return [(table, part) for part in table.parts]


def _problems(
    pairs: list[tuple[Pair, Pair]], ledger: Ledger, inspection: Inspection
) -> Iterator[Problem]:
    for first, second in pairs:
        known = any(ledger.history(part.name) for _, part in (first, second))
        if first[1].mode != second[1].mode:
            yield from _apart(first, second, inspection, known=known)
        elif not known and not _alike(first[0].declared, second[0].declared):
            yield _same_columns(first, second)
            return


def _alike(one: Table, other: Table) -> bool:
    """Whether two tables are one under two names: what one hides, the other hides."""
    words = {"title", "description", "browse"}
    return one.model_dump(exclude=words) == other.model_dump(exclude=words)


def _columns(one: Pair, other: Pair) -> dict[str, str]:
    """The columns that both publish, by their names here and there."""
    here, there = (
        {name: words & part.columns for name, words in column_words(table.declared).items()}
        for table, part in (one, other)
    )
    return {
        name: also
        for name, words in here.items()
        for also, others in there.items()
        if words & others
    }


def _same_columns(one: Pair, other: Pair) -> Problem:
    (before, part), (table, later) = one, other
    columns = ", ".join(f"`{name}`" for name in _columns(other, one))
    way = OTHERS[later.mode]
    if later.mode == "aggregates":
        way = f"declare all of them as `aggregates:` of one table, or {way}"
    return Problem(
        "shared-columns",
        part_place(later, table),
        f"{part_place(part, before)} publishes {columns} of the same people, and one would tell "
        "what the other hides",
        f"{way}; or accept it: `fournil new-series {table.dataset} --why …`",
    )


def _apart(one: Pair, other: Pair, inspection: Inspection, *, known: bool) -> Iterator[Problem]:
    """Counts beside records: numbers that differ by few people, or by people who answer alike."""
    counts, records = (one, other) if one[1].mode == "aggregates" else (other, one)
    few = _few(counts, records, inspection)
    if few:
        yield Problem(
            "tables-apart",
            part_place(counts[1], counts[0]),
            f"{few} of its numbers differ from those of the records in {records[0].published} by "
            "few people, or by people who answer alike: who is in no record is told by subtraction",
            f"{OTHERS['aggregates']}, or publish one of the two; or accept it: "
            f"`fournil new-series {inspection.name} --why …`",
            "warning" if known else "blocker",
            private=True,
        )


def _few(counts: Pair, records: Pair, inspection: Inspection) -> int:
    settled = {one.ledger_part.name: one for one in inspection.settled}
    counted, seen = settled[counts[1].name], settled[records[1].name]
    columns = _columns(counts, records)
    rules = counts[0].declared.rule, records[0].declared.rule
    guarded = {
        name: max(rule.l.get(one, 0) for rule, one in zip(rules, (name, also), strict=True))
        for name, also in columns.items()
        if name in rules[0].l or also in rules[1].l
    }
    roles = counts[0].declared.columns
    group = [name for name in columns if name not in guarded and roles[name].role != "sensitive"]
    place = counted.ledger_part.place
    statement = place.filled(
        APART,
        counts=_cells(counted, list(columns), group, guarded),
        records=_cells(seen, list(columns.values()), [], {}),
        shown=counted.ledger_part.shown,
        answers="".join(f'any_value("_answer {name}") AS "_answer {name}", ' for name in guarded),
        alike=" OR ".join(f'apart("_answer {name}") < {of}' for name, of in guarded.items())
        or "false",
        delta_k=max(rule.delta_k for rule in rules),
        by_class=CLASS,
        person=PERSON,
    )
    [[few]] = place.sql(statement)
    return int(few)


def _cells(
    settled: Settled, columns: list[str], group: list[str], guarded: Mapping[str, int]
) -> Any:
    """The rows with the text of their cell, of what others may know, and what they answer."""
    rows = settled.rows
    texts = {"_cell": columns, "_group": group}
    found = {
        name: array_text([rows[one].cast("string") for one in of] or [""])
        for name, of in texts.items()
    }
    said = {f"_answer {name}": answers(rows[name]) for name in guarded}
    return settled.ledger_part.place.kept("beside", rows.select(CLASS, PERSON, **found, **said))
