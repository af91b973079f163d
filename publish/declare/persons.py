"""Which column of a table names the person behind a row, and what no such column leads to."""

from collections.abc import Mapping

from publish.declare.column import Role
from publish.declare.declaration import Dataset
from publish.declare.table import ROW, Table

# What tells of a person also in a table about things, as a place or a text does not.
_TELLING: frozenset[Role] = frozenset(["identifier", "sensitive"])


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


def out_of_reach(dataset: Dataset) -> dict[str, list[str]]:
    """The columns that tell of people who do not get them back, by table.

    Nothing names these people, or they are partners' to tell.
    """
    named = person_columns(dataset)
    lost = {
        name: _telling(one)
        for name, one in dataset.tables.items()
        if name not in named or one.partners
    }
    return {name: columns for name, columns in lost.items() if columns}


def _telling(table: Table) -> list[str]:
    """The columns that tell of a person; where each row is another one, those that name them."""
    columns = {name: one.role for name, one in table.columns.items() if name != ROW}
    named = {"identifier"} if table.contributor == ROW else _TELLING
    return [name for name, role in columns.items() if role in named]


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
