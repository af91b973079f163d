"""How often one address may ask the desk, remembered in this process alone."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

MOST_CLIENTS = 10_000


@dataclass
class Rate:
    """A bucket of `burst` for each client, in which one more stands every `seconds`."""

    burst: float
    seconds: float
    now: Callable[[], float] = monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, client: str) -> float:
        """Takes one; the seconds until there is one, 0 where there is."""
        now = self.now()
        left, then = self._left.pop(client, (self.burst, now))
        left = min(self.burst, left + (now - then) / self.seconds)
        enough = left >= 1
        self._left[client] = (left - 1 if enough else left, now)
        if len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if enough else (1 - left) * self.seconds
