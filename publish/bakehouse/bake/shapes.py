"""What a map needs of a column of shapes, beside its table: `_shapes`, a row per shape.

Where its name stands (`lat`, `lon`), the box around it, how many vertices it has, and an overview
with few of them, which has some hundred at most for each of its lines.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from publish.declare.declaration import Table
from publish.figures.shapes import Shape, read_shape
from publish.words.sql import quoted

COLUMNS = """"of" TEXT, "row" INTEGER, "lat" REAL, "lon" REAL,
  "west" REAL, "south" REAL, "east" REAL, "north" REAL,
  "vertices" INTEGER, "overview_vertices" INTEGER, "overview" TEXT,
  PRIMARY KEY ("of", "row")"""
Row = tuple[str, int, float, float, float, float, float, float, int, int, str | None]


def add_shapes(path: Path, tables: Mapping[str, Table]) -> None:
    """Add the table to a database that is otherwise finished, where one has a map of shapes."""
    of = {name: table.browse.shape for name, table in tables.items() if table.browse.shape}
    if not of:
        return
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(f"CREATE TABLE [_shapes] (\n  {COLUMNS}\n) STRICT, WITHOUT ROWID")
        for name, column in of.items():
            rows = _rows(connection, name, column)
            connection.executemany(f"INSERT INTO [_shapes] VALUES ({', '.join('?' * 11)})", rows)  # noqa: S608
        connection.commit()


def _rows(connection: sqlite3.Connection, name: str, column: str) -> Iterator[Row]:
    found = connection.execute(f"SELECT rowid, {quoted(column)} FROM {quoted(name)}")  # noqa: S608
    for row, text in found:
        if shape := read_shape(text):
            yield _row(name, row, shape)


def _row(name: str, row: int, shape: Shape) -> Row:
    lon, lat = shape.middle
    overview = shape.overview
    kept = (overview.vertices, overview.text) if overview else (0, None)
    return name, row, lat, lon, *shape.box, shape.vertices, *kept
