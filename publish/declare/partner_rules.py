"""What of a partner's file does not fit the dataset: tables and columns that are not there."""

from collections.abc import Iterator, Mapping

from publish.declare.declaration import Dataset
from publish.declare.model import Finding, Location, Tree, nearest
from publish.declare.partner_closed import closed_findings
from publish.declare.partner_headers import unused_findings
from publish.declare.table import Table
from publish.declare.tree import mapping


def partner_findings(tree: Tree, dataset: Dataset) -> Iterator[Finding]:
    """A file of `partners/`, as it was written, beside the tables that take partners."""
    taking = {name: table for name, table in dataset.tables.items() if table.partners}
    named = tree.get("table")
    if not taking:
        yield ("table",), "no table takes partners; write `partners: {}` at one in dataset.yaml"
    elif isinstance(named, str) and named not in taking:
        known = nearest(named, taking, "these do: ")
        yield ("table",), f"{named!r} is no table that takes partners; {known}"
    elif named is None and len(taking) > 1:
        yield ("table",), f"several tables take partners; name one of {', '.join(taking)}"
    else:
        table = taking[table_of(named, taking)]
        yield from _column_findings(tree, table)
        yield from closed_findings(tree, table)
    yield from unused_findings(tree)
    yield from _day_findings(tree)
    if tree.get("show_contact") is True and tree.get("contact") is None:
        yield ("show_contact",), "there is no contact to show; write `contact:`, or remove this"


def table_of(named: str | None, taking: Mapping[str, Table]) -> str:
    """The table that a partner feeds: the one that it names, or the only one."""
    return named if isinstance(named, str) else next(iter(taking))


def _column_findings(tree: Tree, table: Table) -> Iterator[Finding]:
    theirs = [name for name in table.columns if name not in table.made]
    for place, name in _mentioned(tree):
        if name in table.made:
            yield place, f"we make {name!r} ourselves; it comes from no file"
        elif name not in theirs:
            yield place, f"no column {name!r}; {nearest(name, theirs, 'columns: ')}"


def _mentioned(tree: Tree) -> Iterator[tuple[Location, str]]:
    for name in mapping(tree.get("map")):
        yield ("map", name), str(name)
    for name in mapping(tree.get("openness")):
        yield ("openness", name), str(name)
    for name in mapping(mapping(tree.get("policy")).get("columns")):
        yield ("policy", "columns", name), str(name)


def _day_findings(tree: Tree) -> Iterator[Finding]:
    agreed = mapping(tree.get("agreed"))
    on, until = agreed.get("on"), agreed.get("until")
    if on is not None and until is not None and type(on) is type(until) and until < on:
        yield ("agreed", "until"), f"{until} is before {on}, the day of the agreement"
