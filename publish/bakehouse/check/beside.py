"""Tables of one run about the same people: what one tells beside another.

Counts of one table are settled together; counts of two tables are not, so that the total in one and
the numbers in the other would tell a hidden one. Counts beside records count whom these show alone,
which needs the same people, and columns that both publish in the same form.
"""

import json
from collections.abc import Iterator
from itertools import combinations, product

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.check.people_words import ACCEPT, OTHERS, SAID, few, part_place
from publish.bakehouse.modes.beside import alike_columns
from publish.bakehouse.series.ledger import BESIDE, Ledger
from publish.bakehouse.series.new_series import NewSeries
from publish.bakehouse.series.people_file import PublicPart
from publish.bakehouse.series.population import Overlap, TablePeople, common_columns, shared
from publish.declare.table import Table
from publish.errors import Problem

Pair = tuple[TablePeople, PublicPart]


def apart_tables(inspection: Inspection) -> Iterator[Problem]:
    """Two tables about the same people that publish the same columns, and leave together.

    A table that comes beside one that is known is a matter of `known_people`.
    """
    ledger = Ledger(inspection.private / inspection.name)
    if NewSeries.requested(ledger.path.parent, ledger) is not None:
        return
    yield from _left_alone(inspection, ledger)
    public = set(ledger.parts())
    for one, other in combinations(inspection.people, 2):
        pairs = [
            pair
            for pair in product(_parts(one), _parts(other))
            if public.isdisjoint(part.name for _, part in pair) and _columns(*pair)
        ]
        overlap = shared(one, other) if pairs else Overlap()
        if overlap != Overlap():
            yield from _problems(*pairs[0], overlap)


def _left_alone(inspection: Inspection, ledger: Ledger) -> Iterator[Problem]:
    """Counts of people whom records showed, which would count everybody from now on."""
    beside = {one.ledger_part.name: one.ledger_part.beside for one in inspection.settled}
    for table, part in (pair for one in inspection.people for pair in _parts(one)):
        before = json.loads(ledger.fact(BESIDE.format(part=part.name)) or "[]")
        gone = sorted(set(before).difference(beside[part.name]))
        if gone:
            names = " and ".join(gone)
            yield Problem(
                "tables-apart",
                part_place(part, table),
                f"it counted only whom {names} showed, and would count others too: its numbers, "
                "less those records, would tell of who is in none",
                f"let {names} leave with the columns that both had, read and protected alike in "
                f"both, and without `other_people`{ACCEPT.format(inspection.name)}",
            )


def _parts(table: TablePeople) -> list[Pair]:
    return [(table, part) for part in table.parts]


def _problems(first: Pair, second: Pair, overlap: Overlap) -> Iterator[Problem]:
    if first[1].mode != second[1].mode:
        counts, records = (first, second) if first[1].mode == "aggregates" else (second, first)
        yield from _beside_records(counts, records, overlap)
    elif not _alike(first[0].declared, second[0].declared):
        yield _same_columns(first, second)


def _alike(one: Table, other: Table) -> bool:
    """Whether two tables are one under two names: what one hides, the other hides."""
    words = {"title", "description", "browse"}
    return one.model_dump(exclude=words) == other.model_dump(exclude=words)


def _columns(one: Pair, other: Pair) -> list[str]:
    """The columns of a part that the other publishes too, each once."""
    columns = common_columns(one[0].declared, other[0].declared)
    here, there = one[1].columns, other[1].columns
    return list(dict.fromkeys(name for name, of in columns if name in here and of in there))


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
        f"{way}{ACCEPT.format(table.dataset)}",
    )


def _beside_records(counts: Pair, records: Pair, overlap: Overlap) -> Iterator[Problem]:
    """Counts that cannot count whom the records show: other people, or other forms of a column."""
    (table, part), (other, _) = counts, records
    rule = table.declared.rule
    others = few(overlap.people, rule)
    said = table.declared.other_people or other.declared.other_people
    if said and others:
        return
    alike = alike_columns(table.declared, other.declared)
    unlike = [name for name in _columns(counts, records) if name not in alike]
    lost = table.count - overlap.contributors
    way = f"{OTHERS['aggregates']}, or publish one of the two"
    if said:
        what = f"`other_people` says that these are others, but {overlap.people} of its people"
        what, way = f"{what} stand in {other.published}", "remove `other_people`"
    elif unlike:
        columns = ", ".join(f"`{name}`" for name in unlike)
        what = f"{other.published} publishes {columns} of the same people in another form"
        way = f"read and protect these columns alike in both, or {way}"
    elif lost > table.count * rule.max_suppressed:
        what = (
            f"{lost} of its {table.count} people are not in {other.published}, and counts beside "
            "records of the same columns count whom these show"
        )
        if others:
            way = f"{way}; if they are other people, write {SAID}"
    else:
        return
    way += ACCEPT.format(table.dataset)
    yield Problem("tables-apart", part_place(part, table), what, way)
