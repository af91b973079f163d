"""The register of requests: what people ask by the GDPR, since when, until when, and what became.

Nobody's name stands in it: `reference` says where a letter is filed. A line is deleted a year after
it was closed.
"""

import json
import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from publish.corrections import desk_file
from publish.corrections.live import publishing
from publish.corrections.log import Act, note
from publish.corrections.proposals import SHELL
from publish.errors import DeskError
from publish.people.deadlines import is_over, last_day
from publish.words.unseen import has_unseen

Kind = Literal["access", "portability", "rectification", "erasure", "objection"]
Way = Literal["desk", "mail", "post", "other"]
Outcome = Literal[
    "given", "corrected", "erased", "erased in part", "stopped", "nothing", "refused", "taken back"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
WAYS: tuple[Way, ...] = get_args(Way)[1:]
"""How a request may come that does not enter by itself."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
MOST_WHY, MOST_REFERENCE = 1000, 40
# An e-mail address does not fit.
_REFERENCE = re.compile(rf"[\w .,/#-]{{0,{MOST_REFERENCE}}}")
_NEW = """INSERT INTO register (kind, way, received, language, reference, source, datasets)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
_LISTED = "SELECT * FROM register ORDER BY closed IS NOT NULL, received, id"
_ONE = "SELECT * FROM register WHERE id = ?"
_THERE = "SELECT id, datasets FROM register WHERE source = ? AND kind = ? AND closed IS NULL"
_ABOUT = "UPDATE register SET datasets = ? WHERE id = ?"
_CLOSED = "UPDATE register SET closed = ?, outcome = ?, why = ?, source = '' WHERE id = ?"
_CLOSED_BY = """UPDATE register SET closed = ?, outcome = ?, source = ''
    WHERE source = ? AND kind = ? AND closed IS NULL"""
_EXTENDED = "UPDATE register SET extended = ?, why = ? WHERE id = ?"
_DONE = "SELECT id, closed FROM register WHERE closed IS NOT NULL"
_GONE = ("DELETE FROM register WHERE id = ?", "DELETE FROM notices WHERE request = ?")
# Of SQLite; a longer one is not asked for.
_MOST_NUMBER = 2**63 - 1
_LIST = "`fournil people requests` lists them"


@dataclass(frozen=True)
class Noted:
    """A request; `why` are the reasons of its extension, or of its answer once it is closed."""

    number: int
    kind: Kind
    way: Way
    received: date
    language: str
    reference: str = ""
    extended: date | None = None
    closed: date | None = None
    outcome: Outcome | None = None
    why: str = ""
    datasets: tuple[str, ...] = ()
    """What it is about; nothing is all of them."""

    @property
    def due(self) -> date:
        """Its last day."""
        return last_day(self.received, extended=self.extended is not None)

    def days_left(self, today: date) -> int:
        """How many days are left until its last one; fewer than none where it is late."""
        return (self.due - today).days

    def may_extend(self, today: date) -> bool:
        """Whether its first month still runs: later nobody may say that it takes longer."""
        return not self.closed and not self.extended and self.days_left(today) >= 0


def listed(path: Path) -> list[Noted]:
    """All requests, the open ones first, the oldest first; raises DeskError."""
    if not desk_file.there(path):
        return []
    with publishing(path) as database:
        return [_noted(row) for row in database.execute(_LISTED)]


def one_of(path: Path, number: int) -> Noted:
    """The request of a number; raises DeskError."""
    found = next((one for one in listed(path) if one.number == number), None)
    if found is None:
        raise _nobody(number)
    return found


def note_request(
    path: Path,
    kind: Kind,
    way: Way,
    received: date,
    today: date,
    *,
    language: str = "fr",
    reference: str = "",
    datasets: Collection[str] = (),
    by: str = SHELL,
) -> int:
    """The number of a request that came by letter or otherwise; raises DeskError."""
    if received > today:
        raise DeskError(f"{received}: a request is received today, {today}, or earlier")
    if not _REFERENCE.fullmatch(reference):
        raise DeskError(
            f"{reference!r}: a reference says where the letter is filed, in {MOST_REFERENCE} "
            "letters, digits, blanks and .,/#- at most; names and addresses stay there"
        )
    with desk_file.writing(path) as database:
        row = (kind, way, received.isoformat(), language, reference, "", _listing(datasets))
        number = int(database.execute(_NEW, row).lastrowid or 0)
        _log(database, "request noted", number, by, today)
    return number


def close(
    path: Path, number: int, outcome: Outcome, why: str, today: date, by: str = SHELL
) -> None:
    """Notes what became of a request; raises DeskError."""
    if outcome == "refused" and not why:
        raise DeskError(f"request {number}: a refusal gives its reasons (GDPR, art. 12 (4))")
    with desk_file.writing(path) as database:
        _open(database, number, today)
        database.execute(_CLOSED, (today.isoformat(), outcome, _reasons(why), number))
        _log(database, "request closed", number, by, today)


def extend(path: Path, number: int, why: str, today: date, by: str = SHELL) -> None:
    """Gives a request two months more, for reasons; raises DeskError."""
    if not why:
        raise DeskError(
            f"request {number}: two months more need reasons "
            "(GDPR, art. 12 (3)); give them as `--why TEXT`"
        )
    with desk_file.writing(path) as database:
        one = _open(database, number, today)
        if one.extended:
            raise DeskError(
                f"request {number} was extended on {one.extended}; that is possible once"
            )
        if not one.may_extend(today):
            raise DeskError(
                f"request {number}: its month ended on {one.due}, and only within it may be said "
                "that it takes longer; answer it now"
            )
        database.execute(_EXTENDED, (today.isoformat(), _reasons(why), number))
        _log(database, "request extended", number, by, today)


def entered(
    database: sqlite3.Connection,
    kind: Kind,
    source: str,
    datasets: Collection[str],
    language: str,
    today: date,
) -> None:
    """Notes a request made at the desk; asked again from the same `source`, its clock runs on."""
    there = database.execute(_THERE, (source, kind)).fetchone()
    if there:
        known = json.loads(there["datasets"])
        database.execute(_ABOUT, (_listing({*known, *datasets}), there["id"]))
    else:
        row = (kind, "desk", today.isoformat(), language, "", source, _listing(datasets))
        database.execute(_NEW, row)


def without(database: sqlite3.Connection, kind: Kind, source: str, dataset: str) -> Sequence[str]:
    """What an open request is still about, once a dataset of it was taken back."""
    there = database.execute(_THERE, (source, kind)).fetchone()
    left = [one for one in json.loads(there["datasets"]) if one != dataset] if there else []
    if there:
        database.execute(_ABOUT, (_listing(left), there["id"]))
    return left


def closed_by_itself(
    database: sqlite3.Connection, kind: Kind, source: str, outcome: Outcome, today: date
) -> None:
    """Closes what came from a source; what a maintainer closed already stays so."""
    database.execute(_CLOSED_BY, (today.isoformat(), outcome, source, kind))


def end_what_was_kept(database: sqlite3.Connection, today: date) -> None:
    """Deletes the requests that were closed a year ago."""
    done = database.execute(_DONE).fetchall()
    gone = [(row["id"],) for row in done if is_over(date.fromisoformat(row["closed"]), today)]
    for statement in _GONE:
        database.executemany(statement, gone)


def _open(database: sqlite3.Connection, number: int, today: date) -> Noted:
    row = database.execute(_ONE, (number,)).fetchone() if number <= _MOST_NUMBER else None
    if row is None:
        raise _nobody(number)
    one = _noted(row)
    if today < one.received:
        raise DeskError(
            f"request {number} came on {one.received}: nothing became of it by {today} already"
        )
    if one.closed:
        raise DeskError(f"request {number} was closed on {one.closed}: {one.outcome}")
    return one


def _nobody(number: int) -> DeskError:
    return DeskError(f"there is no request {number}; {_LIST}")


def _reasons(why: str) -> str:
    if len(why) > MOST_WHY or has_unseen(why):
        raise DeskError(f"the reasons have {MOST_WHY} letters at most, and none that is not seen")
    return why


def _log(database: sqlite3.Connection, act: Act, number: int, by: str, today: date) -> None:
    note(database, act, f"request {number}", by, today)


def _noted(row: sqlite3.Row) -> Noted:
    extended, closed = (
        date.fromisoformat(row[name]) if row[name] else None for name in ("extended", "closed")
    )
    return Noted(
        row["id"],
        row["kind"],
        row["way"],
        date.fromisoformat(row["received"]),
        row["language"],
        row["reference"],
        extended,
        closed,
        row["outcome"],
        row["why"],
        tuple(json.loads(row["datasets"])),
    )


def _listing(datasets: Collection[str]) -> str:
    return json.dumps(sorted(datasets))
