"""What a backup that is put back may have lost: the people who asked to be forgotten since.

Every change of the releases, and every forgetting, counts one revision up, in private and in
public. Where the public side is ahead, what is private came from an older backup; that is noted in
`private/<dataset>/restored.json` until a person has gone through the requests made since. Until
then no table is published whose rows are somebody's: who left would be in it again.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from publish.declare.table import Table
from publish.errors import Problem
from publish.release.decisions import RESTORED, notice_older
from publish.words.json import read_json


def older_backup(private: Path, releases: Path, tables: Iterable[Table]) -> Iterator[Problem]:
    """What is told while people may have been forgotten whom the list does not name any more.

    A blocker where a table has contributors, of whom somebody may come back.
    """
    since = _since(private) or notice_older(releases, private)
    if since is not None:
        asked = any(one.contributor for one in tables)
        yield Problem(
            "older-backup",
            f"private/{private.name}/withdrawals.csv",
            f"what is private came from an older backup, which knew nothing after {since}: people "
            "who asked to be forgotten since then, or withdrew a table, a row or a consent, may be "
            "missing",
            f"run `fournil forget {private.name}` with those who asked since then, or with nobody "
            "(`< /dev/null`); who withdrew a part has to do so again, at /desk/me/leave",
            "blocker" if asked else "warning",
            private=True,
        )


def is_older(private: Path, releases: Path) -> bool:
    """Whether what is private came from an older backup, which nobody went through."""
    return (_since(private) or notice_older(releases, private)) is not None


def looked_through(private: Path) -> None:
    """A person went through the requests made since."""
    (private / RESTORED).unlink(missing_ok=True)


def _since(private: Path) -> str | None:
    try:
        return str(read_json(private / RESTORED)["since"])
    except FileNotFoundError:
        return None
    except (ValueError, LookupError, TypeError):
        # Half of it is as good as all: something was noticed.
        return "an unknown day"
