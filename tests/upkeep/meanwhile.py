"""Somebody who writes on while a backup is made."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def written_meanwhile(once: Callable[[], object]) -> Iterator[None]:
    """Writes again and again while the block lasts, and has begun."""
    over, begun = threading.Event(), threading.Event()

    def write() -> None:
        while not over.is_set():
            once()
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(30)
    try:
        yield
    finally:
        over.set()
        writer.join()
