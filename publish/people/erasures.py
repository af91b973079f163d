"""The line of the register for what a session erases, whole datasets or parts, until all is done.

What is done of it closes the line only once nothing waits; taken back, it is about that no more.
"""

import sqlite3
from collections.abc import Collection
from datetime import date

from publish.people.links import Asker
from publish.people.register import Outcome, closed_by_itself, entered, without

_WAITS = """SELECT dataset FROM leavings WHERE session = ?1
    UNION SELECT dataset FROM partings WHERE session = ?1"""


def erasure_asked(
    database: sqlite3.Connection, asker: Asker, datasets: Collection[str], language: str, day: date
) -> None:
    """Notes that a session erases datasets, or parts of them."""
    entered(database, "erasure", asker.session, datasets, language, day)


def erasure_taken_back(
    database: sqlite3.Connection, session: str, dataset: str, today: date
) -> None:
    """Notes that a session took back what waited of a dataset, where nothing of it waits."""
    waits = _waiting(database, session)
    if dataset in waits:
        return
    # What is left of it and waits no more was done before.
    some = without(database, "erasure", session, dataset)
    if not waits:
        outcome: Outcome = "erased in part" if some else "taken back"
        closed_by_itself(database, "erasure", session, outcome, today)


def erased(
    database: sqlite3.Connection, session: str, datasets: Collection[str], today: date
) -> None:
    """Notes that a session left whole datasets: the parts of these that wait are gone, too."""
    if not _waiting(database, session) - set(datasets):
        closed_by_itself(database, "erasure", session, "erased", today)


def erased_in_part(database: sqlite3.Connection, session: str, today: date) -> None:
    """Notes that what a session withdrew of datasets is done."""
    if not _waiting(database, session):
        closed_by_itself(database, "erasure", session, "erased in part", today)


def _waiting(database: sqlite3.Connection, session: str) -> set[str]:
    """The datasets of which something waits."""
    return {name for (name,) in database.execute(_WAITS, (session,))}
