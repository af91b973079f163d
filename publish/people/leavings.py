"""Requests to leave: a line of the desk for each dataset, until the bakehouse has done it."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from publish.corrections import desk_file
from publish.people.clock import day_of
from publish.people.erasures import erased, erasure_asked, erasure_taken_back
from publish.people.links import Asker

# What is asked twice is asked once.
_NEW = "INSERT OR IGNORE INTO leavings (session, who, dataset, asked) VALUES (?, ?, ?, ?)"
_MINE = "SELECT dataset FROM leavings WHERE session = ? ORDER BY dataset"
_BACK = "DELETE FROM leavings WHERE session = ? AND dataset = ?"
_WAITING = "SELECT id, who, dataset FROM leavings ORDER BY id"
_DONE = "DELETE FROM leavings WHERE id = ?"
_SESSION = "SELECT session, dataset FROM leavings WHERE id = ?"
_NAMELESS = "UPDATE proposals SET contributor = '' WHERE id = ?"


class Leaving(NamedTuple):
    """Somebody, sealed, who asks to leave a dataset."""

    id: int
    who: str
    dataset: str


def leave(
    path: Path, asker: Asker, datasets: Sequence[str], now: int, language: str = "fr"
) -> None:
    """Takes the request; those of the datasets that are not the asker's are left out.

    It enters the register too, whose letter is in a `language`.
    """
    mine = [name for name in datasets if name in asker.datasets]
    with desk_file.writing(path) as database:
        rows = [(asker.session, asker.who, name, now) for name in mine]
        database.executemany(_NEW, rows)
        if rows:
            erasure_asked(database, asker, mine, language, day_of(now))


def take_back(path: Path, asker: Asker, dataset: str, now: int) -> bool:
    """Ends a request of this session; False where the bakehouse has done it, or there was none."""
    with desk_file.writing(path) as database:
        ended = database.execute(_BACK, (asker.session, dataset)).rowcount > 0
        if ended:
            erasure_taken_back(database, asker.session, dataset, day_of(now))
        return ended


def asked_in(path: Path, asker: Asker) -> list[str]:
    """The datasets that this session asked to leave, and that the bakehouse has not come to."""
    with desk_file.reading(path) as database:
        return [name for (name,) in database.execute(_MINE, (asker.session,))]


def waiting_to_leave(path: Path) -> list[Leaving]:
    """Every request that is not done, the oldest first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [Leaving(*row) for row in database.execute(_WAITING)]


def done(path: Path, ids: Sequence[int], proposals: Sequence[int], now: int) -> None:
    """Deletes requests that are done, and of proposals who it was that made them."""
    with desk_file.writing(path) as database:
        found = [row for id in ids if (row := database.execute(_SESSION, (id,)).fetchone())]
        database.executemany(_DONE, [(id,) for id in ids])
        for session in {row["session"] for row in found}:
            left = [row["dataset"] for row in found if row["session"] == session]
            erased(database, session, left, day_of(now))
        database.executemany(_NAMELESS, [(id,) for id in proposals])
    desk_file.empty_log(path)
