"""A table on its way into the files of a release, and what makes a form of file of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from publish.bakehouse.bake.kinds import kinds
from publish.bakehouse.engine import Workspace
from publish.declare.declaration import Table
from publish.describe.notices import notices
from publish.forms.geojson import ID_KINDS
from publish.forms.heading import Heading
from publish.forms.kinds import Kinds
from publish.release.package import Package
from publish.release.table import Table as Released

CHUNK = 10_000


@dataclass(frozen=True)
class BakedTable:
    """A published table: its declaration, its rows as a view of DuckDB in their final order.

    `kinds` says what the values of each column are; `package` is what the descriptor says of its
    dataset (with a `version` once there is one).
    """

    name: str
    declared: Table
    source: str
    kinds: Kinds
    rows: int
    package: Package
    place: Workspace

    @property
    def key(self) -> str | None:
        """The column whose values a feature of GeoJSON may have as its id."""
        names = self.declared.primary_key
        fits = len(names) == 1 and self.kinds[names[0]] in ID_KINDS
        return names[0] if fits else None

    @property
    def heading(self) -> Heading:
        """What its files say beside the rows."""
        return Heading(
            name=self.name,
            title=self.released.title,
            kinds=self.kinds,
            notice=notices(self.package, self.released)["en"],
            version=self.package.version,
            key=self.key,
            point=self.declared.browse.point,
            shape=self.declared.browse.shape,
        )

    @property
    def released(self) -> Released:
        """What the descriptor says of the table."""
        return self.package.tables[self.name]

    def texts(self, expression: str) -> Iterator[memoryview]:
        """The UTF-8 bytes of a text made of each row by SQL, in order, many rows at a time."""
        cursor = self.place.con.con.execute(f"SELECT {expression} FROM {self.source}")  # noqa: S608
        for batch in cursor.fetch_record_batch(CHUNK):
            yield _bytes(batch.column(0))


@dataclass(frozen=True)
class Baker:
    """How a form of file is made: the tables it fits, how it is written and read again.

    `whole` says of a file just written whether it holds all rows.
    """

    fits: Callable[[BakedTable], bool]
    write: Callable[[BakedTable, Path], None]
    whole: Callable[[BakedTable, Path], bool]


def every_table(table: BakedTable) -> bool:
    """Fits every table."""
    return True


def baked_table(
    name: str, declared: Table, rows: Any, *, package: Package, place: Workspace
) -> BakedTable:
    """The table `name` of `package`, of Ibis rows in their final order."""
    source = place.name("files")
    place.con.create_view(source, rows)
    return BakedTable(
        name=name,
        declared=declared,
        source=f'"{source}"',
        kinds=kinds(declared, source, place),
        rows=package.tables[name].rows,
        package=package,
        place=place,
    )


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
