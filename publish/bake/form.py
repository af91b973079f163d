"""A table on its way into the files of a release, and what a form of file is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from publish.bake.kinds import Kind, kinds
from publish.declaration import Table
from publish.engine import Workspace

CHUNK = 10_000
Json = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """A published table: its declaration, its rows as a view of DuckDB in their final order.

    `kinds` says what the values of each column are; `resource` and `package` are what the
    descriptor says of the table and of its dataset (with a `version` once there is one).
    """

    name: str
    table: Table
    source: str
    kinds: Mapping[str, Kind]
    rows: int
    resource: Json
    package: Json
    place: Workspace

    def texts(self, expression: str) -> Iterator[memoryview]:
        """The UTF-8 bytes of a text made of each row by SQL, in order, many rows at a time."""
        cursor = self.place.con.con.execute(f"SELECT {expression} FROM {self.source}")  # noqa: S608
        for batch in cursor.fetch_record_batch(CHUNK):
            yield _bytes(batch.column(0))


@dataclass(frozen=True)
class Format:
    """A form of file: its media type, the tables it fits, how it is written and read again.

    `whole` says of a file just written whether it holds all rows.
    """

    mediatype: str
    fits: Callable[[Form], bool]
    write: Callable[[Form, Path], None]
    whole: Callable[[Form, Path], bool]


def form(
    name: str, table: Table, rows: Any, resource: Json, package: Json, place: Workspace
) -> Form:
    """The form of an Ibis table in its final order."""
    source = place.name("form")
    place.con.create_view(source, rows)
    found = kinds(table, source, place)
    return Form(name, table, f'"{source}"', found, resource["rows"], resource, package, place)


def quoted(name: str) -> str:
    """A column's name in SQL."""
    return f'"{name}"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def joined(parts: Iterable[str]) -> str:
    """Texts one behind the other, in SQL; none may be NULL.

    In one call: each `||` would copy all that stands before it.
    """
    return f"concat({', '.join(parts)})"


def _bytes(texts: Any) -> memoryview:
    """The values of an Arrow array of strings, which lie one behind the other."""
    _, offsets, content = texts.buffers()
    if not len(texts) or content is None:
        return memoryview(b"")
    bounds = np.frombuffer(offsets, np.int32)
    return memoryview(content)[bounds[texts.offset] : bounds[texts.offset + len(texts)]]
