"""Rows that were missing and were added at the desk: shown until the export has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from publish.bakehouse.corrections.fingerprints import print_of
from publish.bakehouse.corrections.typed import (
    arrow,
    edited,
    key_cells,
    key_text,
    keyed,
    same_key,
    same_text,
    typed,
)
from publish.bakehouse.engine import Workspace
from publish.corrections.additions import WHOLE
from publish.corrections.correctable import correctable
from publish.corrections.live import COLUMNS
from publish.declare.table import Table
from publish.words.sql import quoted

SCHEMA = pa.schema([(f"_{name}", pa.int64() if name == "id" else pa.string()) for name in COLUMNS])
Live = tuple[Any, ...]
_KEY, _COLUMN = COLUMNS.index("key"), COLUMNS.index("column")
SHOWN = "('applied', 'ambiguous')"
STANDS = f"_now IN {SHOWN}"
"""SQL: the row is shown; where several of the export's rows are like it, nobody knows which."""
# As it was added, and as it was corrected since: the producer may have taken over both.
_WANTED = """
SELECT _id, {print} AS _print FROM {added} AS _r UNION SELECT _id, {print} FROM {corrected} AS _r
"""
_LIKE = """
SELECT _w._id, {keys}, {is_new} AS _is_new FROM ({wanted}) AS _w
JOIN {rows} AS _r ON _w._print = {print}
"""
_STATES = """
WITH fitting AS (SELECT DISTINCT ON (_id, {names}) * FROM {like} ORDER BY ALL),
counted AS (
    SELECT *, greatest(count(*) OVER (PARTITION BY _id), count(*) OVER (PARTITION BY {names}))
        AS _fit FROM fitting WHERE _is_new
),
found AS (SELECT DISTINCT ON (_id) _id, _fit, {key} AS _to FROM counted ORDER BY ALL)
SELECT _a.*, _f._to, CASE
    WHEN NOT {allowed} THEN 'schema'
    WHEN EXISTS (SELECT 1 FROM {rows} AS _r WHERE {same}) THEN 'absorbed'
    WHEN _a._why IS NOT NULL THEN 'invalid'
    WHEN _f._fit = 1 THEN 'absorbed'
    WHEN _f._fit > 1 THEN 'ambiguous'
    WHEN _a._state = 'ambiguous' AND _a._id IN (SELECT _id FROM fitting) THEN 'ambiguous'
    ELSE 'applied' END AS _now
FROM {added} AS _a LEFT JOIN found AS _f ON _f._id = _a._id
"""
_WITH = """
SELECT * FROM {rows} UNION ALL BY NAME SELECT {columns} FROM {states} WHERE {stands}
"""
_MOVED = "SELECT _key, _to FROM {states} WHERE _now = 'absorbed' AND _to IS NOT NULL"
_TOLD = """
SELECT * FROM {corrections} UNION ALL BY NAME SELECT {columns}, {keys},
    (_to IS NOT NULL)::INTEGER AS _fit, CAST(NULL AS VARCHAR) AS _source, _now FROM {states}
"""


@dataclass(frozen=True)
class Added:
    """Typed rows (Ibis) with those that were added, and what became of these (Ibis); None: none.

    `live` are the corrections of cells, with the keys that their rows have by now.
    """

    rows: Any
    live: Sequence[Live]
    states: Any = None

    def told(self, corrections: Any, table: Table, place: Workspace) -> Any:
        """The corrections (Ibis), and the additions among them."""
        if self.states is None:
            return corrections
        columns = [f"_{name}" for name in COLUMNS]
        key = "CASE WHEN _now = 'absorbed' THEN coalesce(_to, _key) ELSE _key END AS _key"
        return place.table(
            "told",
            _TOLD,
            corrections=corrections,
            columns=", ".join(key if name == "_key" else name for name in columns),
            keys=", ".join(map(quoted, table.primary_key)),
            states=self.states,
        )


