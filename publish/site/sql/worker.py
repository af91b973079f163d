"""A process that runs statements of strangers, one after the other, and may be killed at any time.

It makes pictures of drawings that hold their words too: a library reads those in one call.

It is started as `python -I -S`, reads jobs from its standard input and answers there. It can open
no new process and few files, write none, and take little memory; a timer of the kernel's ends it
even inside one call of a function, which SQLite itself cannot stop.
"""

import os
import resource
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from publish.forms.picture import png
from publish.site.base.timing import time_limit
from publish.site.sql.connection import Guarded
from publish.site.sql.frames import (
    LENGTH_BYTES,
    Message,
    cells,
    decoded,
    encoded,
    framed,
    length_of,
)
from publish.site.sql.job import BYTES

MEMORY = 280 * 1024 * 1024
FILES = 32
GRACE_SECONDS = 0.3
# Rows are sent when they make this many bytes.
PART = 128 * 1024
_LIMITS = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_NOFILE, FILES),
    (resource.RLIMIT_CORE, 0),
)


class TooLarge(Exception):
    """The answer is larger than it may be."""


def main() -> None:
    """Answers jobs until nobody asks any more."""
    confine()
    with socket.socket(fileno=os.dup(0)) as line:
        line.sendall(encoded({"ready": True}))
        for job in _jobs(line):
            for said in answer(job):
                line.sendall(said)


def confine() -> None:
    """Gives up what a statement never needs; it cannot be taken back."""
    # A stop is told to a whole group of processes: the site ends this one, after its answers.
    for number in (signal.SIGXFSZ, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    os.nice(10)
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    for what, most in _LIMITS:
        resource.setrlimit(what, (most, most))


def _jobs(line: socket.socket) -> Iterator[Message]:
    while head := line.recv(LENGTH_BYTES, socket.MSG_WAITALL):
        yield decoded(line.recv(length_of(head), socket.MSG_WAITALL))


def answer(job: Message) -> Iterator[bytes]:
    """The frames that answer a job; the last one says `done` or `error`."""
    seconds = float(job["seconds"])
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
    try:
        if "svg" in job:
            yield from _picture(job)
            return
        with (
            closing(Guarded(Path(job["path"]), job["tables"])) as database,
            time_limit(database.connection, seconds * 1000),
        ):
            yield from _explained(database, job) if job["explain"] else _rows(database, job)
    except Exception as error:  # noqa: BLE001 - whatever a stranger's text brings about is told
        yield encoded(_told(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _picture(job: Message) -> Iterator[bytes]:
    """A row of one cell: the PNG."""
    made = png(job["svg"], job["width"], job["files"], job["folder"])
    if len(made) > BYTES:
        raise TooLarge
    yield encoded({"columns": ["png"], "rows": [[made]], "done": True})


def _explained(database: Guarded, job: Message) -> Iterator[bytes]:
    yield encoded({"tables": sorted(database.tables(job["sql"])), "done": True})


def _rows(database: Guarded, job: Message) -> Iterator[bytes]:
    cursor = database.execute(job["sql"], job["parameters"])
    columns = [column for column, *_ in cursor.description or ()]
    yield encoded({"columns": columns})
    most = _most(job, len(columns))
    sent: list[str] = []
    size, total, names = 0, 0, len(cells(columns))
    for number, row in enumerate(cursor):
        if number == most:
            yield _part(sent)
            yield encoded({"done": True, "more": True})
            return
        text = cells(row)
        size, total = size + len(text), total + len(text) + names
        if total > job["bytes"] or len(text) > BYTES:
            raise TooLarge
        sent.append(text)
        if size > PART:
            yield _part(sent)
            sent, size = [], 0
    yield _part(sent)
    yield encoded({"done": True, "more": False})


def _most(job: Message, columns: int) -> int | None:
    """The rows that may be sent: a `rows` of None means as many as `bytes` allow."""
    rows: int | None = job["rows"]
    if rows is None or job["cells"] is None:
        return rows
    return min(rows, max(1, int(job["cells"]) // max(1, columns)))


def _part(rows: list[str]) -> bytes:
    return framed(f'{{"rows": [{", ".join(rows)}]}}'.encode())


def _told(error: Exception) -> Message:
    kinds: dict[type[Exception], str] = {
        TooLarge: "large", MemoryError: "memory", OverflowError: "overflow",
    }  # fmt: skip
    kind = kinds.get(type(error), "sql")
    if isinstance(error, sqlite3.OperationalError) and str(error) == "interrupted":
        kind = "late"
    words: Any = str(error) or type(error).__name__
    return {"error": words, "kind": kind}
