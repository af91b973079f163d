"""Pairs of partners' rows that may be one thing: those that wait for a person, and what was said.

Rows stand here by what their partners call them, `<partner>/<id>`, so that what was said of them
outlives every merge. A pair that was decided is never asked again. Where a partner may have given
one row another key, the pair is of the kind `renamed`: the row that went first, the new one last.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from publish.corrections import desk_file
from publish.corrections.live import publishing, refusing
from publish.corrections.pair_groups import Rows, named_anew, ordered
from publish.corrections.proposals import Listed

State = Literal["asked", "same", "different"]
Kind = Literal["", "renamed"]
RENAMED: Kind = "renamed"

_PLACE = 'dataset = ? AND "table" = ?'
_DECIDED = f"SELECT * FROM pairs WHERE {_PLACE} AND state <> 'asked' ORDER BY id"  # noqa: S608
_FOLLOWS = f"""SELECT * FROM pairs
    WHERE {_PLACE} AND (state <> 'asked' OR kind = 'renamed') ORDER BY id"""  # noqa: S608
_TOLD = """INSERT INTO pairs
    (dataset, "table", "left", "right", probability, why, cells, kind, seen, round, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'asked')
    ON CONFLICT (dataset, "table", "left", "right") DO UPDATE SET
        probability = excluded.probability, why = excluded.why, cells = excluded.cells,
        kind = excluded.kind, round = excluded.round
    WHERE state = 'asked'"""
_ROUND = "SELECT coalesce(max(round), 0) + 1 FROM pairs"
_OVER = f"DELETE FROM pairs WHERE {_PLACE} AND state = 'asked' AND round <> ?"  # noqa: S608
# The release shows what they say by now; why they may be one holds no value of a cell. What a row
# said that went stands nowhere else, should a decision be taken back.
_LET_GO = f"""UPDATE pairs SET cells = '{{}}'
    WHERE {_PLACE} AND state <> 'asked' AND kind = ''"""  # noqa: S608
_AGAIN = """UPDATE OR IGNORE pairs SET "left" = ?, "right" = ? WHERE id = ?"""
ADDED = """INSERT OR IGNORE INTO pairs
    (dataset, "table", "left", "right", probability, why, cells, seen, round, state, decided_by,
    decided_at) VALUES (?, ?, ?, ?, ?, '', '{}', '', 0, ?, ?, ?)"""
_LISTED = """SELECT id, dataset, "table" FROM pairs
    WHERE state = 'asked' AND (? = '' OR dataset = ?) ORDER BY id"""
_ASKED = "SELECT * FROM pairs WHERE state = 'asked'"
_NUMBERED = f"{_ASKED} AND id IN (SELECT value FROM json_each(?)) ORDER BY probability DESC, id"  # noqa: S608


class Told(NamedTuple):
    """A pair as a publication finds it: how probable it is that both are one thing, and why.

    `why` and `cells` are JSON: what each comparison adds, and `{"left": …, "right": …}`, the texts
    of a release by column, of columns that leave alone; None is no value. Of the `kind` `renamed`
    `left` is the row that went, `right` the one that may be it.
    """

    left: str
    right: str
    probability: float
    why: str
    cells: str
    kind: Kind = ""


class Decided(NamedTuple):
    """What people said of a table's rows: these pairs are one thing, those are not."""

    same: frozenset[Rows]
    different: frozenset[Rows]

    def under(self, formerly: Mapping[str, str]) -> "Decided":
        """The same of partners' names of today, by their names `formerly`."""
        return Decided(*(frozenset(_under(one, formerly) for one in pairs) for pairs in self))


def _under(rows: Rows, formerly: Mapping[str, str]) -> Rows:
    return ordered(*(named_anew(end, formerly) for end in rows))


@dataclass(frozen=True)
class Pair:
    """Two rows of partners that may be one thing, and what was decided of them, by whom and when.

    `seen` is the day since which it is asked, "" where nobody was.
    """

    id: int
    dataset: str
    table: str
    left: str
    right: str
    probability: float
    why: str
    cells: Mapping[str, Mapping[str, str | None]]
    seen: str
    state: State
    decided_by: str
    decided_at: str
    kind: Kind = ""

    @property
    def rows(self) -> Rows:
        """Both of them."""
        return self.left, self.right

    def said(self, end: Literal["left", "right"]) -> str:
        """What one of them said when it was asked, as JSON."""
        return json.dumps(self.cells.get(end, {}), ensure_ascii=False)

    @cached_property
    def mark(self) -> str:
        """What tells what both rows say from anything else."""
        said = json.dumps([self.left, self.right, self.cells], sort_keys=True)
        return sha256(said.encode()).hexdigest()[:16]


