"""The rows of a table as they are published: storage types and a total order."""

from typing import Any

from publish.bakehouse.engine import Workspace
from publish.declare.declaration import Table


def total_order(table: Table) -> list[str]:
    """The columns that order the rows: the key; without one, or about people, all of them."""
    if table.primary_key and table.about == "things":
        return list(table.primary_key)
    return list(table.published)


def ordered(rows: Any, table: Table, workspace: Workspace) -> Any:
    """The rows in their total order, ready to be read once by every form.

    Rows that already come in the order of their key, as most exports do, are not sorted again:
    DuckDB keeps the order of insertion.
    """
    if _in_order(rows, table):
        return rows
    return workspace.kept("baked", rows.order_by(total_order(table)))


def _in_order(rows: Any, table: Table) -> bool:
    """Whether each row's key, of one column, is over that of the row before."""
    if len(table.primary_key) != 1 or table.about != "things":
        return False
    [key] = table.primary_key
    before = rows.select(key=rows[key], before=rows[key].lag())
    disorder = before.filter((before.before >= before.key) | before.key.isnull())
    return int(disorder.count().to_pyarrow().as_py()) == 0
