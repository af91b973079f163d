"""What a backup that is put back may have lost: the people who asked to be forgotten since.

Every change of the releases, and every forgetting, counts one revision up, in private and in
public. Where the public side is ahead, what is private came from an older backup; that is noted in
`private/<dataset>/restored.json` until a person has gone through the requests made since.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from publish.errors import Problem
from publish.release.decisions import last_known
from publish.release.disk import write_private
from publish.words.json import read_json

NAME = "restored.json"


def older_backup(private: Path, releases: Path) -> Iterator[Problem]:
    """A warning while people may have been forgotten whom the list does not name any more."""
    since = _since(private) or _noticed(private, releases)
    if since is not None:
        yield Problem(
            "older-backup",
            f"private/{private.name}/withdrawals.csv",
            f"what is private came from an older backup, which knew nothing after {since}: people "
            "who asked to be forgotten since then, or withdrew a table, a row or a consent, may be "
            "missing",
            f"run `fournil forget {private.name}` with those who asked since then, or with nobody; "
            "who withdrew a part has to do so again, at /desk/me/leave",
            "warning",
        )


def looked_through(private: Path) -> None:
    """A person went through the requests made since."""
    (private / NAME).unlink(missing_ok=True)


def _noticed(private: Path, releases: Path) -> str | None:
    known = last_known(releases, private)
    if known is None:
        return None
    since = known.isoformat() if known > date.min else "its first release"
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(private / NAME, json.dumps({"since": since}) + "\n")
    return since


def _since(private: Path) -> str | None:
    try:
        return str(read_json(private / NAME)["since"])
    except FileNotFoundError:
        return None
    except (ValueError, LookupError, TypeError):
        # Half of it is as good as all: something was noticed.
        return "an unknown day"
