"""Who asks in the running request, where it brings text of a stranger's that SQLite would run."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic

# Of all statements of one request together, in multiples of what one may take: a page of a table
# filtered by a pattern counts facets besides.
BUDGET, PATTERN_BUDGET = 2.0, 4.0


@dataclass
class Asker:
    """A request of a stranger's: its `client`, and whether the text is `sql` or only a pattern.

    An answer holds `cells` at most; those of tables have their own pages. `times` is how much
    longer than others its statements may take.

    Its statements run one after the other, however many a page makes, within one time.
    """

    client: str
    sql: bool
    cells: int | None = None
    times: float = 1.0
    spent: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def left(self, seconds: float) -> float:
        """The time of the next statement, which may take `seconds`; 0 when none is left."""
        budget = BUDGET if self.sql else PATTERN_BUDGET
        return max(0.0, min(seconds, budget * seconds - self.spent))

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Counts the time of the block."""
        begun = monotonic()
        try:
            yield
        finally:
            self.spent += monotonic() - begun


_asker: ContextVar[Asker | None] = ContextVar("asker", default=None)


def asker() -> Asker | None:
    """Who asks; None where only our own statements run, with values bound to them."""
    return _asker.get()


@contextmanager
def asked_by(who: Asker | None) -> Iterator[None]:
    """What runs in the block is asked by somebody; None: it is our own, whoever asks."""
    token = _asker.set(who)
    try:
        yield
    finally:
        _asker.reset(token)
