"""The SQLite database of a release: STRICT tables, keys, indexes, full-text search, no slack.

Two libraries of SQLite are at work, never on one open file: ADBC appends the rows,
sqlite-utils shapes the rest.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi
import pyarrow as pa
import sqlite_utils

from publish.bakehouse.bake.facet_values import bake_facet_values
from publish.bakehouse.bake.vocabulary import bake_vocabulary
from publish.declare.declaration import Table

STORAGE = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
CHUNK = 50_000
TOKENIZER = "unicode61 remove_diacritics 2"
# FTS5 while a table is filled, a quarter less work; and as it is without being told.
FILLING = {"automerge": 0, "hashsize": 16 * 1024 * 1024}
USUAL = {"automerge": 4, "hashsize": 1024 * 1024}
Advance = Callable[[int], None]


def bake_database(
    path: Path,
    tables: Mapping[str, Table],
    rows: Mapping[str, Any],
    advance: Advance,
    wide: Mapping[str, Sequence[str]],
) -> None:
    """Write the database at `path` from Ibis tables in their final order; `advance` counts rows.

    `wide` are facets of tables whose index holds the other facets too.
    """
    _create(path, tables)
    for name, table in tables.items():
        _append(path, name, _stored(rows[name], table), advance)
    _finish(path, tables, wide)


def _create(path: Path, tables: Mapping[str, Table]) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA page_size = 4096")
        for name, table in tables.items():
            connection.execute(create_statement(name, table))
    connection.close()


def create_statement(name: str, table: Table) -> str:
    """CREATE TABLE for a published table, STRICT, with its primary and foreign keys."""
    lines = [
        f"[{column}] {STORAGE.get(declared.type, 'TEXT')}"
        + (" NOT NULL" if declared.constraints.required else "")
        for column, declared in table.published.items()
    ]
    if table.primary_key:
        lines.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    for key in table.foreign_keys:
        target = f"[{key.references.table}] ({_names(key.references.columns)})"
        lines.append(f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {target}")
    body = ",\n  ".join(lines)
    return f"CREATE TABLE [{name}] (\n  {body}\n) STRICT"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"[{column}]" for column in columns)


def _stored(rows: Any, table: Table) -> Any:
    """Booleans as 0 and 1, the rest as it is."""
    booleans = [name for name, column in table.published.items() if column.type == "boolean"]
    return rows.mutate(**{name: rows[name].cast("int64") for name in booleans})


def _append(path: Path, name: str, rows: Any, advance: Advance) -> None:
    reader = _counted(rows.to_pyarrow_batches(chunk_size=CHUNK), advance)
    connect = adbc_driver_sqlite.dbapi.connect
    with connect(str(path), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = OFF")
        cursor.fetchall()
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.adbc_ingest(name, reader, mode="append")


def _counted(reader: Any, advance: Advance) -> Any:
    def batches() -> Any:
        for batch in reader:
            yield batch
            advance(batch.num_rows)

    return pa.RecordBatchReader.from_batches(reader.schema, batches())


def _finish(path: Path, tables: Mapping[str, Table], wide: Mapping[str, Sequence[str]]) -> None:
    """Indexes on facets and foreign keys, search, statistics; then one compact file."""
    database = sqlite_utils.Database(path)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    # Search first: the indexes then fill the pages that merging its parts leaves free.
    for name, table in tables.items():
        if table.searched:
            _add_search(database, name, _search_texts(tables, table))
    bake_vocabulary(database.conn, [name for name in tables if tables[name].searched])
    for name, table in tables.items():
        for columns in _indexed(table, wide.get(name, ())):
            database.table(name).create_index(list(columns))
    bake_facet_values(database.conn, tables)
    database.analyze()
    if database.execute("PRAGMA freelist_count").fetchone() != (0,):
        database.vacuum()
    database.close()


def _search_texts(tables: Mapping[str, Table], table: Table) -> dict[str, str]:
    """Searched column -> its text in SQL: the name of what a key stands for, where it has one."""
    texts = {column: f"[{column}]" for column in table.searched}
    for key in table.foreign_keys:
        to = tables.get(key.references.table)
        [column, *others] = key.columns
        # Without the key of the other table each name would be a search through all of it.
        if to and to.browse.label and not others and key.references.columns == to.primary_key:
            texts[column] = (
                f"(SELECT o.[{to.browse.label}] FROM [{key.references.table}] AS o "  # noqa: S608
                f"WHERE o.[{to.primary_key[0]}] = t.[{column}])"
            )
    return texts


def _add_search(database: sqlite_utils.Database, name: str, texts: Mapping[str, str]) -> None:
    """The search table of a table, in one part: parts are large and merged once, at the end."""
    search, names = f"[{name}_fts]", _names(tuple(texts))
    database.execute(
        f"CREATE VIRTUAL TABLE {search} USING fts5 "
        f"({names}, tokenize='{TOKENIZER}', content=[{name}])"
    )
    _configure(database, search, FILLING)
    selected = ", ".join(texts.values())
    database.execute(
        f"INSERT INTO {search} (rowid, {names}) SELECT t.rowid, {selected} FROM [{name}] AS t"  # noqa: S608
    )
    database.execute(f"INSERT INTO {search} ({search}) VALUES ('optimize')")  # noqa: S608
    _configure(database, search, USUAL)


def _configure(database: sqlite_utils.Database, search: str, options: Mapping[str, int]) -> None:
    for option, value in options.items():
        sql = f"INSERT INTO {search} ({search}, rank) VALUES (?, ?)"  # noqa: S608
        database.execute(sql, [option, value])


def _indexed(table: Table, wide: Sequence[str]) -> list[tuple[str, ...]]:
    """Column groups worth an index that no key already gives."""
    facets = table.browse.facets
    groups = [(one, *(other for other in facets if one in wide and other != one)) for one in facets]
    groups += [key.columns for key in table.foreign_keys]
    if table.browse.point:
        groups.append(table.browse.point)
    return [columns for columns in dict.fromkeys(groups) if columns != table.primary_key]
