"""What a replica remembers of the store that it follows, and how long that has been silent."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from publish.words.json import read_json

STATE = ".followed.json"
SILENT_AFTER = timedelta(days=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class State:
    """What a replica remembers: the last statement seen, the last whose withdrawals were done.

    `whole` is the digest of the last list of which everything is here.
    """

    seen: datetime = _NEVER
    followed: datetime = _NEVER
    whole: str = ""


def read_state(releases: Path) -> State:
    """What is remembered; nothing where it was lost."""
    try:
        tree = read_json(releases / STATE)
        seen, followed = (datetime.fromisoformat(tree[key]) for key in ("seen", "followed"))
        return State(seen, followed, str(tree["whole"]))
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def silence(releases: Path, now: datetime) -> timedelta:
    """How long ago the store signed what is served here."""
    followed = read_state(releases).followed
    return now - followed
