"""What people said of rows that are one with others by now: it goes along, and comes back.

Which row a proposal was written about is kept beside it (`carried`), with the one that it is said
of by now, until it is said of the first again.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from publish.corrections import desk_file
from publish.corrections.additions import WHOLE
from publish.corrections.decisions import note
from publish.corrections.live import COLUMNS, publishing
from publish.corrections.proposals import SHELL, key_text
from publish.corrections.states import LIVE

Live = tuple[Any, ...]
_ID, _KEY, _COLUMN, _PRINT = (COLUMNS.index(one) for one in ("id", "key", "column", "fingerprint"))
_PLACE = 'o.dataset = ? AND o."table" = ?'
_CORRECTIONS = f"""SELECT o.id, o.proposal, o.key, o."column", coalesce(w.own, o.key) AS own
    FROM corrections AS o LEFT JOIN carried AS w ON w.proposal = o.proposal AND w.now = o.key
    WHERE {_PLACE} AND o.state IN {LIVE} ORDER BY o.id"""  # noqa: S608
_PROPOSALS = f"""SELECT o.id, o.id AS proposal, o.key, coalesce(w.own, o.key) AS own
    FROM proposals AS o LEFT JOIN carried AS w ON w.proposal = o.id AND w.now = o.key
    WHERE {_PLACE} AND o.state = 'open' AND o.kind = 'edit' ORDER BY o.id"""  # noqa: S608
_ASIDE = "UPDATE corrections SET key = 'moving ' || id WHERE id = ?"
# Of another row the fingerprint tells nothing.
_MOVED = "UPDATE corrections SET key = ?, fingerprint = NULL WHERE id = ?"
_ALONG = "UPDATE proposals SET key = ? WHERE id = ?"
_NOTED = """INSERT INTO carried (proposal, own, now) VALUES (:proposal, :own, :now)
    ON CONFLICT (proposal) DO UPDATE SET own = excluded.own, now = excluded.now"""
_BACK = f"""DELETE FROM carried WHERE proposal = :proposal AND NOT EXISTS (
    SELECT 1 FROM corrections AS c WHERE c.proposal = carried.proposal AND c.key = carried.now
    AND c.state IN {LIVE})"""  # noqa: S608


class Moves(NamedTuple):
    """Which rows of a table are another by now: `retired` ids with that of the row that is there.

    `returned` are the ids that were retired once, and whose rows are there again.
    """

    retired: Mapping[str, str]
    returned: Collection[str]

    def of(self, own: str, key: str) -> str:
        """The key, as it is kept, of what was said of a row `own` and is said of `key` now."""
        for one in (own, key):
            [id, *more] = json.loads(one)
            if not more and id in self.retired:
                return key_text((self.retired[id],))
            if not more and id in self.returned:
                return one
        return key


NO_MOVES = Moves({}, ())


class Followed(NamedTuple):
    """How many corrections go to another row, and how many stay, for theirs is corrected there."""

    moved: int
    stayed: int


def carried(
    path: Path, place: tuple[str, str], live: Sequence[Live], moves: Moves
) -> tuple[list[Live], Followed]:
    """The live corrections of the table `(dataset, table)`, with the keys that their rows have."""
    if not live or not any(moves) or not desk_file.there(path):
        return [*live], Followed(0, 0)
    with publishing(path) as database:
        rows = database.execute(_CORRECTIONS, place).fetchall()
    wanted = _wanted(rows, moves)
    going = _free(rows, wanted)
    return [_with_key(one, going.get(one[_ID])) for one in live], Followed(
        len(going), len(wanted) - len(going)
    )


def carry(path: Path, place: tuple[str, str], moves: Moves, day: date) -> None:
    """Notes the same, of proposals that wait as well; raises sqlite3.Error."""
    if not any(moves) or not desk_file.there(path):
        return
    with desk_file.writing(path) as database:
        rows = database.execute(_CORRECTIONS, place).fetchall()
        going = _free(rows, _wanted(rows, moves))
        database.executemany(_ASIDE, [(number,) for number in going])
        for row in rows:
            if key := going.get(row["id"]):
                database.execute(_MOVED, (key, row["id"]))
                _note(database, row, key, day, correction=row["id"], column=row["column"])
        waiting = database.execute(_PROPOSALS, place).fetchall()
        along = _wanted(waiting, moves)
        for row in waiting:
            if key := along.get(row["id"]):
                database.execute(_ALONG, (key, row["id"]))
                _note(database, row, key, day)


def _wanted(rows: Sequence[sqlite3.Row], moves: Moves) -> dict[int, str]:
    """The keys to which what was said should go, by its number."""
    keys = {row["id"]: moves.of(row["own"], row["key"]) for row in rows if not _is_added(row)}
    return {
        row["id"]: keys[row["id"]] for row in rows if keys.get(row["id"], row["key"]) != row["key"]
    }


def _is_added(row: sqlite3.Row) -> bool:
    """Whether it is a whole row, which no partner has."""
    return "column" in row.keys() and row["column"] == WHOLE  # noqa: SIM118


def _free(rows: Sequence[sqlite3.Row], wanted: Mapping[int, str]) -> dict[int, str]:
    """Those that can go there: no cell has two corrections, and the one that is there stays."""
    going = dict(wanted)
    while True:
        taken = {(row["key"], row["column"]) for row in rows if row["id"] not in going}
        stuck = []
        for row in rows:
            cell = (going.get(row["id"]), row["column"])
            if cell in taken:
                stuck.append(row["id"])
            elif row["id"] in going:
                taken.add(cell)
        if not stuck:
            return going
        for number in stuck:
            del going[number]


def _with_key(one: Live, key: str | None) -> Live:
    if key is None:
        return one
    cells = [*one]
    cells[_KEY], cells[_PRINT] = key, None
    return tuple(cells)


def _note(
    database: sqlite3.Connection, row: sqlite3.Row, key: str, day: date, **more: object
) -> None:
    words = {"proposal": row["proposal"], "own": row["own"], "now": key}
    database.execute(_BACK if key == row["own"] else _NOTED, words)
    about = {**more, "key": json.loads(row["key"]), "to": json.loads(key)}
    note(database, row["proposal"], "rekeyed", day, SHELL, about)
