"""Since when a dataset is refused, and why: `private/<dataset>/refused.json`, until it is not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.release.disk import write_private
from publish.words.json import read_json

NAME = "refused.json"
KINDS: Mapping[int, str] = {3: "declaration", 4: "export", 5: "checks"}
"""What the public may know of a refusal, by exit code; all else is the site's own matter."""


@dataclass(frozen=True)
class Refusal:
    """The first day of a refusal, and its words; `again` where the run before said the same."""

    since: date
    why: str
    again: bool = False


def kind(exit_code: int) -> str:
    """What a refusal is about, for the public."""
    return KINDS.get(exit_code, "site")


def refused_since(folder: Path, why: str, today: date) -> Refusal:
    """Note that a dataset is refused today; since when it is, and whether it said so before."""
    before = read_refusal(folder)
    found = Refusal(
        before.since if before else today, why, before is not None and before.why == why
    )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    noted = {"since": found.since.isoformat(), "why": why}
    write_private(folder / NAME, json.dumps(noted) + "\n")
    return found


def no_refusal(folder: Path) -> None:
    """Note that a dataset is refused no more."""
    (folder / NAME).unlink(missing_ok=True)


def read_refusal(folder: Path) -> Refusal | None:
    """The refusal that stands; None where there is none, or where its note was lost."""
    try:
        tree = read_json(folder / NAME)
        return Refusal(date.fromisoformat(tree["since"]), str(tree["why"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None
