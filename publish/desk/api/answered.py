"""What programs were answered, for a day: who asks again with the same key is told the same."""

import json
import re
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from publish.corrections import desk_file
from publish.desk.api.problems import Problem
from publish.desk.days import DAY_SECONDS
from publish.desk.members import digest
from publish.site.base.answers import Response
from publish.site.base.site import Request

HEADER = "idempotency-key"
MOST_KEYS = 2_000
"""Of a member: after so many the oldest is forgotten."""
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_READ = frozenset({"content-type", "if-match", "changeset"})
_FOUND = "SELECT * FROM answers WHERE member = ? AND key = ? AND expires > ?"
_KEPT = """INSERT OR REPLACE INTO answers (member, key, request, expires, status, headers, body)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
_OLD = """DELETE FROM answers WHERE member = :member AND id <=
    (SELECT id FROM answers WHERE member = :member ORDER BY id DESC LIMIT 1 OFFSET :most)"""


def key_of(request: Request) -> str:
    """The key that a program gave what it asks, "" without one; raises Problem."""
    key = request.headers.get(HEADER)
    if key is None:
        return ""
    if not _KEY.fullmatch(key):
        raise Problem(400, "Idempotency-Key has 1 to 200 letters, digits and signs, no blanks")
    return str(key)


def print_of(request: Request, body: bytes) -> str:
    """A digest of all that is asked."""
    headers = {name: request.headers.get(name) for name in sorted(_READ)}
    told = json.dumps([request.method, request.path, headers, sha256(body).hexdigest()])
    return sha256(told.encode()).hexdigest()


def once(
    path: Path,
    asked: tuple[str, str, str, int],
    answer: Callable[[sqlite3.Connection], Response],
) -> Response:
    """What was answered to the same; else what `answer` writes and says, in one transaction.

    `asked` are the member, their key, a digest of all that is asked, and now. Raises Problem, also
    where another thing was asked by this key; nothing is written then.
    """
    # Begins before anything is compared: two writers see one another.
    with desk_file.writing(path) as database:
        before = _before(database, *asked)
        if before is not None:
            return before
        answered = answer(database)
        keep(database, *asked, answered)
        return answered


def _before(
    database: sqlite3.Connection, member: str, key: str, asked: str, now: int
) -> Response | None:
    if not key:
        return None
    found = database.execute(_FOUND, (member, digest(key), now)).fetchone()
    if found is None:
        return None
    if found["request"] != asked:
        raise Problem(422, "another request had this Idempotency-Key; give this one its own")
    headers = {**json.loads(found["headers"]), "idempotent-replayed": "true"}
    kind = headers.pop("content-type")
    return Response(found["body"], found["status"], headers, kind)


def keep(
    database: sqlite3.Connection, member: str, key: str, asked: str, now: int, answer: Response
) -> None:
    """Notes what is answered, with what is written or not at all."""
    if not key:
        return
    headers = json.dumps({**answer.headers, "content-type": answer.content_type})
    row = (member, digest(key), asked, now + DAY_SECONDS)
    body = answer.body if isinstance(answer.body, str) else answer.body.decode()
    database.execute("DELETE FROM answers WHERE expires <= ?", (now,))
    database.execute(_KEPT, (*row, answer.status, headers, body))
    database.execute(_OLD, {"member": member, "most": MOST_KEYS})
