"""The values of facets that have too many to be held in memory, so that a search finds each.

`_values` holds them facet by facet, those of the fewest words first, then the most frequent; with
the name of a key. `_facets` says which are whose; `_values_fts` finds them by the beginnings of
their words. Datasette hides tables whose names start with `_`.
"""

import sqlite3
from collections.abc import Iterator, Mapping

from publish.declare.declaration import Table
from publish.declare.table import WORDED
from publish.figures.facets import KNOWN, most_values
from publish.words.letters import fold
from publish.words.sql import quoted

_SCHEMA = """
CREATE TABLE [_facets] (
  [facet_table] TEXT NOT NULL, [facet_column] TEXT NOT NULL,
  [first] INTEGER NOT NULL, [last] INTEGER NOT NULL
) STRICT;
CREATE TABLE [_values] (
  [id] INTEGER PRIMARY KEY, [value] TEXT NOT NULL, [label] TEXT, [n] INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE [_values_fts] USING fts5
  ([words], content='', detail=none, prefix='3', tokenize='unicode61');
"""
_INDEX = """
INSERT INTO [_values_fts] (rowid, words) SELECT id, folded(coalesce(label, value)) FROM [_values]
"""


def bake_facet_values(connection: sqlite3.Connection, tables: Mapping[str, Table]) -> None:
    """Add the values of facets with more than a search holds in memory; nothing without any."""
    large = [
        (name, column, counting)
        for name, table in tables.items()
        for column, counting in _countings(tables, name, table)
        if _is_large(connection, counting)
    ]
    if not large:
        return
    connection.executescript(_SCHEMA)
    connection.create_function("folded", 1, fold, deterministic=True)
    connection.create_function("parts", 1, lambda said: len(fold(said).split()), deterministic=True)
    for name, column, counting in large:
        _add(connection, name, column, counting)
    connection.execute(_INDEX)
    connection.execute("INSERT INTO [_values_fts] ([_values_fts]) VALUES ('optimize')")
    connection.commit()


def _countings(tables: Mapping[str, Table], name: str, table: Table) -> Iterator[tuple[str, str]]:
    """Facet -> the SQL of its `value`, its `label` and their number `n`; none about people."""
    for column in table.browse.facets if table.about != "people" else ():
        declared = table.published[column]
        if named := _names(tables, table, column):
            yield column, _of_keys(name, column, *named)
        elif (
            declared.type in WORDED and declared.role != "free_text" and not _is_key(table, column)
        ):
            yield column, _of_lists(name, column) if declared.type == "list" else _of(name, column)


def _is_key(table: Table, column: str) -> bool:
    return any(column in key.columns for key in table.foreign_keys)


def _names(tables: Mapping[str, Table], table: Table, column: str) -> tuple[str, str, str] | None:
    """The table that a key points to, its key, and its column of names."""
    for key in table.foreign_keys:
        to = tables.get(key.references.table)
        if key.columns == (column,) and to and to.about != "people" and to.browse.label:
            return key.references.table, key.references.columns[0], to.browse.label
    return None


def _of(name: str, column: str) -> str:
    value = quoted(column)
    return (
        f"SELECT {value} AS value, NULL AS label, count(*) AS n FROM {quoted(name)} "  # noqa: S608
        f"WHERE {value} IS NOT NULL GROUP BY 1"
    )


def _of_lists(name: str, column: str) -> str:
    """Each row counts once for each of its items."""
    value = quoted(column)
    return (
        f"SELECT j.value AS value, NULL AS label, count(DISTINCT t.rowid) AS n "  # noqa: S608
        f"FROM {quoted(name)} AS t, json_each(CASE WHEN json_valid(t.{value}) THEN t.{value} END)"
        f" AS j WHERE j.type = 'text' GROUP BY 1"
    )


def _of_keys(name: str, column: str, to: str, key: str, label: str) -> str:
    return (
        f"SELECT f.value, CAST(o.{quoted(label)} AS TEXT) AS label, f.n "  # noqa: S608
        f"FROM ({_of(name, column)}) AS f "
        f"JOIN {quoted(to)} AS o ON o.{quoted(key)} = f.value WHERE o.{quoted(label)} IS NOT NULL"
    )


def _is_large(connection: sqlite3.Connection, counting: str) -> bool:
    most = most_values(KNOWN)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({counting}) LIMIT {most})"  # noqa: S608
    (found,) = connection.execute(sql).fetchone()
    return bool(found == most)


def _add(connection: sqlite3.Connection, name: str, column: str, counting: str) -> None:
    """The order in which a search shows them, so that it reads no more than it shows."""
    (before,) = connection.execute("SELECT count(*) FROM [_values]").fetchone()
    connection.execute(
        "INSERT INTO [_values] (value, label, n) "  # noqa: S608
        f"SELECT CAST(value AS TEXT), label, n FROM ({counting}) "
        "ORDER BY parts(coalesce(label, value)), n DESC, value"
    )
    (after,) = connection.execute("SELECT count(*) FROM [_values]").fetchone()
    connection.execute(
        "INSERT INTO [_facets] VALUES (?, ?, ?, ?)", [name, column, before + 1, after]
    )
