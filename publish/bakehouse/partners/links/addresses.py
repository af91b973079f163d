"""Where web addresses stand: in cells of a merged table's open columns that are one as a whole."""

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
from publish.words.sql import quoted
from publish.words.sqlite import read_only

# Without a user and a password, which are nobody's to try.
_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+([/?#]\S*)?", re.IGNORECASE)
LONGEST = 2000
_MARKED = """
SELECT r.* REPLACE ({found} AS {link}) FROM {rows} AS r
"""


def link_columns(table: Table) -> list[str]:
    """The columns in which web addresses may stand: open texts, which leave as they were read."""
    return [
        name
        for name, column in table.published.items()
        if column.type == "string" and as_read(column) and name not in table.made
    ]


def addresses(release: Release, dataset: Dataset) -> set[str]:
    """The web addresses that a release shows in tables that partners feed."""
    merged = {name: table for name, table in dataset.tables.items() if table.partners}
    found = set[str]()
    with closing(sqlite3.connect(read_only(release.database), uri=True)) as database:
        for name, table in merged.items():
            there = release.package.tables.get(name)
            for column in link_columns(table) if there else ():
                if there and column in there.columns:
                    found.update(_cells(database, name, column))
    return {cell for cell in found if is_address(cell)}


def is_address(cell: str) -> bool:
    """Whether a cell as a whole is a web address that anybody may ask."""
    return len(cell) <= LONGEST and bool(_ADDRESS.fullmatch(cell))


def _cells(database: sqlite3.Connection, table: str, column: str) -> Iterator[str]:
    asked = f"SELECT DISTINCT {quoted(column)} FROM {quoted(table)}"  # noqa: S608
    beginning = f"WHERE {quoted(column)} LIKE 'http%'"
    return (cell for (cell,) in database.execute(f"{asked} {beginning}"))


def with_dead_links(rows: Any, table: Table, dead: Iterable[str], place: Workspace) -> Any:
    """Rows (Ibis) that say whether one of their web addresses is dead."""
    known = place.brought("dead_links", pa.table({"_address": pa.array([*dead], pa.string())}))
    among = place.filled("IN (SELECT _address FROM {known})", known=known)
    cells = [f"coalesce(r.{quoted(name)} {among}, false)" for name in link_columns(table)]
    words = {"found": " OR ".join(cells) or "false", "link": quoted(LINK)}
    return place.table("linked_rows", _MARKED, rows=rows, **words)
