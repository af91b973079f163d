"""A worker's counting, from its start to its end: written every minute, and at the stop."""

import asyncio
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from publish.usage import store
from publish.usage.counter import Batch, Clock, Counter
from publish.usage.keys import Keys
from publish.usage.sketches import DAMAGED
from publish.usage.use import DAY_SECONDS, Use, day_of

EVERY_SECONDS = 60.0


class Usage:
    """What is used, of the site at `root`; nothing here fails or waits for a disk but `write`."""

    def __init__(self, root: Path, keys: Keys, clock: Clock = time.time) -> None:
        self._path, self._keys, self._clock = store.place(root), keys, clock
        self._counter = Counter(keys, clock)
        self._failing = False

    def count(self, use: Use, address: str, agent: str) -> None:
        """Counts a request for `use`, by whoever has this address, unless it is a crawler."""
        try:
            self._counter.count(use, address, agent)
        except OSError as error:
            self._complain(error)
            self._failing = True

    @asynccontextmanager
    async def written(self) -> AsyncIterator[None]:
        """Writes every minute while the block lasts, and at its end."""
        over = asyncio.Event()
        writing = asyncio.create_task(self._write_on(over))
        try:
            yield
        finally:
            over.set()
            await writing

    def write(self) -> None:
        """Writes what was counted; what cannot be written is kept for the next time."""
        batch = self._counter.take()
        self._note(batch, self._added(batch))

    async def _write_on(self, over: asyncio.Event) -> None:
        last = False
        while not last:
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), EVERY_SECONDS)
            last = over.is_set()
            self._forget()
            # A thread waits for the disk; what is counted meanwhile is another batch.
            batch = self._counter.take()
            self._note(batch, await asyncio.to_thread(self._added, batch))

    def _forget(self) -> None:
        """No key outlives its day by more than the time between two writes."""
        self._counter.rest()
        try:
            self._keys.forget(day_of(self._clock()))
        except OSError as error:
            self._complain(error)

    def _added(self, batch: Batch) -> Exception | None:
        try:
            store.add(self._path, batch, self._clock())
        except (OSError, sqlite3.Error, *DAMAGED) as error:
            return error
        return None

    def _note(self, batch: Batch, error: Exception | None) -> None:
        if error is not None:
            # A disk that stays full fills no memory: the day before is kept, and no other.
            self._counter.give_back(batch, since=day_of(self._clock() - DAY_SECONDS))
            self._complain(error)
        self._failing = error is not None

    def _complain(self, error: Exception) -> None:
        """Says it once, until it is over."""
        if not self._failing:
            sys.stderr.write(
                f"warning: {self._path}: what the site is used for cannot be written ({error}); "
                "it is tried again every minute, and visitors notice nothing\n"
            )
