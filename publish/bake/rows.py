"""The rows of a table as they are published: storage types and a total order."""

from typing import Any

from publish.declaration import Table
from publish.engine import Workspace


def total_order(table: Table) -> list[str]:
    """The columns that order the rows: the key; without one, or about people, all of them."""
    if table.primary_key and table.about == "things":
        return list(table.primary_key)
    return list(table.published)


def ordered(rows: Any, table: Table, workspace: Workspace) -> Any:
    """The rows in their total order, kept in the workspace so that every form reads them once."""
    name = workspace.name("baked")
    return workspace.con.create_table(name, rows.order_by(total_order(table)), temp=True)
