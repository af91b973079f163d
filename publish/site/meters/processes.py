"""The memory and descriptors of the server's processes, as Linux tells them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Process:
    """A process: `role` is server or sql; its resident bytes, its open descriptors."""

    pid: int
    role: str
    bytes: int
    descriptors: int


def processes(parent: int, but: int) -> Iterator[Process]:
    """The processes below the one that started all, one of them (who asks) left out."""
    for pid in _children(parent):
        if pid != but:
            yield from _found(pid, "server")
            for below in _children(pid):
                yield from _found(below, "sql")


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in text.split()]


def _found(pid: int, role: str) -> Iterator[Process]:
    """One, unless it has just ended."""
    place = Path("/proc") / str(pid)
    try:
        resident = int((place / "statm").read_text(encoding="ascii").split()[1])
        yield Process(pid, role, resident * _PAGE, len(list((place / "fd").iterdir())))
    except OSError:
        return