def tell_pairs(path: Path, dataset: str, table: str, pairs: Iterable[Told], day: date) -> None:
    """Notes the pairs of a table that a person has to look at, and drops those that are none now.

    Raises DeskError where the file cannot be written.
    """
    noted = "pairs of rows that may be one are noted there"
    with refusing(path, noted), desk_file.writing(path) as database:
        [round] = database.execute(_ROUND).fetchone()
        rows = ((*_placed(dataset, table, one), day.isoformat(), round) for one in pairs)
        database.executemany(_TOLD, rows)
        database.execute(_OVER, (dataset, table, round))
        database.execute(_LET_GO, (dataset, table))


def _placed(dataset: str, table: str, one: Told) -> tuple[object, ...]:
    if one.kind or one.left < one.right:
        return (dataset, table, *one)
    cells = json.loads(one.cells)
    turned = {"left": cells.get("right", {}), "right": cells.get("left", {})}
    return (dataset, table, one.right, one.left, one.probability, one.why, json.dumps(turned), "")


def decided(path: Path, dataset: str, table: str) -> Decided:
    """What was said of the rows of a table; raises DeskError where the file cannot be read."""
    if not desk_file.there(path):
        return Decided(frozenset(), frozenset())
    with publishing(path) as database:
        return said_in(database, dataset, table)


def said_in(database: sqlite3.Connection, dataset: str, table: str) -> Decided:
    """The same in a transaction.

    Of a row under a new key the old one is gone, so that both are no pair of one thing; what is not
    the same row is another thing as well.
    """
    found: dict[str, list[Rows]] = {"same": [], "different": []}
    for row in database.execute(_DECIDED, (dataset, table)):
        if row["kind"] != RENAMED or row["state"] == "different":
            found[row["state"]].append(ordered(row["left"], row["right"]))
    return Decided(frozenset(found["same"]), frozenset(found["different"]))


def digest(path: Path, dataset: str) -> str:
    """A digest of what was said of pairs of a dataset: for who asks whether to publish anew."""
    asked = """SELECT "table", "left", "right", state FROM pairs
        WHERE dataset = ? AND state <> 'asked' ORDER BY 1, 2, 3"""
    found = sha256()
    if desk_file.there(path):
        with publishing(path) as database:
            for row in database.execute(asked, (dataset,)):
                found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def follow(
    path: Path,
    dataset: str,
    table: str,
    moved: Mapping[str, str],
    formerly: Mapping[str, str],
) -> None:
    """What was said of rows whose partner names them otherwise by now is said of them so too.

    `moved` are the new names by the old ones, `<partner>/<id>` both; the old ones stay as well.
    `formerly` are partners themselves that are named otherwise, in the same way.
    """
    if not (moved or formerly) or not desk_file.there(path):
        return
    with desk_file.writing(path) as database:
        for row in database.execute(_FOLLOWS, (dataset, table)).fetchall():
            left, right = (named_anew(row[end], formerly) for end in ("left", "right"))
            if row["kind"] == RENAMED:
                database.execute(_AGAIN, (left, moved.get(right, right), row["id"]))
                continue
            rows = ordered(moved.get(left, left), moved.get(right, right))
            if rows[0] != rows[1]:
                told = (row["probability"], row["state"], row["decided_by"], row["decided_at"])
                database.execute(ADDED, (dataset, table, *rows, *told))


def listed(path: Path, dataset: str = "") -> list[Listed]:
    """The pairs that wait, of a dataset or all, without what they say."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [Listed(*row) for row in database.execute(_LISTED, (dataset, dataset))]


def asked_in(path: Path, dataset: str, table: str) -> list[Pair]:
    """The pairs of a table that wait."""
    with desk_file.reading(path) as database:
        return [*map(pair_of, database.execute(f"{_ASKED} AND {_PLACE}", (dataset, table)))]


def asked_of(path: Path, numbers: Sequence[int]) -> list[Pair]:
    """Of the pairs of these numbers those that wait, the most probable first."""
    with desk_file.reading(path) as database:
        return [*map(pair_of, database.execute(_NUMBERED, (json.dumps([*numbers]),)))]


def decided_last(path: Path, dataset: str, most: int) -> list[Pair]:
    """What was said of pairs of a dataset, the last first."""
    asked = """SELECT * FROM pairs WHERE dataset = ? AND state <> 'asked'
        ORDER BY decided_at DESC, id DESC LIMIT ?"""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [*map(pair_of, database.execute(asked, (dataset, most)))]


def pair_of(row: sqlite3.Row) -> Pair:
    """A row of the file."""
    told = {name: row[name] for name in row.keys() if name != "round"}  # noqa: SIM118
    return Pair(**{**told, "cells": json.loads(row["cells"])})
