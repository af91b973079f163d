"""Rows of a release that look like one that somebody is about to add."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from difflib import SequenceMatcher

from publish.corrections.proposals import Edit
from publish.desk.rows import Row
from publish.figures.near import Circle, within_circle
from publish.site.base.timing import time_limit
from publish.words.letters import fold
from publish.words.sql import quoted
from publish.words.sqlite import read_only

KM = 0.15
"""Two places that are farther apart are not told to be one."""
MOST = 5
_NEAR = 50
_SIMILAR = 0.6
# Of each of the two questions: what takes longer finds nothing.
_MILLISECONDS = 300


@dataclass(frozen=True)
class Alike:
    """A row by its key, and what it is called."""

    key: tuple[str, ...]
    title: str


def alike(row: Row, edits: Mapping[str, Edit]) -> list[Alike]:
    """The rows that are called the same, or nearly so and lie where it lies; a few at most."""
    said = {name: edit.new for name, edit in edits.items() if edit.new is not None}
    called = fold(said.get(row.table.label or "", ""))
    uri = read_only(row.release.database)
    with closing(sqlite3.connect(uri, uri=True)) as database:
        database.create_function("folded", 1, _folded, deterministic=True)
        found = [*_called(database, row, called), *_near(database, row, called, said)]
    return [*dict.fromkeys(found)][:MOST]


def _folded(text: object) -> str:
    return fold(text) if isinstance(text, str) else ""


def _called(database: sqlite3.Connection, row: Row, called: str) -> list[Alike]:
    if not called or row.table.label is None:
        return []
    condition = f"folded({quoted(row.table.label)}) = :called LIMIT {MOST}"
    return _asked(database, row, condition, {"called": called})


def _near(
    database: sqlite3.Connection, row: Row, called: str, said: Mapping[str, str]
) -> list[Alike]:
    point = row.table.point
    if point is None or not {*point} <= said.keys():
        return []
    circle = Circle(float(said[point[0]]), float(said[point[1]]), KM)
    condition, values = within_circle(row.table, circle)
    found = _asked(database, row, f"{condition} LIMIT {_NEAR}", values)
    return [one for one in found if not called or _are_similar(called, fold(one.title))]


def _are_similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SIMILAR


def _asked(
    database: sqlite3.Connection, row: Row, condition: str, values: Mapping[str, object]
) -> list[Alike]:
    """The rows for which a condition holds, as far as they are found in time."""
    keys = row.table.primary_key
    columns = ", ".join(map(quoted, (*keys, row.table.label or keys[0])))
    sql = f"SELECT {columns} FROM {quoted(row.table.name)} WHERE {condition}"  # noqa: S608
    try:
        with time_limit(database, _MILLISECONDS):
            rows = database.execute(sql, values).fetchall()
    except sqlite3.OperationalError:
        return []
    return [_alike(tuple(map(str, one[:-1])), one[-1]) for one in rows]


def _alike(key: tuple[str, ...], title: object) -> Alike:
    return Alike(key, str(title or ", ".join(key)))
