"""The private workplace of one run: an Ibis connection on DuckDB and a folder, always deleted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import ibis

from publish.store.disk import in_use, locked

STAGING = "staging-"
MEMORY_LIMIT = "600MB"


@dataclass
class Workspace:
    """The connection, the folder for staging files, and names nobody else has."""

    con: Any
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def name(self, stem: str) -> str:
        """A fresh name for a table, view or file."""
        return f"{stem}_{next(self._numbers)}"

    def sql(self, statement: str, parameters: object = None) -> list[tuple[Any, ...]]:
        """The rows of a statement that Ibis has no words for."""
        rows: list[tuple[Any, ...]] = self.con.con.execute(statement, parameters).fetchall()
        return rows


@contextmanager
def workspace(private: Path) -> Iterator[Workspace]:
    """A workspace under `private` (mode 0700), gone when the block ends, however it ends."""
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in private.glob(f"{STAGING}*"):
        # A killed run could not delete its own, and it may hold what must not stay.
        if not in_use(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(mkdtemp(prefix=STAGING, dir=private))
    with locked(folder):
        yield from _connected(folder)


def _connected(folder: Path) -> Iterator[Workspace]:
    con = ibis.duckdb.connect(
        ":memory:",
        memory_limit=MEMORY_LIMIT,
        temp_directory=str(folder / "spill"),
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )
    try:
        con.raw_sql("SET TimeZone = 'UTC'")
        yield Workspace(con, folder)
    finally:
        con.disconnect()
        shutil.rmtree(folder, ignore_errors=True)
