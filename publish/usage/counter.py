"""Counts uses in memory: how many requests, and a sketch of how many visitors of the day.

A visitor of a feature is a digest of a connection under the day's key: it is put into the sketch
(HyperLogLog) and forgotten. Another browser makes nobody another visitor: all may say anything.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from publish.usage.connection import connection
from publish.usage.crawlers import Crawlers
from publish.usage.keys import Key, Keys
from publish.usage.sketches import Sketch, keyed
from publish.usage.use import CRAWLERS, DAY_SECONDS, Use, day_of

Clock = Callable[[], float]


class Slot(NamedTuple):
    """A day, the key that its visitors were digested with, and what they used."""

    day: str
    key: str
    use: Use


@dataclass
class Tally:
    """Requests, and the sketch of who asked; none of crawlers."""

    actions: int = 0
    sketch: Sketch | None = None

    def add(self, other: "Tally") -> None:
        """Takes in what was counted of the same slot elsewhere."""
        self.actions += other.actions
        self.sketch = self.sketch.united(other.sketch) if self.sketch else other.sketch


Batch = Mapping[Slot, Tally]


class Counter:
    """What one worker counted since it last wrote."""

    def __init__(
        self, keys: Keys, clock: Clock = time.time, is_crawler: Callable[[str], bool] | None = None
    ) -> None:
        self._keys, self._clock = keys, clock
        self._is_crawler = is_crawler or Crawlers()
        self._tallies: dict[Slot, Tally] = {}
        self._number: int | None = None
        self._day, self._key = "", Key("", bytearray())

    def count(self, use: Use, address: str, agent: str) -> None:
        """Counts a request for `use`, by whoever has this address, unless it is a crawler."""
        number = self._today()
        if number != self._number:
            self._turn(number)
        if self._is_crawler(agent):
            self._tally(CRAWLERS).actions += 1
            return
        tally = self._tally(use)
        tally.actions += 1
        if tally.sketch is None:
            tally.sketch = Sketch()
        tally.sketch.add(self._digest(use, address))

    def take(self) -> Batch:
        """All that was counted since; none of it stays here."""
        taken, self._tallies = self._tallies, {}
        return taken

    def give_back(self, batch: Batch, since: str) -> None:
        """Takes in again what could not be written, of `since` and later days."""
        for slot, tally in batch.items():
            if slot.day >= since:
                self._tallies.setdefault(slot, Tally()).add(tally)

    def rest(self) -> None:
        """Forgets the key of a day that is over, though nobody came since."""
        if self._number != self._today():
            self._key.wipe()
            self._number = None

    def _today(self) -> int:
        return int(self._clock() // DAY_SECONDS)

    def _turn(self, number: int) -> None:
        """Begins another day, a later one or (where the clock was set) an earlier one."""
        day = day_of(number * DAY_SECONDS)
        # First the key: without it nothing is counted, least of all under that of another day.
        key = self._keys.of(day)
        self._key.wipe()
        self._key = key
        self._number, self._day = number, day

    def _tally(self, use: Use) -> Tally:
        slot = Slot(self._day, self._key.id, use)
        found = self._tallies.get(slot)
        if found is None:
            found = self._tallies[slot] = Tally()
        return found

    def _digest(self, use: Use, address: str) -> int:
        # Another one for each use: sketches do not tell what else the same visitor used.
        said = connection(address) + "\0".join(use).encode()
        return keyed(said, self._key.secret)
