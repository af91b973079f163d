"""Which column of a table names the person behind a row, and which datasets know them alike."""

from collections.abc import Mapping

from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
from publish.declare.table import ROW, Table


def person_columns(dataset: Dataset) -> dict[str, str]:
    """The column that names the person behind the rows, by table.

    It is the declared contributor, or the one foreign key of a table without contributor that leads
    to such a column. Where a row leads to two people, or each row is another person whom nothing
    names, the table is left out: it would tell of another.
    """
    found = {
        name: table.contributor
        for name, table in dataset.tables.items()
        if table.contributor and table.contributor != ROW
    }
    while more := _led(dataset, found):
        found |= more
    return found


def together(site: SiteFolder, dataset: str) -> tuple[str, ...]:
    """The datasets whose contributors are named alike: those that one service hands over."""
    desk = site.metadata().desk
    services = desk.services if desk else ()
    named = {name for one in services if dataset in one.datasets for name in one.datasets}
    return tuple(sorted({dataset, *named}))


def _led(dataset: Dataset, found: Mapping[str, str]) -> dict[str, str]:
    """The same of tables that are not found yet and lead to one that is."""
    led = dict[str, str]()
    for name, table in dataset.tables.items():
        columns = set(_leading(table, found))
        if name not in found and not table.contributor and len(columns) == 1:
            [led[name]] = columns
    return led


def _leading(table: Table, found: Mapping[str, str]) -> list[str]:
    """The columns of a table whose values are found in those that name people."""
    return [
        own
        for key in table.foreign_keys
        for own, there in zip(key.columns, key.references.columns, strict=False)
        if found.get(key.references.table) == there
    ]
