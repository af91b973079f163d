"""Small tables for tests: declarations from a few words, exports from rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.read.exports import Export
from publish.declare.declaration import Column, Source, Table

Row = Sequence[str | None]


def column(type: str = "string", role: str = "open", **declared: Any) -> dict[str, Any]:
    """A column as a declaration writes it."""
    return {"type": type, "role": role, **declared}


def table(columns: dict[str, dict[str, Any]], **declared: Any) -> Table:
    """A table about things fed by one CSV, but for what is declared."""
    words = {
        "title": {"fr": "Lieux"},
        "about": "things",
        "sources": ({"path": "exports/lieux.csv"},),
        "columns": columns,
    }
    return Table.model_validate(words | declared)


def one_column(type: str, **declared: Any) -> Column:
    """A single column."""
    return Column.model_validate(column(type, **declared))


def export(place: Workspace, headers: Sequence[str], rows: Sequence[Row]) -> Export:
    """An export whose records stand on lines 2, 3, 4…"""
    cells = {
        header: pa.array([row[i] for row in rows], pa.string()) for i, header in enumerate(headers)
    }
    staged = place.con.create_table(place.name("staged"), pa.table(cells), temp=True)
    return Export(
        file="lieux.csv",
        table=staged,
        headers=tuple(headers),
        records=len(rows),
        refused=list,
        lines=lambda numbers: [number + 2 for number in numbers],
    )


def source(**declared: Any) -> Source:
    """A source, but for what is declared."""
    return Source.model_validate({"path": "exports/lieux.csv"} | declared)


@contextmanager
def bench(folder: Path) -> Iterator[Workspace]:
    """A workspace in a test's own folder."""
    with workspace(folder / "private") as place:
        yield place


def rows_of(table: Any) -> list[dict[str, Any]]:
    """The rows of an Ibis table."""
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found
