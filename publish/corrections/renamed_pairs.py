"""Rows that may be others under a new key: which of these wait, and which people said are so."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from publish.corrections import desk_file
from publish.corrections.live import publishing
from publish.corrections.pair_groups import Rows, named_anew
from publish.corrections.pairs import Pair, pair_of

_HERE = """SELECT * FROM pairs
    WHERE dataset = ? AND "table" = ? AND kind = 'renamed' ORDER BY id"""
_CLAIMED = """SELECT "left", "right" FROM pairs
    WHERE dataset = ? AND "table" = ? AND kind = 'renamed' AND state = 'same' AND id <> ?
    AND ("left" = ? OR "right" = ?) ORDER BY id"""


class Renamings(NamedTuple):
    """What was said, as the row before by the new one (`<partner>/<id>` both), and what waits."""

    same: Mapping[str, str]
    waiting: tuple[Pair, ...]

    def under(self, formerly: Mapping[str, str]) -> "Renamings":
        """The same of partners' names of today, by their names `formerly`."""
        same = {
            named_anew(now, formerly): named_anew(was, formerly) for now, was in self.same.items()
        }
        ends = ((named_anew(one.left, formerly), one) for one in self.waiting)
        waiting = (
            replace(one, left=was, right=named_anew(one.right, formerly)) for was, one in ends
        )
        return Renamings(same, tuple(waiting))

    def before(self, there: Collection[str]) -> dict[str, str]:
        """By each new row the first of the rows that it was, one after another.

        A row that is `there` is itself, whatever was said.
        """
        found = {new: self._first(new, there) for new in self.same}
        return {new: was for new, was in found.items() if was != new}

    def _first(self, row: str, there: Collection[str]) -> str:
        seen = {row}
        while (was := self.same.get(row)) is not None and was not in seen and was not in there:
            seen.add(was)
            row = was
        return row


def renamings(path: Path, dataset: str, table: str) -> Renamings:
    """Those of a table; raises DeskError where the file cannot be read."""
    if not desk_file.there(path):
        return Renamings({}, ())
    with publishing(path) as database:
        pairs = [*map(pair_of, database.execute(_HERE, (dataset, table)))]
    same = {one.right: one.left for one in pairs if one.state == "same"}
    return Renamings(same, tuple(one for one in pairs if one.state == "asked"))


def claimed(database: sqlite3.Connection, pair: Pair) -> Rows | None:
    """Another pair of which was said that one of both rows is a row under a new key."""
    asked = (pair.dataset, pair.table, pair.id, pair.left, pair.right)
    row = database.execute(_CLAIMED, asked).fetchone()
    return None if row is None else (row["left"], row["right"])
