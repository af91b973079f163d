"""`same_people_as` names tables that there are, or were."""

from collections.abc import Iterable, Iterator

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.series.people_file import PeopleFile, PublicPart
from publish.bakehouse.series.population import TablePeople, known_parts
from publish.declare.site import SiteFolder
from publish.errors import Problem


def unknown_names(inspection: Inspection) -> Iterator[Problem]:
    """A name that no table has or ever had says nothing of whose people these are."""
    known = known_parts(inspection.private, PeopleFile(inspection.private))
    for table in inspection.people:
        place = f"{table.published}.same_people_as"
        tables = _tables(known, table, inspection)
        for name in table.declared.same_people_as:
            if name not in tables and not _declared(name, inspection):
                yield _problem(name, place, tables, "table")
        for own, aggregate in table.declared.aggregates.items():
            before, counts = aggregate.same_people_as, _counts(known, table, own)
            if before and before not in counts:
                place = f"{table.published}.aggregates.{own}.same_people_as"
                yield _problem(before, place, counts, "table of counts")


def _tables(known: Iterable[PublicPart], table: TablePeople, inspection: Inspection) -> list[str]:
    """The other tables about people: those declared here, and all that were ever public."""
    here = {name for name, run in inspection.tables.items() if run.declared.about == "people"}
    here |= {part.table for part in known if part.dataset == table.dataset}
    there = {f"{part.dataset}.{part.table}" for part in known if part.dataset != table.dataset}
    return [*sorted(here - {table.published}), *sorted(there)]


def _declared(name: str, inspection: Inspection) -> bool:
    """Whether another dataset declares a table of that name; raises DeclarationError."""
    site, (dataset, _, table) = SiteFolder(inspection.private.parent), name.partition(".")
    return bool(table) and dataset in site.datasets() and table in site.dataset(dataset).tables


def _counts(known: Iterable[PublicPart], table: TablePeople, own: str) -> list[str]:
    """The other tables of counts that a dataset ever had, by the names that tables gave them."""
    ever = {
        part.name.removeprefix(f"{part.table}_")
        for part in known
        if part.dataset == table.dataset and part.name != part.table
    }
    return sorted((ever | {*table.declared.aggregates}) - {own})


def _problem(name: str, place: str, there: list[str], kind: str) -> Problem:
    way = f"write one that there is ({', '.join(there)}), or remove the key"
    return Problem(
        "unknown-name",
        place,
        f"no {kind} about people is or was called `{name}`",
        way if there else "remove the key",
    )
