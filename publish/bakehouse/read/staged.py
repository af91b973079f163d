"""Arrow batches of text into a private table: for the formats that DuckDB does not read itself."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import ibis
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.exports import Reject

BATCH = 10_000

Row = Sequence[str | None]


def stage(workspace: Workspace, headers: Sequence[str], rows: Iterable[Row]) -> Any:
    """An Ibis table of strings holding `rows` in their order, one batch in memory at a time."""
    schema = pa.schema([(header, pa.string()) for header in headers])
    name, incoming = workspace.name("staged"), workspace.name("incoming")
    workspace.con.create_table(name, schema=ibis.schema(dict.fromkeys(headers, "string")))
    # Not as one stream: DuckDB would wrap an error of `rows` into one of its own.
    for batch in _batches(schema, iter(rows)):
        workspace.con.con.register(incoming, batch)
        workspace.sql(f"INSERT INTO {name} SELECT * FROM {incoming}")  # noqa: S608
        workspace.con.con.unregister(incoming)
    return workspace.con.table(name)


def _batches(schema: pa.Schema, rows: Iterator[Row]) -> Iterator[pa.Table]:
    while batch := list(islice(rows, BATCH)):
        columns = zip(*batch, strict=True)
        arrays = [pa.array(column, pa.string()) for column in columns]
        yield pa.Table.from_arrays(arrays, schema=schema)


def nothing_refused() -> list[Reject]:
    """The rejects of a reader that takes a file whole or not at all."""
    return []


def lines_after(first: int) -> Callable[[Sequence[int]], list[int]]:
    """The lines of records that follow one another, the first on line `first`."""
    return lambda numbers: [first + number for number in numbers]
