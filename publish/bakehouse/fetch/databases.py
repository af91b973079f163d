"""What a query answers, as a Parquet file of texts: all queries of a dataset in one snapshot."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
from pyarrow import parquet

from publish.bakehouse.fetch.kept import Bounds, Limits, replacing
from publish.declare.sources import Connection
from publish.errors import SourceError

BATCH = 10_000
BATCH_CHARACTERS = 64 << 20
"""How many characters of a batch no row follows: one row may have many more than others."""

Row = Sequence[str | None]


@dataclass(frozen=True)
class Answer:
    """The rows of a query: headers, then batches (Arrow) of texts; NULL stays NULL."""

    headers: tuple[str, ...]
    batches: Iterator[Any]


class Snapshot(Protocol):
    """A database as it was at one moment, asked in a read-only transaction."""

    def ask(self, query: str) -> Answer:
        """The answer of one SELECT; raises SourceError without any value of a row."""
        ...


Opener = Callable[[Connection, str, Limits], AbstractContextManager[Snapshot]]


@dataclass(frozen=True)
class Database:
    """How one kind of database is read: the opener as `module:name`, and the extra it needs."""

    opener: str
    extra: str | None = None


ROOM = "publish.bakehouse.fetch"
DATABASES: dict[str, Database] = {
    "mysql": Database(f"{ROOM}.mysql:snapshot", "mysql"),
    "postgresql": Database(f"{ROOM}.postgresql:snapshot", "postgresql"),
    "sqlite": Database(f"{ROOM}.sqlite:snapshot"),
}


def opened(connection: Connection, place: str, limits: Limits) -> AbstractContextManager[Snapshot]:
    """The snapshot of a database; raises SourceError where its driver is not installed."""
    database = DATABASES[connection.kind]
    opener: Opener = loaded(database.opener, database.extra, place)
    return opener(connection, place, limits)


def loaded(named: str, extra: str | None, place: str) -> Any:
    """What `module:name` is; raises SourceError where the package of an extra is missing."""
    module, name = named.split(":")
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        raise SourceError(
            f"{place}: {error.name} is not installed; run `pip install 'fournil[{extra}]'`"
        ) from None


def wrapped(query: str, columns: str = "*") -> str:
    """A query as a table of another: what is no single SELECT is no table, and is refused."""
    return f"SELECT {columns} FROM (\n{query.strip().rstrip(';')}\n) AS asked"  # noqa: S608


def as_batches(headers: Sequence[str], rows: Iterable[Row]) -> Iterator[Any]:
    """Rows of texts as batches (Arrow)."""
    for batch in _parted(rows):
        columns = zip(*batch, strict=True)
        arrays = [pa.array(column, pa.string()) for column in columns]
        yield pa.RecordBatch.from_arrays(arrays, names=list(headers))


def _parted(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(map(len, filter(None, row)))
        if len(batch) == BATCH or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def save_answer(answer: Answer, path: Path, bounds: Bounds) -> None:
    """Write an answer into a Parquet file, batch by batch, within bounds."""
    schema = pa.schema([(header, pa.string()) for header in answer.headers])
    with replacing(path) as file, parquet.ParquetWriter(file, schema, compression="zstd") as out:
        for batch in answer.batches:
            bounds.take(batch.nbytes)
            out.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
