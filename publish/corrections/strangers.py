"""Proposals that nobody vouches for: not the same twice, and a bound on each day."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from publish.corrections import desk_file
from publish.corrections.proposals import Edit, Kind, edits_in, key_text, propose_in
from publish.errors import DeskError

_WAITING = """SELECT changes FROM proposals
    WHERE dataset = ? AND "table" = ? AND key = ? AND kind = ? AND state = 'open'"""
# What members send is bounded by their rights.
_OF_DAY = "SELECT count(*) FROM proposals WHERE received = ? AND by = ''"
_HANDED_OVER = "UPDATE proposals SET contributor = ? WHERE id = ?"
_ANSWERED = "INSERT INTO hearers (proposal, address, language, received) VALUES (?, ?, ?, ?)"


class Answer(NamedTuple):
    """Who wants to hear of the outcome: a sealed address, and their language."""

    address: str
    language: str


class FullDay(DeskError):
    """So much was proposed on a day that no more is taken."""


def propose_once(
    path: Path,
    cell: tuple[str, str, Sequence[str]],
    edits: Mapping[str, Edit],
    *,
    why: str,
    evidence: str,
    day: date,
    most: int,
    title: str = "",
    kind: Kind = "edit",
    answer: Answer | None = None,
    contributor: str = "",
    by: str = "",
) -> int | None:
    """The number of a new proposal as `propose` makes it; None where the very same waits already.

    Raises FullDay where `most` came on that day from visitors, and it is one of theirs. Of two
    that are sent at once one is taken.
    `contributor` is who proposes, sealed, where a service handed them over; `by` a member's id.
    """
    dataset, table, key = cell
    told = (why, evidence, day.isoformat(), by, title, kind)
    with desk_file.writing(path) as database:
        waiting = database.execute(_WAITING, (dataset, table, key_text(key), kind)).fetchall()
        if any(edits_in(one["changes"]) == edits for one in waiting):
            return None
        [came] = database.execute(_OF_DAY, (day.isoformat(),)).fetchone()
        if not by and came >= most:
            raise FullDay(f"{came} proposals came today, and {most} are taken in a day")
        number = propose_in(database, cell, edits, told)
        if contributor:
            database.execute(_HANDED_OVER, (contributor, number))
        if answer is not None:
            database.execute(_ANSWERED, (number, *answer, day.isoformat()))
        return number
