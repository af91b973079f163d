"""What is read or made once, until what it comes from is another."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from publish.site.base.site import Database

Found = TypeVar("Found")


def once_per_file(read: Callable[[Path], Found]) -> Callable[[Path], Found]:
    """`read`, which reads a file, done again only when the file was replaced.

    Raises OSError where there is no file.
    """

    @lru_cache(maxsize=1024)
    def known(path: Path, *_: int) -> Found:
        return read(path)

    @wraps(read)
    def found(path: Path) -> Found:
        stat = path.stat()
        return known(path, stat.st_ino, stat.st_mtime_ns, stat.st_size)

    return found


def once_per_release(make: Callable[[Database], Found]) -> Callable[[Database], Found]:
    """`make`, done once for the open database of a release, which never changes."""
    known: WeakKeyDictionary[Database, Found] = WeakKeyDictionary()

    @wraps(make)
    def found(database: Database) -> Found:
        if database not in known:
            known[database] = make(database)
        return known[database]

    return found


Answer = Sequence[tuple[Any, ...]]


class Kept:
    """What statements gave, at most so many rows: what nobody asked for longest goes first.

    A statement counts as ten rows itself; one that gives more than a twentieth is not kept.
    """

    def __init__(self, most: int = 100_000) -> None:
        self._most, self._rows = most, 0
        self._known: OrderedDict[tuple[str, str], Answer] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: tuple[str, str]) -> Answer | None:
        """The rows of a statement in a file, None where they are not known."""
        if key in self._known:
            self._known.move_to_end(key)
        return self._known.get(key)

    def keep(self, key: tuple[str, str], rows: Answer) -> None:
        """Keeps the rows of a statement that is not known yet."""
        if len(rows) * 20 > self._most:
            return
        self._known[key] = rows
        self._rows += 10 + len(rows)
        while self._rows > self._most:
            self._rows -= 10 + len(self._known.popitem(last=False)[1])
