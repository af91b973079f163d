"""What becomes of a patch: compared and written in one transaction, whole or not at all."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from publish.corrections.changesets import MOST_WAITING, group, waiting_of, waits_already
from publish.corrections.decisions import accept_in
from publish.corrections.eyes import eyes_of
from publish.corrections.proposals import Edit, Proposal, propose_in
from publish.corrections.row_state import row_state
from publish.desk.api.answered import once
from publish.desk.api.asking import Asker
from publish.desk.api.changesets import usable
from publish.desk.api.patches import Asked, edits
from publish.desk.api.problems import Problem
from publish.desk.api.shown import Now, added, as_value, place_of, shown, stale
from publish.desk.api.tags import cells_then, seen
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.rights import Action
from publish.desk.rows import Row, release_of, row_of
from publish.errors import DeclarationError, DeskError
from publish.site.base.answers import Response


@dataclass(frozen=True)
class Patch:
    """What a member asks of a row, and the key by which it may be asked again."""

    asker: Asker
    row: Row
    tags: tuple[str, ...]
    changeset: int | None
    key: str
    print: str
    asked: Asked = field(default_factory=Asked)

    @property
    def member(self) -> str:
        """The id of the member."""
        return self.asker.member.id

    @property
    def day(self) -> date:
        """Today."""
        return day_of(self.asker.now)


def patched(desk: Desk, patch: Patch) -> Response:
    """The answer to a patch; raises Problem, of which nothing is written then."""
    action = _action(desk, patch)
    asked = (patch.member, patch.key, patch.print, patch.asker.now)
    return once(desk.folder.desk, asked, lambda database: _answer(desk, database, patch, action))


def _action(desk: Desk, patch: Patch) -> Action:
    """What the member may do of it."""
    columns: Mapping[str, str | None] = patch.asked.new or dict.fromkeys(patch.asked.places)
    actions: tuple[Action, ...] = ("correct", "propose")
    for action in actions:
        if patch.asker.may(action, patch.row, columns):
            # Where two have to look, nobody's word alone is enough.
            return action if _eyes(desk, patch.row) == 1 else "propose"
    raise Problem(403, f"you may neither correct nor propose this: {', '.join(columns) or 'rows'}")


def _eyes(desk: Desk, row: Row) -> int:
    try:
        return eyes_of(desk.folder, row.release.dataset, row.table.name)
    except DeclarationError:
        raise Problem(503, "how the table is declared cannot be read at this moment") from None


def _answer(desk: Desk, database: sqlite3.Connection, patch: Patch, action: Action) -> Response:
    if patch.row.is_new:
        return _added(database, patch, action)
    now = _now(desk, database, patch.row)
    _compare(desk, database, patch, now)
    changed = edits(patch.asked, now.cells)
    if not changed:
        return shown(now)
    said = usable(database, patch.member, patch.changeset)
    if action == "correct":
        number = _written(database, patch, changed, said)
        _accepted(database, patch, number)
        return shown(Now(now.row, row_state(database, now.place)))
    return shown(now, 202, {"proposal": _waiting(database, patch, changed, said)})


def _now(desk: Desk, database: sqlite3.Connection, row: Row) -> Now:
    """The row of the release that is current by now."""
    dataset, table, key = place_of(row)
    current = release_of(desk.folder, dataset)
    if current is None or current.version != row.release.version:
        found = row_of(desk.folder, dataset, table, key)
        if found is None or found.cells.keys() != row.cells.keys():
            said = "the dataset was published anew in this moment: GET the row again"
            raise Problem(409, said)
        row = found
    return Now(row, row_state(database, place_of(row)))


def _compare(desk: Desk, database: sqlite3.Connection, patch: Patch, now: Now) -> None:
    """Raises Problem where the row is another one than that which was looked at."""
    if now.tag not in patch.tags:
        then = _then(desk, database, patch, now)
        raise stale(now, then, patch.asked, patch.asked.places)
    values = {name: as_value(now.row, name, text) for name, text in now.cells.items()}
    untrue = [name for name, value in patch.asked.tested.items() if not _same(values[name], value)]
    if untrue:
        raise stale(now, now.cells, patch.asked, untrue)


def _same(one: object, other: object) -> bool:
    """Whether two values of JSON are the same: 1 is not true."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _then(
    desk: Desk, database: sqlite3.Connection, patch: Patch, now: Now
) -> dict[str, str | None]:
    """What the row said when it was looked at, as far as that is known.

    Of an earlier release nothing is told: it may have been withdrawn.
    """
    looked = seen(patch.tags)
    if looked is None or looked.version != now.row.release.version:
        return {}
    released = {name: cell.base for name, cell in now.row.cells.items()}
    return cells_then(database, now.place, looked, released)


Said = tuple[int | None, str, str]
"""The changeset, its comment and its evidence."""


def _written(
    database: sqlite3.Connection, patch: Patch, changed: Mapping[str, Edit], said: Said
) -> int:
    number, why, evidence = said
    place, by = place_of(patch.row), patch.member
    kind, title = "edit", patch.row.title
    if patch.row.is_new:
        kind, title = "addition", patch.asked.new.get(patch.row.table.label or "") or ""
    told = (why, evidence, patch.day.isoformat(), by, title, kind)
    proposal = propose_in(database, place, changed, told)
    group(database, proposal, number)
    return proposal


def _accepted(database: sqlite3.Connection, patch: Patch, number: int) -> Proposal:
    try:
        return accept_in(database, number, patch.day, patch.member)
    except DeskError:
        what = "the very same row was added already"
        if not patch.row.is_new:
            what = "a correction of this cell waits to be settled by the next publication"
        raise Problem(409, what) from None


def _added(database: sqlite3.Connection, patch: Patch, action: Action) -> Response:
    """The key of a row that the next publication has, or the number of the proposal."""
    changed = {name: Edit(None, new) for name, new in patch.asked.new.items() if new is not None}
    said = usable(database, patch.member, patch.changeset)
    if action != "correct":
        return added(patch.row, changed, (), _waiting(database, patch, changed, said))
    number = _written(database, patch, changed, said)
    return added(patch.row, changed, _accepted(database, patch, number).key, number)


def _waiting(
    database: sqlite3.Connection, patch: Patch, changed: Mapping[str, Edit], said: Said
) -> int:
    """The number of a proposal; what waits already is not taken twice."""
    member = patch.member
    known = waits_already(database, member, place_of(patch.row), changed)
    if known is None and waiting_of(database, member) >= MOST_WAITING:
        raise Problem(429, f"{MOST_WAITING} proposals of yours wait to be decided already")
    return known if known is not None else _written(database, patch, changed, said)
