"""Rows that a partner gives in two of its files: the first stays, the others are rejects."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.exports import Export, Reject
from publish.declare.table import Table
from publish.release.rejects import Reason
from publish.words.sql import quoted

TWICE = Reason("id-twice")
_ROWS = """
SELECT * EXCLUDE (_row, _again), _row AS _before FROM (
    SELECT *, rowid AS _row, {key} IN (SELECT {key} FROM ({earlier})) AS _again FROM {now})
WHERE {which} ORDER BY _row
"""


def without_repeated(exports: Sequence[Export], table: Table, place: Workspace) -> list[Export]:
    """The mapped exports of a partner, each without the rows that one before it has."""
    done = list[Export]()
    for export in exports:
        done.append(_without(export, done, table, place) if done else export)
    return done


def _without(export: Export, done: Sequence[Export], table: Table, place: Workspace) -> Export:
    key, [name] = quoted(table.primary_key[0]), table.primary_key
    earlier = " UNION ALL ".join(
        place.filled("SELECT {key} FROM {rows}", key=key, rows=one.table) for one in done
    )
    words = {"key": key, "earlier": earlier, "now": export.table}
    again = place.sql(place.filled(f"SELECT _before FROM ({_ROWS})", **words, which="_again"))  # noqa: S608
    if not again:
        return export
    rows = place.table("first", _ROWS, **words, which="NOT _again")
    lines = export.lines([row for (row,) in again])
    repeated = [Reject(export.file, line, name, TWICE) for line in lines]

    def refused() -> list[Reject]:
        return [*export.refused(), *repeated]

    def lines_of(numbers: Sequence[int]) -> list[int]:
        return export.lines(_before(rows, numbers, place))

    return replace(export, table=rows, refused=refused, lines=lines_of)


def _before(rows: Any, numbers: Sequence[int], place: Workspace) -> list[int]:
    """Which rows of the export these rows were."""
    asked = place.filled("SELECT rowid, _before FROM {rows}", rows=rows)
    found = dict(place.sql(f"{asked} WHERE list_contains($n, rowid)", {"n": [*numbers]}))
    return [found[number] for number in numbers]
