"""One run at a time on a site: a lock that the system frees when its holder ends, however."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from publish.errors import Busy

LOCK = ".lock"


@contextmanager
def site_lock(private: Path) -> Iterator[None]:
    """Holds the site whose private folder this is; raises Busy naming who holds it."""
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The file stays: were it deleted, two runs could hold two files of that name.
    descriptor = os.open(private / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor)
        # A full disk takes no name, and must not keep anybody from making room.
        with suppress(OSError):
            _sign(descriptor)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def left_by(private: Path) -> str | None:
    """Since when a run that was killed held the site; None where none was, or one is at work."""
    try:
        descriptor = os.open(private / LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        _take(descriptor, fcntl.LOCK_SH)
        return str(json.loads(os.pread(descriptor, 200, 0))["since"])
    except (Busy, ValueError, LookupError):
        return None
    finally:
        os.close(descriptor)


@contextmanager
def at_rest(private: Path) -> Iterator[None]:
    """Keeps runs away while the private folder is read, and writes nothing; raises Busy."""
    if not (private / LOCK).exists():
        yield
        return
    descriptor = os.open(private / LOCK, os.O_RDONLY)
    try:
        _take(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, kind: int = fcntl.LOCK_EX) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Busy(f"another run {_holder(descriptor)}") from None


def _sign(descriptor: int) -> None:
    since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "since": since}).encode(), 0)


def _holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 200, 0))
    except ValueError:  # it has the lock and has not signed yet
        return "has just begun on this site; wait for its end and run again"
    pid = holder["pid"]
    return (
        f"(process {pid}, since {holder['since']}) works on this site; wait for its end and run "
        f"again, or end it with `kill {pid}` (the last releases stay served)"
    )
