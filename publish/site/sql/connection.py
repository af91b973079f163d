"""A connection for one statement of a stranger: read only, limited, and under the rules."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from publish.site.sql.functions import add_functions
from publish.site.sql.rules import READERS, Rules
from publish.words.sql import quoted
from publish.words.sqlite import read_only

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 50_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 5_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
# Columns of an answer, unless a table has more.
COLUMNS = 100
# What SQLite itself may take, in bytes; sorting included, for nothing goes to the disk.
HEAP = 128 * 1024 * 1024
_COMMENTS = r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)*"
_EXPLAIN = re.compile(
    rf"{_COMMENTS}explain\b(?:{_COMMENTS}query{_COMMENTS}plan\b)?", re.IGNORECASE | re.DOTALL
)
_OPENS = ("OpenRead", "ReopenIdx")
# What no question does, and of which not all is told to an authorizer.
_WRITES = frozenset(
    {"Checkpoint", "CreateBtree", "JournalMode", "OpenWrite", "ParseSchema", "VUpdate", "Vacuum"}
)
_SCHEMA = "select name, tbl_name, type, rootpage from sqlite_master"


class _Nulls(dict[str, None]):
    """A value for every named parameter."""

    def __missing__(self, name: str) -> None:
        return None


class Guarded:
    """The database of a release as a stranger may ask it; `tables` are those that are published."""

    def __init__(self, path: Path, tables: Iterable[str]) -> None:
        self.connection = sqlite3.connect(read_only(path), uri=True, isolation_level=None)
        self.connection.text_factory = lambda text: str(text, "utf-8", "replace")
        self._settings()
        schema = self.connection.execute(_SCHEMA).fetchall()
        self._owners = {root: owner for _, owner, _, root in schema if root}
        # The page of the schema itself.
        self._owners[1] = "sqlite_master"
        self.rules = _rules(schema, set(tables))
        self._warm(self.rules.opened & {name.lower() for name, _, _, root in schema if not root})
        self._limit()
        self.connection.set_authorizer(self.rules)

    def _settings(self) -> None:
        for pragma in ("temp_store = memory", "query_only = 1", f"hard_heap_limit = {HEAP}"):
            self.connection.execute(f"pragma {pragma}")
        add_functions(self.connection)

    def _warm(self, virtual: Iterable[str]) -> None:
        """Connects the virtual tables that may be read: under the rules no other one can be."""
        for name in READERS:
            self.connection.execute(f"select * from {name}('[]')").fetchall()  # noqa: S608
        for name in virtual:
            self.connection.execute(f"select * from {quoted(name)} limit 0").fetchall()  # noqa: S608

    def _limit(self) -> None:
        widest = max(
            (len(self.connection.execute(f"pragma table_info({quoted(name)})").fetchall()))
            for name in self.rules.opened
        )
        limits = LIMITS | {sqlite3.SQLITE_LIMIT_COLUMN: max(COLUMNS, widest)}
        for category, value in limits.items():
            self.connection.setlimit(category, value)

    def tables(self, sql: str) -> set[str]:
        """The public tables and views that a statement reads; raises sqlite3.Error.

        Views come with the tables behind them, search tables under their own names.
        """
        self.rules.compiling = True
        self.rules.read.clear()
        plain = "explain " + _EXPLAIN.sub("", sql, count=1)
        opened = set()
        for _, operation, _, page, *_ in self.connection.execute(plain, _Nulls()):
            if operation in _WRITES:
                raise sqlite3.DatabaseError("not authorized")
            # The right side of `join b using (x)` is not reported as read, but it is opened.
            if operation in _OPENS:
                opened.add(self._open(page))
        return self.rules.read | opened

    def _open(self, page: int) -> str:
        """The table whose rows or index begin at a page of the file."""
        name: str = self._owners.get(page, "?")
        if name.lower() not in self.rules.opened:
            raise sqlite3.DatabaseError(f"access to {name} is prohibited")
        return name

    def execute(self, sql: str, parameters: Mapping[str, Any]) -> sqlite3.Cursor:
        """Runs a statement that may be run; raises sqlite3.Error, MemoryError."""
        self.tables(sql)
        self.rules.compiling = False
        return self.connection.execute(sql, parameters)

    def close(self) -> None:
        """Closes the connection."""
        self.connection.close()


def _rules(schema: list[tuple[str, str, str, int]], tables: set[str]) -> Rules:
    names = [name for name, _, _, _ in schema]
    searches = {f"{table}_fts" for table in tables} & set(names)
    views = {name for name, _, kind, _ in schema if kind == "view"}
    behind = {name for name in names if any(name.startswith(f"{one}_") for one in searches)}
    return Rules((tables & set(names)) | views | searches, behind, (*names, "sqlite_master"))
