"""A clock that tests set."""

from dataclasses import dataclass
from datetime import UTC, datetime

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
DAY, NEXT = "2026-11-21", "2026-11-22"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


@dataclass
class SetClock:
    """Says what it was set to."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now

    def go_on(self, hours: float) -> None:
        """Moves, also backwards."""
        self.now += hours * 3600
