"""Who wants news by mail: asked for by anyone, begun by whoever holds the link, ended by one click.

Of an address that is not confirmed nothing is told, and nothing is sent but its one link.
"""

import hmac
import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from publish.corrections import desk_file
from publish.desk.days import DAY_SECONDS
from publish.desk.mail import outbox
from publish.desk.mail.addresses import sealed, take_turn, unsealed, who
from publish.desk.people_file import writing
from publish.errors import DeskError

ASKED_SECONDS = 2 * DAY_SECONDS
_OF_DAY = "SELECT count(*) FROM news_asked WHERE expires > ?"
_ASKED = """INSERT INTO news_asked (id, address, datasets, language, expires)
    VALUES (?, ?, ?, ?, ?)"""
_BEGUN = """INSERT INTO subscribers (address, datasets, language, secret, since)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (address)
    DO UPDATE SET datasets = excluded.datasets, language = excluded.language"""


class FullDay(DeskError):
    """So many asked for news on a day that no more are written to."""


@dataclass(frozen=True)
class Numbers:
    """How many get news: of all datasets, by dataset, and how many did not confirm yet."""

    subscribers: int
    of_all: int
    by_dataset: dict[str, int]
    asked: int


def ask(
    path: Path,
    key: bytes,
    address: str,
    datasets: Sequence[str],
    language: str,
    now: int,
    most: int,
) -> None:
    """Writes a link to an address, if its mailbox got no mail of this kind within a day.

    The same whether the address has news already. No `datasets` are all. Raises FullDay after
    `most` links within a day.
    """
    id, expires = secrets.token_hex(16), now + ASKED_SECONDS
    with writing(path) as database:
        database.execute("DELETE FROM news_asked WHERE expires <= ?", (now,))
        [came] = database.execute(_OF_DAY, (expires - DAY_SECONDS,)).fetchone()
        if came >= most:
            raise FullDay(f"{came} asked for news today, and {most} are written to in a day")
        if not take_turn(database, who(key, address), now):
            return
        row = (id, sealed(key, address), json.dumps(list(datasets)), language, expires)
        database.execute(_ASKED, row)
        outbox.add(database, "confirmation", language, now, {}, asked=id)


def token(key: bytes, id: str) -> str:
    """The secret of the link of who asked, which is in no file."""
    signature = hmac.new(key, f"news {id}".encode(), sha256).hexdigest()
    return f"{id}.{signature}"


def asked(path: Path, key: bytes, link: str, now: int) -> list[str] | None:
    """The datasets that a link is for, none are all; None where it does not work."""
    if (id := _id_of(key, link)) is None:
        return None
    wanted = "SELECT datasets FROM news_asked WHERE id = ? AND expires > ?"
    with desk_file.reading(path) as database:
        found = database.execute(wanted, (id, now)).fetchone()
    return list(json.loads(found["datasets"])) if found else None


def confirm(path: Path, key: bytes, link: str, now: int) -> bool:
    """Begins the news that a link is for, which is used up; whether it worked."""
    if (id := _id_of(key, link)) is None:
        return False
    used = "DELETE FROM news_asked WHERE id = ? AND expires > ? RETURNING *"
    with writing(path) as database:
        found = database.execute(used, (id, now)).fetchone()
        address = unsealed(key, found["address"]) if found else None
        if address is None:
            return False
        row = (address, found["datasets"], found["language"], secrets.token_urlsafe(16), now)
        database.execute(_BEGUN, row)
    return True


def leave(path: Path, secret: str) -> None:
    """Ends the news of whom a link was sent to, with what waits to be sent to them."""
    with writing(path) as database:
        left = database.execute("DELETE FROM subscribers WHERE secret = ?", (secret,)).rowcount
    if left:
        desk_file.empty_log(path)


def subscriber(path: Path, id: int) -> sqlite3.Row | None:
    """Somebody who gets news; None where they left."""
    with desk_file.reading(path) as database:
        found: sqlite3.Row | None = database.execute(
            "SELECT * FROM subscribers WHERE id = ?", (id,)
        ).fetchone()
    return found


def asker(path: Path, key: bytes, id: str, now: int) -> str | None:
    """The address of who asked; None where the link is over or used, or cannot be unsealed."""
    wanted = "SELECT address FROM news_asked WHERE id = ? AND expires > ?"
    with desk_file.reading(path) as database:
        found = database.execute(wanted, (id, now)).fetchone()
    return unsealed(key, found["address"]) if found else None


def numbers(path: Path, now: int) -> Numbers:
    """How many there are, and nothing else."""
    if not desk_file.there(path):
        return Numbers(0, 0, {}, 0)
    with writing(path) as database:
        found = [
            list(json.loads(row["datasets"]))
            for row in database.execute("SELECT datasets FROM subscribers")
        ]
        [waiting] = database.execute(_OF_DAY, (now,)).fetchone()
    by_dataset = Counter(name for names in found for name in names)
    of_all = sum(not names for names in found)
    return Numbers(len(found), of_all, dict(sorted(by_dataset.items())), waiting)


def _id_of(key: bytes, link: str) -> str | None:
    id, _dot, _signature = link.partition(".")
    return id if hmac.compare_digest(token(key, id).encode(), link.encode()) else None
