"""Changes of rows that wait until an organisation clears them, and those that it cleared.

Of each table only what the last publication found is there: a clearance is of one change of a row,
is used by the next publication and is gone after it.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file, log
from publish.corrections.additions import WHOLE
from publish.corrections.live import digest_of, refusing
from publish.corrections.proposals import Edit, as_text, edits_in
from publish.corrections.states import SHOWN

Kind = Literal["new", "changed", "gone"]
_SAME = "digest = excluded.digest AND kind = excluded.kind"
_NOTED = f"""INSERT INTO clearances (dataset, "table", key, digest, kind, cells, seen, round)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (dataset, "table", key) DO UPDATE SET
        seen = CASE WHEN {_SAME} THEN seen ELSE excluded.seen END,
        cleared = CASE WHEN {_SAME} THEN cleared END, by = CASE WHEN {_SAME} THEN by ELSE '' END,
        digest = excluded.digest, kind = excluded.kind, cells = excluded.cells,
        round = excluded.round
    WHERE clearances.kind <> 'erased'"""  # noqa: S608
_OVER = """DELETE FROM clearances
    WHERE dataset = ? AND "table" = ? AND round <> ? AND kind <> 'erased'"""
_DROPPED = 'DELETE FROM clearances WHERE dataset = :dataset AND "table" = :table AND key = :key'
_OF_ROW = """SELECT kind, cells FROM clearances
    WHERE dataset = :dataset AND "table" = :table AND key = :key"""
_LET_GO = """INSERT INTO clearances
    (dataset, "table", key, digest, kind, cells, seen, round, cleared, by)
    VALUES (:dataset, :table, :key, '', 'erased', '{}', :day, 0, :day, 'erasure')"""
_ROUND = "SELECT coalesce(max(round), 0) + 1 FROM clearances"
_KNOWN = """SELECT key, digest, kind, seen, cleared IS NOT NULL FROM clearances
    WHERE dataset = ? AND "table" = ?"""
_CLEARED = """SELECT "table", key, digest, kind FROM clearances
    WHERE dataset = ? AND cleared IS NOT NULL ORDER BY 1, 2"""
_COUNTED = """SELECT dataset, "table", count(*) FROM clearances WHERE cleared IS NULL
    GROUP BY dataset, "table" ORDER BY 1, 2"""
_WAIT = """SELECT id, dataset, "table", key, kind, cells, seen, digest FROM clearances
    WHERE cleared IS NULL"""
_WAITING = f"""{_WAIT} AND (:dataset = '' OR dataset = :dataset)
    AND (:table = '' OR "table" = :table) ORDER BY seen, id"""
_OLDEST = f"""{_WAIT} AND dataset || '.' || "table" IN (SELECT value FROM json_each(?))
    ORDER BY seen, id LIMIT ?"""  # noqa: S608
_NUMBERED = f"{_WAIT} AND id IN (SELECT value FROM json_each(?))"  # noqa: S608
_CLEAR = "UPDATE clearances SET cleared = ?, by = ? WHERE id = ? AND digest = ? AND cleared IS NULL"


class Candidate(NamedTuple):
    """A change as a publication finds it: the row's key and cells as JSON, a digest of it whole."""

    key: str
    digest: str
    kind: str
    cells: str


class Known(NamedTuple):
    """What is known of a change: since which day it waits, and whether it was cleared."""

    key: str
    digest: str
    kind: str
    seen: str
    cleared: bool


@dataclass(frozen=True)
class Waiting:
    """A change that waits: the texts of the key, and of each cell what is shown and what is new."""

    id: int
    dataset: str
    table: str
    key: tuple[str, ...]
    kind: Kind
    cells: Mapping[str, Edit]
    seen: date
    digest: str


def note(path: Path, place: tuple[str, str], candidates: Iterable[Candidate], day: date) -> None:
    """Notes what waits in the table `(dataset, table)`, and drops what does no more.

    Raises DeskError where the file cannot be written.
    """
    noted = "what waits for a clearance is noted there"
    with refusing(path, noted), desk_file.writing(path) as database:
        [round] = database.execute(_ROUND).fetchone()
        rows = (
            (*place, one.key, one.digest, one.kind, one.cells, day.isoformat(), round)
            for one in candidates
        )
        database.executemany(_NOTED, rows)
        database.execute(_OVER, (*place, round))


