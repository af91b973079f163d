"""One way to read a file in the tests of all readers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.read import READERS
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.bakehouse.read.files import format_of
from publish.declare.declaration import Source


@dataclass(frozen=True)
class Taken:
    """An export that was read, and its table once scanned."""

    export: Export
    columns: dict[str, list[str | None]]

    @property
    def rows(self) -> list[tuple[str | None, ...]]:
        return list(zip(*self.columns.values(), strict=True))


Take = Callable[..., Taken]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of its own for each test."""
    with workspace(tmp_path / "private") as opened:
        yield opened


@pytest.fixture
def take(bench: Workspace) -> Take:
    """Reads a file whole: `take(path, wanted=(…), **source)`."""

    def read(path: Path, wanted: tuple[str, ...] = (), **source: Any) -> Taken:
        declared = Source.model_validate({"path": path.name, **source})
        request = ExportRequest(path, path.name, declared, wanted)
        reader = READERS[declared.format or format_of(path.name) or ""]
        (export,) = reader(request, bench)
        return Taken(export, export.table.to_pyarrow().to_pydict())

    return read
