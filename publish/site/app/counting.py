"""What pages count of a release: once for all who ask, within what a page may take, and kept."""

import sqlite3
from asyncio import FIRST_COMPLETED, Future, Task, create_task, get_running_loop, wait
from collections.abc import Callable
from functools import partial
from threading import Lock
from time import monotonic, thread_time
from typing import Any, NamedTuple

from publish.figures.asking import Lines, Query
from publish.site.app.refused import Interrupted
from publish.site.base.timing import Budget, watched

# What took too long is not begun again for so long.
AGAIN_SECONDS, MOST_LATE = 60.0, 1_000
# Seconds of CPU of what is finished though its page does not wait; one such count of a worker runs.
LONGEST = 10.0
_OVERTIME = Lock()
Ask = Callable[[sqlite3.Connection, Query], Lines]


class _Count(NamedTuple):
    """A count that runs; `over` is done once it took what the page that began it may take."""

    task: Task[Lines]
    over: Future[None]


class Counts:
    """The counts of one database.

    One over a whole table is finished and kept: every page of the table asks for it. Others end
    with their page.
    """

    def __init__(self, execute: Callable[..., Any], keep: Callable[[Query, Lines], None], ask: Ask):
        self._execute, self._keep, self._ask = execute, keep, ask
        self._running: dict[str, _Count] = {}
        self._late: dict[str, tuple[float, float]] = {}

    async def rows(self, query: Query, budget: Budget, whole: bool) -> Lines:
        """The rows of a query, which who asks for them meanwhile is given too.

        Raises Interrupted; what was finished by then is kept.
        """
        count = self._running.get(query.key) or self._begun(query, budget, whole)
        await wait(count, return_when=FIRST_COMPLETED)
        if count.task.done():
            return count.task.result()
        raise _interrupted(query)

    def _begun(self, query: Query, budget: Budget, whole: bool) -> _Count:
        """Does not begin what cannot end, or did not a moment ago; raises Interrupted."""
        tried, until = self._late.get(query.key, (0.0, 0.0))
        if budget.seconds <= 0 or (budget.seconds <= tried and monotonic() < until):
            raise _interrupted(query)
        over = get_running_loop().create_future()
        count = _Count(create_task(self._count(query, budget, whole, over)), over)
        self._running[query.key] = count
        count.task.add_done_callback(partial(self._done, query))
        return count

    async def _count(self, query: Query, budget: Budget, whole: bool, over: Future[None]) -> Lines:
        allowed, loop = budget.seconds, get_running_loop()

        def gives_up() -> None:
            budget.seconds = 0
            over.set_result(None)

        def told() -> None:
            loop.call_soon_threadsafe(gives_up)

        try:
            found: Lines
            found, took = await self._execute(
                partial(_counted, self._ask, query, allowed, whole, told)
            )
        except sqlite3.OperationalError as error:
            if error.args != ("interrupted",):
                raise
            if len(self._late) >= MOST_LATE:
                self._late.clear()
            self._late[query.key] = (allowed, monotonic() + AGAIN_SECONDS)
            budget.seconds = 0
            raise _interrupted(query, error) from None
        budget.seconds = max(0.0, budget.seconds - took)
        self._keep(query, found)
        return found

    def _done(self, query: Query, counting: Task[Lines]) -> None:
        del self._running[query.key]
        # Looked at here too: who asked may be gone.
        if not counting.cancelled():
            counting.exception()


def _counted(
    ask: Ask,
    query: Query,
    allowed: float,
    whole: bool,
    told: Callable[[], None],
    connection: sqlite3.Connection,
) -> tuple[Lines, float]:
    """The rows, and the CPU that they took; tells once that this is more than is allowed."""
    begun, overtime = thread_time(), False

    def too_long() -> bool:
        nonlocal overtime
        took = thread_time() - begun
        if took < allowed:
            return False
        if not overtime and whole and _OVERTIME.acquire(blocking=False):
            overtime = True
            told()
        return not overtime or took >= LONGEST

    try:
        with watched(connection, too_long):
            rows = [tuple(row) for row in ask(connection, query)]
        return rows, thread_time() - begun
    finally:
        if overtime:
            _OVERTIME.release()


def _interrupted(query: Query, error: sqlite3.OperationalError | None = None) -> Interrupted:
    return Interrupted(
        error or sqlite3.OperationalError("interrupted"), query.sql, query.parameters
    )
