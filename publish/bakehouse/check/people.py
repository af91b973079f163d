"""Checks on people that are known already, under another name or in another table."""

from collections.abc import Iterator
from dataclasses import replace

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.check.people_words import (
    ACCEPT,
    Finding,
    few,
    in_both,
    other_ids,
    own_numbers,
    people_problem,
    shared_with,
)
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.new_series import NewSeries
from publish.bakehouse.series.people_file import PeopleFile, PublicPart
from publish.bakehouse.series.population import (
    Overlap,
    TablePeople,
    column_words,
    known_parts,
)
from publish.errors import Problem


def known_people(inspection: Inspection) -> Iterator[Problem]:
    """A new part about people of whom another part was ever public: one may tell of the other."""
    known = known_parts(inspection.private, PeopleFile(inspection.private))
    if not known:
        return
    ledger = Ledger(inspection.private / inspection.name)
    yield from _as_things(known, ledger, inspection)
    for table in inspection.people:
        for part in table.parts:
            new = _new(part, known, ledger)
            if new.columns:
                yield from _problems(new, table, known, ledger, inspection)


def _as_things(
    known: list[PublicPart], ledger: Ledger, inspection: Inspection
) -> Iterator[Problem]:
    """Tables about things that were about people, under this name or one that is gone."""
    if NewSeries.requested(ledger.path.parent, ledger) is not None:
        return
    own = [part for part in known if part.dataset == inspection.name]
    for name, run in inspection.tables.items():
        if run.declared.mode != "things":
            continue
        columns = frozenset[str]().union(*column_words(run.declared).values())
        same = [part for part in own if part.table == name]
        gone = [
            part for part in own if part.table not in inspection.tables and part.columns & columns
        ]
        if same or gone:
            part = (same or gone)[0]
            yield Problem(
                "known-people",
                name,
                f"{part.name} was about people, and this would publish their rows one by one",
                f"write `about: people` and let it leave as it did{ACCEPT.format(inspection.name)}",
            )


def other_contributors(inspection: Inspection) -> Iterator[Problem]:
    """An export that knows few of the people it had: its ids may be new each time."""
    if not inspection.people:
        return
    populations = PeopleFile(inspection.private).populations()
    ledger = Ledger(inspection.private / inspection.name)
    renewed = NewSeries.requested(ledger.path.parent, ledger) is not None
    for table in inspection.people:
        number, before = populations.get((table.dataset, table.name), (0, 0))
        least, most = min(before, table.count), table.declared.turnover.max
        overlap = table.overlaps.get(number, Overlap())
        known = overlap.contributors
        if overlap.people - known > known and not renewed:
            yield other_ids(table, overlap)
        elif known < least * (1 - most):
            yield Problem(
                "other-contributors",
                table.published,
                f"{known} of its {table.count} contributors were ever in an export, which had "
                f"{before} at the last release: more than {most:.0%} are others, so that nobody is "
                "known again",
                "give each person the same id in every export; where these really are other "
                "people, raise `turnover: {max: …}` for this once",
            )


def _continues(part: PublicPart, ledger: Ledger) -> bool:
    """Whether a part stood in the last release."""
    history = ledger.history(part.name)
    return bool(history) and history[-1].number == ledger.last_number()


def _new(part: PublicPart, known: list[PublicPart], ledger: Ledger) -> PublicPart:
    """What the last release did not have of a part: all of it, or the columns that came since."""
    if not _continues(part, ledger):
        return part
    before = [one.columns for one in known if (one.dataset, one.name) == (part.dataset, part.name)]
    return replace(part, columns=part.columns.difference(*before))


def _problems(
    part: PublicPart,
    table: TablePeople,
    known: list[PublicPart],
    ledger: Ledger,
    inspection: Inspection,
) -> Iterator[Problem]:
    renewed = NewSeries.requested(ledger.path.parent, ledger) is not None
    continues = _continues(part, ledger)
    for other in known:
        own = other.dataset == part.dataset
        if own and (renewed or other.name == part.name):
            continue
        if continues and not part.columns & other.columns:
            continue
        beside = _beside(part, other, table, known, ledger) if own else []
        finding = (
            _finding_beside(part, other, table, beside)
            if beside
            else _finding(part, other, table, inspection)
        )
        if finding:
            yield people_problem(finding, part, other, table, inspection)
            return


def _beside(
    part: PublicPart,
    other: PublicPart,
    table: TablePeople,
    known: list[PublicPart],
    ledger: Ledger,
) -> list[PublicPart]:
    """What was public beside another part: this one, or counts that are settled together with it.

    Counts of one table are settled together, and with all that there ever were.
    """
    counts = part.mode == "aggregates"
    together = {part.name, *(one.name for one in table.parts if counts)}
    of_table = {
        one.name for one in known if counts and (one.table, one.mode) == (part.table, part.mode)
    }
    if other.name in of_table:
        return [other] if other.name in together or met(part.name, other, ledger) else []
    return [
        one
        for one in known
        if one.dataset == part.dataset
        and one.name in together | of_table
        and met(one.name, other, ledger)
    ]


def _finding_beside(
    part: PublicPart, other: PublicPart, table: TablePeople, beside: list[PublicPart]
) -> Finding | None:
    """What stood beside another part may go on, with the columns that it had and no other."""
    columns = part.columns & other.columns
    if any(columns <= one.columns for one in beside):
        return None
    return Finding.COLUMNS if shared_with(table, other) not in (None, Overlap()) else None


def met(name: str, other: PublicPart, ledger: Ledger) -> bool:
    """Whether a part was ever public beside another."""
    releases = {record.number for record in ledger.history(name)}
    return any(record.number in releases for record in ledger.history(other.name))


def _finding(
    part: PublicPart, other: PublicPart, table: TablePeople, inspection: Inspection
) -> Finding | None:
    """What is wrong between a part and another; None where they are others, or share no column."""
    found = shared_with(table, other)
    if found == Overlap():
        return None
    if _named(other, table, inspection):
        return Finding.COLUMNS if in_both(part, other, table) else None
    if table.declared.other_people is None:
        return Finding.UNKNOWN
    return None if found is None or _few(found, other, table) else Finding.CONTRADICTED


def _few(shared: Overlap, other: PublicPart, table: TablePeople) -> bool:
    """Whether `few` are shared, by what counts where the service numbers its people itself."""
    said = table.declared.other_people
    own = said is not None and said.ids == "own" and own_numbers(other, table)
    return few(shared.telling if own else shared.people, table.declared.rule)


def _named(other: PublicPart, table: TablePeople, inspection: Inspection) -> bool:
    """Whether `same_people_as` names that part's table."""
    names = {f"{other.dataset}.{other.table}"}
    if other.dataset == table.dataset:
        names.add(other.table)
    return bool(names & set(table.declared.same_people_as))
