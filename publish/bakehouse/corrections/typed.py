"""Texts of corrections as values of a column, by the rules that its exports keep."""

from collections.abc import Mapping

from publish.bakehouse.column_sql import column_sql
from publish.bakehouse.engine import Workspace
from publish.corrections.correctable import plain
from publish.declare.table import Table
from publish.words.sql import quoted


def typed(rows: str, cells: Mapping[str, str], table: Table, place: Workspace) -> str:
    """A query for rows (SQL) with the value of a cell of each column, `_why` where one fits none.

    `cells` is the SQL of each column's text, as a release writes it.
    """
    columns = {name: plain(table.columns[name]) for name in cells}
    found = column_sql(cells, columns, table, frozenset(), place)
    texts = [(f"{of.cell} AS {quoted(f'{name} cell')}") for name, of in found.items()]
    bare = [(f"{of.text} AS {quoted(f'{name} text')}") for name, of in found.items()]
    values = [f"{of.value} AS {quoted(name)}" for name, of in found.items()]
    reasons = [sql for of in found.values() for sql in of.reasons]
    why = f"coalesce({', '.join((*reasons, 'CAST(NULL AS VARCHAR)'))}) AS _why"
    inner = f"SELECT *, {', '.join(texts)} FROM {rows}"  # noqa: S608
    read = f"SELECT *, {', '.join(bare)} FROM ({inner})"  # noqa: S608
    valued = f"SELECT *, {', '.join(values)} FROM ({read})"  # noqa: S608
    helpers = ", ".join(quoted(f"{name} {word}") for name in cells for word in ("cell", "text"))
    return f"SELECT * EXCLUDE ({helpers}), {why} FROM ({valued})"  # noqa: S608


def same_key(table: Table, one: str, other: str) -> str:
    """SQL: two rows, by their aliases, have the same key."""
    return " AND ".join(f"{one}.{n} = {other}.{n}" for n in map(quoted, table.primary_key))
