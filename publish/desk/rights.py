"""What each member may do, and where: by dataset, table, columns, territory, and until when."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file
from publish.corrections.decisions import look_again
from publish.corrections.log import note
from publish.corrections.proposals import SHELL
from publish.desk.people_file import writing
from publish.desk.rows import Row
from publish.errors import DeskError

Action = Literal["propose", "correct", "review", "clear", "officer"]
Role = Literal["officer", "reviewer", "clearer", "corrector", "member"]
ACTIONS: Mapping[str, tuple[Action, ...]] = {
    "member": ("propose",),
    "trusted": ("correct",),
    "corrector": ("propose", "correct"),
    "reviewer": ("propose", "correct", "review"),
    "clearer": ("propose", "clear"),
    "officer": ("propose", "correct", "review", "clear", "officer"),
}
_MEMBER = "SELECT id, role FROM members WHERE {by} = ?"
_OF = "SELECT * FROM rights WHERE member = ? ORDER BY id"
_ADDED = """INSERT INTO rights
    (member, role, dataset, "table", columns, territory_column, territory_value, expires)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_TRUSTED = """SELECT dataset, "table", columns, until FROM trust, trusted
    WHERE member = ? AND losses = counted_losses"""
_OWNER = "SELECT member, count(*) OVER () AS count FROM rights WHERE member = ("
_OWNER += "SELECT member FROM rights WHERE id = ?)"


class Territory(NamedTuple):
    """The rows whose column says a value, or begins so where it ends in `*`; "" are all."""

    column: str = ""
    value: str = ""

    def holds(self, values: Mapping[str, str | None]) -> bool:
        """Whether a row that says these values lies in it."""
        if not self.column:
            return True
        said = values.get(self.column)
        if said is None:
            return False
        begin = self.value.removesuffix("*")
        return said == self.value if begin == self.value else said.startswith(begin)


class Place(NamedTuple):
    """A row by what it says, such as one that is not there yet; "" is no dataset, no table."""

    dataset: str
    table: str
    values: Mapping[str, str | None] = {}


Where = Row | Place | tuple[str, str]


@dataclass(frozen=True)
class Scope:
    """Where a right holds; what is empty limits nothing. `expires` is in seconds since 1970."""

    dataset: str = ""
    table: str = ""
    columns: tuple[str, ...] = ()
    territory: Territory = field(default_factory=Territory)
    expires: int = 0

    def touches(self, dataset: str, table: str, now: int) -> bool:
        """Whether some columns or rows of a table may lie in it."""
        return (
            (not self.expires or now < self.expires)
            and self.dataset in ("", dataset)
            and self.table in ("", table)
        )

    def covers(self, place: Place, column: str | None, now: int) -> bool:
        """Whether a column of a row lies in it; None is the row as a whole."""
        return (
            self.touches(place.dataset, place.table, now)
            and (not self.columns or column in self.columns)
            and self.territory.holds(place.values)
        )


EVERYWHERE = Scope()


@dataclass(frozen=True)
class Right:
    """A role within a scope; number 0 where it comes with the member's role alone."""

    number: int
    role: str
    scope: Scope


def may(
    path: Path, member_id: str, action: Action, row: Where, columns: Collection[str], now: int
) -> bool:
    """Whether a member may do something to columns of a row, now.

    `row` is what a release says of it, or the dataset and table alone, in which no territory
    lies; `("", "")` is the desk itself. `columns` that are a mapping say what is to stand there:
    without that, nobody with a territory changes its own column. Without columns, or of a row that
    is missing, the row as a whole is meant: who has some columns alone may not.
    """
    return allows(rights_of(path, member_id), action, row, columns, now)


def allows(
    rights: Sequence[Right], action: Action, row: Where, columns: Collection[str], now: int
) -> bool:
    """The same of rights that were read already."""
    scopes = [one.scope for one in rights if action in ACTIONS.get(one.role, ())]
    before = _place(row)
    after = _after(before, columns)
    if isinstance(row, Row) and row.is_new:
        # It is meant as a whole, and lies where it says that it lies.
        before, columns = after, ()
    return all(
        any(scope.covers(place, column, now) for scope in scopes)
        for place in (before, after)
        for column in (columns or (None,))
    )


def _place(row: Where) -> Place:
    if isinstance(row, Row):
        return Place(row.release.dataset, row.table.name, row.values)
    return row if isinstance(row, Place) else Place(*row)


def _after(place: Place, columns: Collection[str]) -> Place:
    """The row as it is to be: no correction carries it into another territory, nor out of one."""
    new = columns if isinstance(columns, Mapping) else dict.fromkeys(columns)
    return place._replace(values={**place.values, **new})


def rights_of(path: Path, member_id: str) -> list[Right]:
    """The rights of a member, also those that are over; none of who is no member."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        member = database.execute(_MEMBER.format(by="id"), (member_id,)).fetchone()
        return [*_of(database, member), *_by_trust(database, member_id)] if member else []


def _of(database: sqlite3.Connection, member: sqlite3.Row) -> list[Right]:
    found = [_right(row) for row in database.execute(_OF, (member["id"],))]
    # Members of a time before rights have no rows: their role holds everywhere.
    return found or [Right(0, member["role"], EVERYWHERE)]


def _by_trust(database: sqlite3.Connection, member_id: str) -> list[Right]:
    """What others' vouches give a member, until the first of those that count is over."""
    return [
        Right(
            0, "trusted", Scope(row["dataset"], row["table"], _columns(row), expires=row["until"])
        )
        for row in database.execute(_TRUSTED, (member_id,))
    ]


def _columns(row: sqlite3.Row) -> tuple[str, ...]:
    return tuple(row["columns"].split(",")) if row["columns"] else ()


def _right(row: sqlite3.Row) -> Right:
    territory = Territory(row["territory_column"], row["territory_value"])
    scope = Scope(row["dataset"], row["table"], _columns(row), territory, row["expires"])
    return Right(row["id"], row["role"], scope)


def write(database: sqlite3.Connection, member_id: str, role: str, scope: Scope) -> int:
    """The number of a new right, within a transaction."""
    place = (scope.dataset, scope.table, ",".join(scope.columns))
    row = (member_id, role, *place, *scope.territory, scope.expires)
    return int(database.execute(_ADDED, row).lastrowid or 0)


def grant(path: Path, name: str, role: Role, scope: Scope, now: int) -> int:
    """The number of one more right of a member; raises DeskError where there is none."""
    with writing(path) as database:
        member = database.execute(_MEMBER.format(by="name"), (name,)).fetchone()
        if member is None:
            raise DeskError(f"there is no member {name!r}; `fournil desk invite` makes one")
        for one in _of(database, member):
            if not one.number:
                write(database, member["id"], one.role, one.scope)
        note(database, "granted", f"member {member['id']}", SHELL, now)
        return write(database, member["id"], role, scope)


def ungrant(path: Path, number: int, now: int) -> None:
    """Takes a right back; raises DeskError where there is none, or it is a member's last."""
    with writing(path) as database:
        owner = database.execute(_OWNER, (number,)).fetchone()
        if owner is None:
            raise DeskError(f"there is no right {number}; `fournil desk members` lists them")
        if owner["count"] == 1:
            raise DeskError(
                f"right {number} is the last of its member: `fournil desk grant` another one "
                "first, or `fournil desk revoke` ends the member"
            )
        database.execute("DELETE FROM rights WHERE id = ?", (number,))
        look_again(database, owner["member"])
        note(database, "ungranted", f"member {owner['member']}", SHELL, now)
