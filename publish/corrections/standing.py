"""How the desk stands: what waits, since when, and which corrections need a person."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.live import publishing

_WAITING = "SELECT count(*), min(received) FROM proposals WHERE state = 'open'"
_CONFLICTS = "SELECT count(*) FROM corrections WHERE state = 'conflict'"


@dataclass(frozen=True)
class Standing:
    """How many proposals wait, the day of the oldest, and how many corrections the export met."""

    waiting: int
    since: date | None
    conflicts: int

    def __str__(self) -> str:
        wait = f"{self.waiting} {'proposal waits' if self.waiting == 1 else 'proposals wait'}"
        since = f", the oldest since {self.since}" if self.since else ""
        met = "1 conflict" if self.conflicts == 1 else f"{self.conflicts} conflicts"
        return f"{wait}{since}; {met}"


def standing(path: Path) -> Standing | None:
    """How it stands; None before anything was said. Raises DeskError."""
    if not desk_file.there(path):
        return None
    with publishing(path) as database:
        waiting, since = database.execute(_WAITING).fetchone()
        [conflicts] = database.execute(_CONFLICTS).fetchone()
    return Standing(waiting, date.fromisoformat(since) if since else None, conflicts)
