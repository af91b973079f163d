"""Writes the answer to a query into a temporary file, so that errors come before the first byte."""

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import IO, Any

from publish.site.base.refusals import BadRequest, Interrupted, PayloadTooLarge
from publish.site.base.site import Site
from publish.site.base.timing import watched
from publish.site.downloads.writers import Form
from publish.site.sql.asker import asker
from publish.words.sqlite import read_only

MOST_BYTES = 100 * 1024 * 1024
# Spools of a worker at one time, being written or sent: they bound what fills the disk.
MOST_SPOOLS = 8
_BATCH = 200
# Own threads: a long query must not take those that pages need.
_WRITERS = ThreadPoolExecutor(2, thread_name_prefix="spools")


class Full(Exception):
    """Too many answers are being written or sent."""


@dataclass(frozen=True)
class Query:
    """A statement and what it needs: values by name, the form of its answer, its time."""

    database: str
    path: str
    sql: str
    parameters: Mapping[str, Any]
    form: Form
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
    """A temporary file that holds the whole answer.

    Raises PayloadTooLarge over MOST_BYTES, BadRequest over the time, sqlite3.Error, Full where it
    cannot be written: a full disk is no fault of the question.
    """
    try:
        return await _spooled(site, query)
    except OSError as error:
        sys.stderr.write(f"error: no selection can be written ({error.strerror}); free the disk\n")
        raise Full from None


async def _spooled(site: Site, query: Query) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is handed on
    try:
        with closing(_Spool(file, query)) as spool:
            await (_elsewhere if asker() else _here)(site, query, spool)
            await asyncio.to_thread(spool.finish)
    except BaseException:
        file.close()
        raise
    return file


async def _elsewhere(site: Site, query: Query, spool: "_Spool") -> None:
    """The rows of a stranger's statement, from a process of its own."""

    async def take(columns: list[str], rows: list[list[Any]]) -> None:
        await asyncio.to_thread(spool.write, columns, rows)

    database = site.databases[query.database]
    try:
        await database.stream(query.sql, query.parameters, query.seconds, take)
    except Interrupted:
        raise BadRequest(_too_long(query)) from None


async def _here(site: Site, query: Query, spool: "_Spool") -> None:
    """The rows of our own statement, from a thread that stops when its asker has left."""
    loop, left = asyncio.get_running_loop(), Event()
    try:
        await loop.run_in_executor(_WRITERS, _write, site, query, spool, left)
    except asyncio.CancelledError:
        left.set()
        raise


def _write(site: Site, query: Query, spool: "_Spool", left: Event) -> None:
    try:
        deadline = time.monotonic() + query.seconds
        with (
            closing(_connection(site, query)) as connection,
            watched(connection, lambda: left.is_set() or time.monotonic() > deadline),
        ):
            cursor = connection.execute(query.sql, dict(query.parameters))
            columns = [column for column, *_ in cursor.description]
            spool.write(columns, [])
            while rows := cursor.fetchmany(_BATCH):
                spool.write(columns, rows)
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        raise BadRequest(_too_long(query)) from None


def _too_long(query: Query) -> str:
    return (
        f"This file takes longer than {query.seconds:g} s; filter more, leave _sort out, or "
        f"download whole tables: /{query.database}"
    )


def _connection(site: Site, query: Query) -> sqlite3.Connection:
    connection = sqlite3.connect(read_only(Path(query.path)), uri=True)
    site.prepare(connection, query.database)
    return connection


class _Spool:
    """A file that is being written: it begins with the names of the columns, and has its bounds."""

    def __init__(self, file: IO[bytes], query: Query) -> None:
        self._file, self._query = file, query
        self._writer = query.form(file)
        self._begun = False

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Takes the next rows; raises PayloadTooLarge, BadRequest."""
        if not self._begun:
            self._writer.begin(columns)
        self._begun = True
        if any(isinstance(cell, bytes) for row in rows[:1] for cell in row):
            raise BadRequest("A binary value has no form in such a file; ask for .json")
        self._writer.add(rows)
        if self._file.tell() > MOST_BYTES:
            raise PayloadTooLarge(
                f"This file is larger than {MOST_BYTES // 2**20} MB; filter more, or download "
                f"whole tables: /{self._query.database}"
            )

    def finish(self) -> None:
        """All is written."""
        self._writer.finish()
        self._file.flush()

    def close(self) -> None:
        """The file itself stays open."""
        self._writer.close()
