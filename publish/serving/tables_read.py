"""Which tables a statement reads, asked of SQLite's own compiler."""

import re
import sqlite3
from typing import Any

_EXPLAIN = re.compile(r"\s*explain(\s+query\s+plan)?\s+", re.IGNORECASE)
_OPENS = ("OpenRead", "ReopenIdx")


class _Nulls(dict[str, None]):
    """A value for every named parameter."""

    def __missing__(self, name: str) -> None:
        return None


def tables_read(connection: sqlite3.Connection, sql: str) -> set[str]:
    """The tables and views that `sql` reads, under the names of the schema.

    Views come with the tables behind them, shadow and virtual tables as they are, and
    table-valued functions such as `json_each` as tables. Empty when `sql` does not compile:
    then it reads nothing.
    """
    read: set[str] = set()

    def note(action: int, table: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_READ and table:
            read.add(table)
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    try:
        program = connection.execute("explain " + _EXPLAIN.sub("", sql, count=1), _Nulls())
        opened = {row[3] for row in program if row[1] in _OPENS}
    except (sqlite3.Error, sqlite3.Warning, ValueError):
        return set()
    finally:
        connection.set_authorizer(None)
    return read | _owners(connection, opened)


def _owners(connection: sqlite3.Connection, pages: set[int]) -> set[str]:
    """The tables whose own pages or indexes start at `pages`.

    The compiler does not report the right side of `join b using (x)` as read: its program opens it.
    """
    found = connection.execute("select rootpage, tbl_name from sqlite_master").fetchall()
    return {table for page, table in found if page in pages and page}
