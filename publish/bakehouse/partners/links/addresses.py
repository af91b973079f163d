"""Where web addresses stand: cells, and items of lists, of a merged table's open columns.

Each is an address as a whole: none is looked for within a text.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.corrections.correctable import as_read
from publish.declare.declaration import Dataset
from publish.declare.merged_columns import LINK
from publish.declare.table import Table
from publish.release.release import Release
from publish.release.table import Field
from publish.words.sql import quoted
from publish.words.sqlite import read_only

# Without a user and a password, which are nobody's to try.
_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+([/?#]\S*)?", re.IGNORECASE)
LONGEST = 2000
_MARKED = """
SELECT r.* REPLACE ({found} AS {link}) FROM {rows} AS r
"""


def link_columns(table: Table) -> list[str]:
    """The columns in which web addresses may stand: open texts and lists that leave as read."""
    return [
        name
        for name, column in table.published.items()
        if column.type in ("string", "list") and as_read(column) and name not in table.made
    ]


def addresses(release: Release, dataset: Dataset) -> set[str]:
    """The web addresses that a release shows in tables that partners feed."""
    merged = {name: table for name, table in dataset.tables.items() if table.partners}
    found = set[str]()
    with closing(sqlite3.connect(read_only(release.database), uri=True)) as database:
        for name, table in merged.items():
            there = release.package.tables.get(name)
            for column in link_columns(table) if there else ():
                if there and (shown := there.columns.get(column)):
                    found.update(_cells(database, name, shown))
    return {cell for cell in found if is_address(cell)}


def is_address(cell: str) -> bool:
    """Whether a cell as a whole is a web address that anybody may ask."""
    return len(cell) <= LONGEST and bool(_ADDRESS.fullmatch(cell))


def _cells(database: sqlite3.Connection, table: str, column: Field) -> Iterator[str]:
    cell, rows = f"r.{quoted(column.name)}", f"{quoted(table)} AS r"
    if column.is_list:
        rows, cell = f"{rows}, json_each({cell}) AS i", "i.value"
    asked = f"SELECT DISTINCT {cell} FROM {rows} WHERE {cell} LIKE 'http%'"  # noqa: S608
    return (str(found) for (found,) in database.execute(asked))


def with_dead_links(rows: Any, table: Table, dead: Iterable[str], place: Workspace) -> Any:
    """Rows (Ibis) that say whether one of their web addresses is dead."""
    known = place.brought("dead_links", pa.table({"_address": pa.array([*dead], pa.string())}))
    among = place.filled("IN (SELECT _address FROM {known})", known=known)
    every = place.filled("(SELECT list(_address) FROM {known})", known=known)
    dead_ones = [
        f"list_has_any(from_json(r.{quoted(name)}::JSON, '[\"VARCHAR\"]'), {every})"
        if table.columns[name].type == "list"
        else f"r.{quoted(name)} {among}"
        for name in link_columns(table)
    ]
    cells = [f"coalesce({one}, false)" for one in dead_ones]
    words = {"found": " OR ".join(cells) or "false", "link": quoted(LINK)}
    return place.table("linked_rows", _MARKED, rows=rows, **words)
