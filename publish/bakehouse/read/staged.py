"""Arrow batches of text into a private table: for the formats that DuckDB does not read itself."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import ibis
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.fetch.databases import Row, as_batches
from publish.bakehouse.read.exports import Reject
from publish.errors import SourceError
from publish.words.limits import UNPACKED_BYTES


def stage(workspace: Workspace, headers: Sequence[str], rows: Iterable[Row], place: str) -> Any:
    """An Ibis table of strings holding `rows` in their order, one batch in memory at a time.

    Raises SourceError, naming `place`, for more of them than an export may be.
    """
    name, incoming = workspace.name("staged"), workspace.name("incoming")
    workspace.con.create_table(name, schema=ibis.schema(dict.fromkeys(headers, "string")))
    size = 0
    # Not as one stream: DuckDB would wrap an error of `rows` into one of its own.
    for batch in as_batches(headers, rows):
        size += batch.nbytes
        if size > UNPACKED_BYTES:
            raise SourceError(
                f"{place}: more than {UNPACKED_BYTES >> 30} GiB of texts; split the export"
            )
        workspace.con.con.register(incoming, pa.Table.from_batches([batch]))
        workspace.sql(f"INSERT INTO {name} SELECT * FROM {incoming}")  # noqa: S608
        workspace.con.con.unregister(incoming)
    return workspace.con.table(name)


def nothing_refused() -> list[Reject]:
    """The rejects of a reader that takes a file whole or not at all."""
    return []


def lines_after(first: int) -> Callable[[Sequence[int]], list[int]]:
    """The lines of records that follow one another, the first on line `first`."""
    return lambda numbers: [first + number for number in numbers]
