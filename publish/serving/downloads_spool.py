"""Writes the answer to a query into a temporary file, so that errors come before the first byte."""

import asyncio
import csv
import io
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any

from datasette.utils.asgi import BadRequest, PayloadTooLarge

from publish.serving.datasette_site import Site

MOST_BYTES = 100 * 1024 * 1024
# Spools of a worker at one time, being written or sent: they bound what fills the disk.
MOST_SPOOLS = 8
_BATCH = 200
_STEPS = 1000
# Own threads: a long query must not take those that pages need.
_WRITERS = ThreadPoolExecutor(2, thread_name_prefix="csv")


class Full(Exception):
    """Too many answers are being written or sent."""


@dataclass(frozen=True)
class Query:
    """A statement and what it needs: values by name, the words of the header, its time."""

    database: str
    path: str
    sql: str
    parameters: Mapping[str, Any]
    header: tuple[str, ...] | None
    seconds: float


class Spools:
    """Counts the spools in use."""

    def __init__(self) -> None:
        self.used = 0

    def __enter__(self) -> None:
        if self.used >= MOST_SPOOLS:
            raise Full
        self.used += 1

    def __exit__(self, *_: object) -> None:
        self.used -= 1


async def spooled(site: Site, query: Query) -> IO[bytes]:
    """A temporary file that holds the whole answer as CSV.

    Raises PayloadTooLarge over MOST_BYTES, BadRequest over the time, sqlite3.Error.
    """
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_WRITERS, _write, site, query)


def _write(site: Site, query: Query) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is handed on
    try:
        with closing(_connection(site, query)) as connection:
            _fill(file, connection.execute(query.sql, dict(query.parameters)), query)
    except sqlite3.OperationalError as error:
        file.close()
        if str(error) != "interrupted":
            raise
        raise BadRequest(_too_long(query)) from None
    except BaseException:
        file.close()
        raise
    return file


def _too_long(query: Query) -> str:
    return (
        f"This CSV takes longer than {query.seconds:g} s; filter more, leave _sort out, or "
        f"download whole tables: /{query.database}"
    )


def _connection(site: Site, query: Query) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{query.path}?immutable=1", uri=True)
    site._prepare_connection(connection, query.database)
    connection.row_factory = None
    deadline = time.monotonic() + query.seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    return connection


def _fill(file: IO[bytes], cursor: sqlite3.Cursor, query: Query) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    if query.header is not None:
        writer.writerow(query.header or [column for column, *_ in cursor.description])
    for rows in _batches(cursor):
        writer.writerows(rows)
        if file.tell() > MOST_BYTES:
            raise PayloadTooLarge(
                f"This CSV is larger than {MOST_BYTES // 2**20} MB; filter more, or download "
                f"whole tables: /{query.database}"
            )
    text.detach()
    file.flush()


def _batches(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_BATCH):
        if any(isinstance(cell, bytes) for cell in rows[0]):
            raise BadRequest("A binary value has no form in CSV; ask for .json")
        yield rows
