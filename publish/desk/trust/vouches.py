"""Vouches: one member's word for another, which counts once the other accepted it.

Who vouched for whom is for the two alone: nothing here lists pairs for anybody else.
"""

import sqlite3
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file
from publish.desk.days import DAY_SECONDS, day_of
from publish.desk.people_file import writing
from publish.desk.trust.terms import STOCK
from publish.errors import DeskError

PACE_SECONDS = 5 * DAY_SECONDS
"""Between two vouches that a member offers."""
LASTING_SECONDS = 730 * DAY_SECONDS
Why = Literal["nobody", "self", "already", "stock", "pace"]

_LIVE = "ended IS NULL AND expires > :now"
# What is over, and too long ago to limit the next one, is forgotten.
_FORGOTTEN = f"""DELETE FROM vouches
    WHERE NOT ({_LIVE}) AND giver = :giver AND offered <= :now - {PACE_SECONDS}"""  # noqa: S608
_GIVEN = f"""SELECT count(*) FILTER (WHERE {_LIVE}) AS live, max(offered) AS last,
    count(*) FILTER (WHERE {_LIVE} AND receiver = :receiver) AS same
    FROM vouches WHERE giver = :giver"""  # noqa: S608
_OFFERED = f"""INSERT INTO vouches (giver, receiver, offered, expires)
    VALUES (:giver, :receiver, :now, :now + {LASTING_SECONDS})"""  # noqa: S608
_LISTED = """SELECT v.id, m.name, v.offered, v.accepted, v.expires
    FROM vouches AS v JOIN members AS m ON m.id = v.{other}
    WHERE v.{mine} = :member AND ended IS NULL AND expires > :now ORDER BY v.id"""
_ENDED = f"UPDATE vouches SET ended = :now WHERE id = :number AND {_LIVE}"  # noqa: S608


class Unvouched(DeskError):
    """Why a vouch is not taken; `day` is when the next one may be offered, where that is it."""

    def __init__(self, why: Why, words: str, day: str = "") -> None:
        super().__init__(words)
        self.why, self.day = why, day


class Vouch(NamedTuple):
    """A live vouch as one of the two sees it: the other's name; times in seconds since 1970."""

    number: int
    name: str
    offered: int
    accepted: int | None
    expires: int


def vouch(path: Path, giver: str, name: str, now: int) -> None:
    """Offers a vouch of the member with the id `giver` to the member of a name; raises DeskError.

    It counts when they accept it.
    """
    with writing(path) as database:
        found = database.execute("SELECT id FROM members WHERE name = ?", (name,)).fetchone()
        if found is None:
            raise Unvouched("nobody", f"there is no member {name!r}")
        both = {"giver": giver, "receiver": found["id"], "now": now}
        database.execute(_FORGOTTEN, both)
        _check(database.execute(_GIVEN, both).fetchone(), both["giver"] == both["receiver"], now)
        database.execute(_OFFERED, both)


def _check(given: sqlite3.Row, is_self: bool, now: int) -> None:
    if is_self:
        raise Unvouched("self", "nobody vouches for themselves")
    if given["same"]:
        raise Unvouched("already", "this vouch was offered already, and lives")
    if given["live"] >= STOCK:
        raise Unvouched(
            "stock", f"{STOCK} live vouches are the most: one is to be taken back first"
        )
    if given["last"] is not None and now < (next := given["last"] + PACE_SECONDS):
        # The day after, on which it is allowed from its first second on.
        day = day_of(next + DAY_SECONDS - 1).isoformat()
        raise Unvouched("pace", f"one vouch in 5 days: the next may be offered from {day} on", day)


def given(path: Path, member: str, now: int) -> list[Vouch]:
    """The live vouches that a member gave, also those that nobody accepted yet."""
    return _listed(path, _LISTED.format(other="receiver", mine="giver"), member, now)


def received(path: Path, member: str, now: int) -> list[Vouch]:
    """The live vouches that a member was given, also those that they did not accept yet."""
    return _listed(path, _LISTED.format(other="giver", mine="receiver"), member, now)


def _listed(path: Path, asked: str, member: str, now: int) -> list[Vouch]:
    with desk_file.reading(path) as database:
        return [Vouch(*row) for row in database.execute(asked, {"member": member, "now": now})]


def accept(path: Path, member: str, number: int, now: int) -> bool:
    """Accepts a vouch that was offered to a member; False where none waits."""
    asked = f"""UPDATE vouches SET accepted = :now
        WHERE id = :number AND receiver = :member AND accepted IS NULL AND {_LIVE}"""  # noqa: S608
    return _changed(path, asked, member, number, now)


def decline(path: Path, member: str, number: int, now: int) -> bool:
    """Declines it; False where none waits."""
    return _changed(
        path, f"{_ENDED} AND receiver = :member AND accepted IS NULL", member, number, now
    )


def take_back(path: Path, member: str, number: int, now: int) -> bool:
    """Ends a vouch that a member gave; False where none lives."""
    return _changed(path, f"{_ENDED} AND giver = :member", member, number, now)


def _changed(path: Path, asked: str, member: str, number: int, now: int) -> bool:
    with writing(path) as database:
        row = {"member": member, "number": number, "now": now}
        return database.execute(asked, row).rowcount == 1
