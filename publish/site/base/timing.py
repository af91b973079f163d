"""How long a statement may run."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

# SQLite's own steps between two looks at the clock, about 0.08 ms.
_STEPS = 1000


@contextmanager
def time_limit(
    connection: sqlite3.Connection,
    milliseconds: float,
    clock: Callable[[], float] = perf_counter,
) -> Iterator[None]:
    """Statements inside the block end with sqlite3.OperationalError, "interrupted", after a time.

    What takes longer than a look at the clock, such as one call of a function, runs on.
    """
    deadline = clock() + milliseconds / 1000
    with watched(connection, lambda: clock() >= deadline):
        yield


@contextmanager
def watched(connection: sqlite3.Connection, too_long: Callable[[], bool]) -> Iterator[None]:
    """Statements inside the block end as with a time limit, once `too_long` says so."""
    connection.set_progress_handler(too_long, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, _STEPS)


class Budget:
    """The CPU that the statements of one part of a page may take together.

    Of the processor and not of the clock: on a busy machine nothing is given up that costs little.
    """

    def __init__(self, milliseconds: float) -> None:
        self.seconds = milliseconds / 1000
