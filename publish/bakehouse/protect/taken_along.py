"""What people who withdrew take along from the last release, which no export lost.

Else a table that lost the rows of somebody who made many of them would be held for a broken export,
and they would stand in the release that is served until a person looks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.withdrawals import made_by
from publish.declare.table import ROW, Table


@dataclass(frozen=True)
class TakenAlong:
    """How many rows that the last release has go, and values of its columns, rows or not."""

    rows: int = 0
    cells: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LastTable:
    """A table in the last release: its rows (Ibis, texts), and whom it shows (digests)."""

    rows: Any
    people: Collection[str] = ()


def taken_along(
    there: Any, left: Any, declared: Table, last: LastTable, key: bytes, place: Workspace
) -> TakenAlong:
    """What goes of the typed rows (Ibis) `there`, of which those are `left` that nobody withdrew.

    What was withdrawn before the last release is not in it, and is not counted again.
    """
    before, after = (_shown(rows, declared, last, key, place) for rows in (there, left))
    names = [one for one in declared.published if one in there.columns and one in last.rows.columns]
    was, now = _filled(before, names), _filled(after, names)
    cells = {name: was[name] - now[name] for name in names}
    return TakenAlong(was[""] - now[""], cells)


def _shown(rows: Any, declared: Table, last: LastTable, key: bytes, place: Workspace) -> Any:
    """Those of the rows that the last release has: by their key, else by who made them."""
    names = declared.primary_key
    plain = all(not declared.columns[one].protect for one in names)
    if names and plain and {*names} <= {*last.rows.columns}:
        texts = {name: rows[name].cast("string").nullif("") for name in names}
        keyed = rows.mutate(**{f"_key_{n}": text for n, text in enumerate(texts.values())})
        pairs = [(f"_key_{n}", name) for n, name in enumerate(names)]
        return keyed.semi_join(last.rows.select(*names), pairs)
    if declared.contributor in (None, ROW):
        return rows
    return made_by(rows, declared, last.people, key, place)


def _filled(rows: Any, names: Collection[str]) -> dict[str, int]:
    """How many of the rows have a value in each column; "" tells how many rows there are."""
    counts = {f"n{n}": rows[name].count() for n, name in enumerate(names)}
    [found] = rows.aggregate(_rows=ibis._.count(), **counts).to_pyarrow().to_pylist()
    return {"": found["_rows"]} | {name: found[f"n{n}"] for n, name in enumerate(names)}
