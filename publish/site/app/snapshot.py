"""The databases as a request saw them first, whatever is attached or taken away meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any


class Snapshot(dict[str, Any]):
    """Database name -> Database; `uses` counts the requests that look at it.

    The catalog of tables is not part of it and may already name a dataset that came later:
    such a name is looked up in the live view.
    """

    def __init__(self, *arguments: Any, live: Callable[[], "Snapshot"] | None = None) -> None:
        super().__init__(*arguments)
        self.uses = 0
        self.live = live

    def __missing__(self, name: str) -> Any:
        current = self.live() if self.live else self
        if current is self or name not in current:
            raise KeyError(name)
        return current[name]

    def copy(self) -> "Snapshot":
        """A view that can be changed without anybody noticing."""
        return Snapshot(self, live=self.live)


_pinned: ContextVar[Snapshot | None] = ContextVar("pinned", default=None)


def pinned() -> Snapshot | None:
    """The view of the request that is running, if one is."""
    return _pinned.get()


@contextmanager
def pin(snapshot: Snapshot) -> Iterator[None]:
    """Keeps `snapshot` as the view of what runs inside the block."""
    snapshot.uses += 1
    token = _pinned.set(snapshot)
    try:
        yield
    finally:
        _pinned.reset(token)
        snapshot.uses -= 1
