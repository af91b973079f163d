"""Rows that were missing, and were added at the desk, each under a key of its own."""

import base64
import secrets
import sqlite3
from datetime import date

from publish.corrections.proposals import Proposal, as_text, key_text
from publish.corrections.states import LIVE
from publish.errors import DeskError
from publish.words.corrections import OWN_KEY

WHOLE = ""
"""What stands for the column in a correction that is a whole row: its `new` are the cells."""
_BYTES = 5
_TAKEN = """SELECT 1 FROM corrections WHERE dataset = :d AND "table" = :t AND key = :k UNION ALL
    SELECT 1 FROM proposals WHERE dataset = :d AND "table" = :t AND key = :k"""
_SAME = f"""SELECT key FROM corrections WHERE dataset = ? AND "table" = ? AND "column" = '{WHOLE}'
    AND new = ? AND state IN {LIVE}"""  # noqa: S608
_ADDED = """INSERT INTO corrections
    (proposal, dataset, "table", key, "column", bases, new, evidence, month, state, source,
    fingerprint) VALUES (?, ?, ?, ?, ?, '[]', ?, ?, ?, 'accepted', NULL, NULL)"""
_KEYED = "UPDATE proposals SET key = ? WHERE id = ?"


def add(database: sqlite3.Connection, found: Proposal, day: date) -> tuple[str, ...]:
    """The key of the row that comes of a proposal; raises DeskError where the same was added."""
    cells = {name: edit.new for name, edit in sorted(found.edits.items()) if edit.new is not None}
    place, new = (found.dataset, found.table), as_text(cells)
    same = database.execute(_SAME, (*place, new)).fetchone()
    if same:
        raise DeskError(
            f"proposal {found.id}: the very same row was added already, as {same['key']}; "
            f"`fournil desk refuse {found.id} --reason …`"
        )
    key = _own_key(database, *place)
    told = (new, found.evidence, day.isoformat()[:7])
    database.execute(_ADDED, (found.id, *place, key_text(key), WHOLE, *told))
    database.execute(_KEYED, (key_text(key), found.id))
    return key


def _own_key(database: sqlite3.Connection, dataset: str, table: str) -> tuple[str]:
    """A key that no row added here has or had; what is published looks at the table's own."""
    while True:
        letters = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
        key = (OWN_KEY + letters,)
        named = {"d": dataset, "t": table, "k": key_text(key)}
        if database.execute(_TAKEN, named).fetchone() is None:
            return key