def known(path: Path, dataset: str, table: str) -> list[Known]:
    """What is known of the changes of a table."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        found = database.execute(_KNOWN, (dataset, table))
        return [Known(key, of, kind, seen, bool(let)) for key, of, kind, seen, let in found]


def keep_only(path: Path, dataset: str, tables: Collection[str]) -> None:
    """Drops what waited in tables of a dataset that nobody clears any more."""
    if not desk_file.there(path):
        return
    asked = 'SELECT DISTINCT "table" FROM clearances WHERE dataset = ?'
    with desk_file.reading(path) as database:
        over = {name for (name,) in database.execute(asked, (dataset,))} - {*tables}
    if over:
        with desk_file.writing(path) as database:
            rows = [(dataset, name) for name in sorted(over)]
            database.executemany('DELETE FROM clearances WHERE dataset = ? AND "table" = ?', rows)


def let_go(database: sqlite3.Connection, correction: sqlite3.Row) -> None:
    """Sees to it that a correction that is erased is shown no more, cleared or not.

    Its row then shows what the export says.
    """
    key = as_text(json.loads(correction["key"]))
    place = {**dict(correction), "key": key, "day": f"{correction['month']}-01"}
    shown = _is_shown(correction, database.execute(_OF_ROW, place).fetchone())
    database.execute(_DROPPED, place)
    if shown:
        database.execute(_LET_GO, place)


def _is_shown(correction: sqlite3.Row, change: sqlite3.Row | None) -> bool:
    """Whether the last release may show what a correction says, as far as is known.

    `change` is what waits of its row: one that was taken back, or replaced, stays shown meanwhile.
    """
    if correction["state"] in SHOWN:
        return True
    if change is None:
        noted = (correction["source"], correction["fingerprint"]) != (None, None)
        return noted and correction["state"] in ("replaced", "undone")
    if change["kind"] == "erased" or correction["column"] == WHOLE:
        return bool(change["kind"] != "new")
    shown, _ = json.loads(change["cells"]).get(correction["column"], (None, None))
    return bool(shown == correction["new"])


def gone(path: Path, place: tuple[str, str], over: Iterable[Known]) -> None:
    """Forgets the rows of erased corrections, once they were published without."""
    keys = [one.key for one in over if one.kind == "erased"]
    if keys:
        with desk_file.writing(path) as database:
            erased = f"{_DROPPED} AND kind = 'erased'"
            rows = [{"dataset": place[0], "table": place[1], "key": key} for key in keys]
            database.executemany(erased, rows)


def digest(path: Path, dataset: str) -> str:
    """A digest of what was cleared in a dataset."""
    return digest_of(path, _CLEARED, dataset)


def waiting(path: Path, dataset: str = "", table: str = "") -> list[Waiting]:
    """The changes that wait, the oldest first; of all datasets or one, of a table of it or all."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        found = database.execute(_WAITING, {"dataset": dataset, "table": table})
        return [_waiting(row) for row in found]


def counted(path: Path) -> dict[tuple[str, str], int]:
    """How many changes wait, by dataset and table."""
    if not desk_file.there(path):
        return {}
    with desk_file.reading(path) as database:
        return {(one, table): count for one, table, count in database.execute(_COUNTED)}


def oldest(path: Path, places: Iterable[tuple[str, str]], most: int) -> list[Waiting]:
    """The first of the changes that wait in these tables; there may be as many as a table has."""
    names = json.dumps([".".join(place) for place in places])
    with desk_file.reading(path) as database:
        return [_waiting(row) for row in database.execute(_OLDEST, (names, most))]


def waiting_of(path: Path, numbers: Sequence[int]) -> list[Waiting]:
    """Of these changes those that wait."""
    with desk_file.reading(path) as database:
        return [_waiting(row) for row in database.execute(_NUMBERED, (json.dumps(numbers),))]


def clear(path: Path, chosen: Sequence[Waiting], by: str, now: date | int, day: date) -> int:
    """How many of these changes are cleared now: those that are still what they were.

    `by` is the member's id; `now`, for the log, a day or seconds since 1970.
    """
    with desk_file.writing(path) as database:
        done = [one for one in chosen if _clear(database, one, by, day)]
        for place in dict.fromkeys(f"{one.dataset}.{one.table}" for one in done):
            log.note(database, "cleared", f"table {place[:64]}", by, now)
    return len(done)


def _clear(database: sqlite3.Connection, one: Waiting, by: str, day: date) -> bool:
    return bool(database.execute(_CLEAR, (day.isoformat(), by, one.id, one.digest)).rowcount)


def _waiting(row: sqlite3.Row) -> Waiting:
    key = tuple(map(str, json.loads(row["key"])))
    cells = edits_in(row["cells"])
    seen = date.fromisoformat(row["seen"])
    place = (row["id"], row["dataset"], row["table"])
    return Waiting(*place, key, row["kind"], cells, seen, row["digest"])
