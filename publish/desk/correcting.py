"""What a member sends within their rights: a correction at once, without review."""

import sqlite3

from publish.corrections.decisions import accept_in
from publish.corrections.eyes import eyes_of
from publish.corrections.proposals import propose_in
from publish.corrections.row_state import row_state
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.people_file import writing
from publish.desk.rights import may
from publish.desk.rows import Row
from publish.desk.typed import Typed
from publish.desk.visits import Visit
from publish.errors import DeclarationError, DeskError


def corrected(desk: Desk, visit: Visit, row: Row, typed: Typed) -> bool:
    """Whether what was typed is a correction by now.

    Not where the member may not correct all of it, or two have to look, nor where a cell was
    corrected since the last release: the member saw what it said before, so that others decide.
    """
    columns = {name: edit.new for name, edit in typed.edits.items()}
    if not may(desk.folder.desk, visit.member.id, "correct", row, columns, desk.now()):
        return False
    try:
        if eyes_of(desk.folder, row.release.dataset, row.table.name) > 1:
            return False
        with writing(desk.folder.desk) as database:
            return _corrected(database, desk, visit, row, typed)
    except (DeskError, DeclarationError):
        return False


def _corrected(
    database: sqlite3.Connection, desk: Desk, visit: Visit, row: Row, typed: Typed
) -> bool:
    dataset, table, *key = row.place
    place, by = (dataset, table, key), visit.member.id
    pending = row_state(database, place).pending
    if any(name in pending for name in typed.edits):
        return False
    day = day_of(desk.now())
    kind = "addition" if row.is_new else "edit"
    told = (typed.why, typed.evidence, day.isoformat(), by, typed.title_of(row), kind)
    accept_in(database, propose_in(database, place, typed.edits, told), day, by)
    return True