def with_added(
    rows: Any, table: Table, live: Sequence[Live], before: Any, place: Workspace
) -> Added:
    """Typed rows (Ibis) and, of the live corrections, the rows that were added.

    A row that the export has under the key, or one of its rows that is not `before` (Ibis, texts:
    those of the last release) and alone says the same, stands in the place of the one added.
    """
    whole = [one for one in live if one[_COLUMN] == WHOLE]
    cells = [one for one in live if one[_COLUMN] != WHOLE]
    if not whole:
        return Added(rows, cells)
    states = _states(rows, table, (whole, cells), before, place)
    if place.sql(place.filled("FROM {states} WHERE {which} LIMIT 1", states=states, which=STANDS)):
        columns = ", ".join(map(quoted, (*table.primary_key, *correctable(table))))
        words = {"rows": rows, "columns": columns, "states": states, "stands": STANDS}
        rows = place.table("added", _WITH, **words)
    moved = dict(place.sql(place.filled(_MOVED, states=states)))
    return Added(rows, _along(cells, moved), states)


def brought(live: Sequence[Live], place: Workspace) -> Any:
    """Corrections as a table (Ibis)."""
    return place.brought("said", arrow(live, SCHEMA))


def _states(
    rows: Any,
    table: Table,
    live: tuple[Sequence[Live], Sequence[Live]],
    before: Any,
    place: Workspace,
) -> Any:
    added = _added(live[0], table, place)
    like = _like(rows, table, (added, live[1]), before, place)
    may = table.corrections is not None and table.corrections.add
    return place.table(
        "states",
        _STATES,
        names=", ".join(map(quoted, table.primary_key)),
        like=like,
        key=key_text(table),
        allowed="true" if may else "false",
        rows=rows,
        same=same_key(table, "_r", "_a"),
        added=added,
    )


def _added(whole: Sequence[Live], table: Table, place: Workspace) -> Any:
    """The rows that were added, typed; `_why` one cannot stand there any more."""
    cells = key_cells(table) | {name: f"_new->>'$.{name}'" for name in correctable(table)}
    said = place.filled("{said}", said=brought(whole, place))
    return place.made("added", typed(said, cells, table, place))


def _like(
    rows: Any, table: Table, said: tuple[Any, Sequence[Live]], before: Any, place: Workspace
) -> Any:
    """Which rows of the export say all that an added one says, and whether they are new ones."""
    added, cells = said
    print, keys = print_of("", table, "_r"), [f"_r.{quoted(key)}" for key in table.primary_key]
    known = same_text(table, "_b", "_r")
    new = "NOT EXISTS (SELECT 1 FROM {before} AS _b WHERE {known})"
    is_new = "false" if before is None else place.filled(new, before=before, known=known)
    missed = _missed(table, added, before, place)
    is_new = f"({is_new} OR _w._id IN ({missed}))"
    corrected = edited(added, table, _of(added, cells, table, place), "true", place)
    wanted = place.filled(_WANTED, print=print, added=added, corrected=corrected)
    words = {"keys": ", ".join(keys), "is_new": is_new, "wanted": wanted, "print": print}
    return place.table("like", _LIKE, rows=rows, **words)


def _missed(table: Table, added: Any, before: Any, place: Workspace) -> str:
    """SQL: those that were shown once, and not in the last release, which may have the producer's.

    So it is after a restore of a desk that knows less than the releases, or without them.
    """
    shown = f"SELECT _id FROM {{added}} AS _a WHERE _state IN {SHOWN}"  # noqa: S608
    if before is None:
        return place.filled(shown, added=added)
    known = same_text(table, "_b", "_a")
    missing = f"{shown} AND NOT EXISTS (SELECT 1 FROM {{before}} AS _b WHERE {{known}})"  # noqa: S608
    return place.filled(missing, added=added, before=before, known=known)


def _of(added: Any, cells: Sequence[Live], table: Table, place: Workspace) -> Any:
    """The corrections of cells of the rows that were added."""
    keys = {key for (key,) in place.sql(place.filled("SELECT _key FROM {them}", them=added))}
    return keyed(brought([one for one in cells if one[_KEY] in keys], place), table, place)


def _along(cells: Sequence[Live], moved: dict[str, str]) -> list[Live]:
    """The corrections of cells, with the keys that their rows have by now: no cell has two."""
    there = {(one[_KEY], one[_COLUMN]) for one in cells}

    def along(one: Live) -> Live:
        to = moved.get(one[_KEY], one[_KEY])
        return one if (to, one[_COLUMN]) in there else (*one[:_KEY], to, *one[_KEY + 1 :])

    return [along(one) for one in cells] if moved else [*cells]
