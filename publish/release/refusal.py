"""Since when something is refused, and why: a note in `private/`, until it is not."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.release.disk import write_private
from publish.words.json import read_json

REFUSED = "refused.json"
"""The note in `private/<dataset>/` of its publication."""
UNSENT = "unsent-{}.json"
"""The one there of its push to a destination."""
STOPPED = "stopped-{}.json"
"""The one in `private/` of a half of an update that stopped whole."""
KINDS: Mapping[int, str] = {3: "declaration", 4: "export", 5: "checks"}
"""What the public may know of a refusal, by exit code; all else is the site's own matter."""


@dataclass(frozen=True)
class Refusal:
    """The first day of a refusal, and its words; `again` where the run before said the same."""

    since: date
    why: str
    again: bool = False


def in_a_line(words: str) -> str:
    """The first of the lines of a refusal, and how many others there are."""
    first, *more = words.splitlines() or [""]
    return first.strip() + (f" (and {len(more)} more)" if more else "")


def kind(exit_code: int) -> str:
    """What a refusal is about, for the public."""
    return KINDS.get(exit_code, "site")


def remember_refusal(note: Path, why: str | None, today: date) -> Refusal | None:
    """Note what is refused today, or with None that nothing is any more.

    Since when it is, and whether it said so before; None too where a full disk forgets it.
    """
    with suppress(OSError):
        if why is not None:
            return _refused_since(note, why, today)
        note.unlink(missing_ok=True)
    return None


def _refused_since(note: Path, why: str, today: date) -> Refusal:
    before = read_refusal(note)
    since, again = (before.since, before.why == why) if before else (today, False)
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(note, json.dumps({"since": since.isoformat(), "why": why}) + "\n")
    return Refusal(since, why, again)


def read_refusal(note: Path) -> Refusal | None:
    """The refusal that stands; None where there is none, or where its note was lost."""
    try:
        tree = read_json(note)
        return Refusal(date.fromisoformat(tree["since"]), str(tree["why"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None
