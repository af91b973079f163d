"""The three-way merge: what a cell said, what it should say, and what the export says today."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import pyarrow as pa

from publish.bakehouse.corrections.fingerprints import columns_of, with_fingerprints
from publish.bakehouse.corrections.rekeyed import with_doubts, with_new_keys
from publish.bakehouse.corrections.typed import same_key, typed
from publish.bakehouse.engine import Workspace
from publish.corrections.live import COLUMNS, Settled
from publish.declare.table import Table
from publish.words.sql import literal, quoted

SCHEMA = pa.schema([(f"_{name}", pa.int64() if name == "id" else pa.string()) for name in COLUMNS])
_BASES = "(SELECT _id, unnest(_bases::JSON::VARCHAR[]) AS _base FROM {live} WHERE _column = {name})"
_MERGED = """
WITH found AS (
    SELECT v.*, r.{column} AS _says, r._there IS NOT NULL AS _is_there,
        EXISTS (SELECT 1 FROM ({bases}) AS k
            WHERE k._id = v._id AND k.{column} IS NOT DISTINCT FROM r.{column}
            AND (k._base IS NULL OR k.{column} IS NOT NULL)) AS _as_known
    FROM ({news}) AS v LEFT JOIN (SELECT *, true AS _there FROM {rows}) AS r ON {same}
)
SELECT DISTINCT ON (_id) _id, _says::VARCHAR AS _source, CASE
    WHEN _why IS NOT NULL THEN 'invalid' WHEN NOT _is_there THEN 'orphan'
    WHEN _says IS NOT DISTINCT FROM {column} THEN 'absorbed'
    WHEN _as_known OR {prevails} THEN 'applied' ELSE 'conflict' END AS _now
FROM found ORDER BY _id
"""
_JOINED = """
SELECT l.* EXCLUDE (_fit), m._source, CASE
    WHEN m._now IS NULL THEN 'schema' WHEN m._now = 'orphan' AND l._fit > 1 THEN 'ambiguous'
    WHEN m._now = 'applied' AND l._fit = 1 THEN 'rematched' ELSE m._now END AS _now
FROM {live} AS l LEFT JOIN ({parts}) AS m ON m._id = l._id
"""
_APPLIED = """
SELECT r.* REPLACE ({cells}) FROM {rows} AS r LEFT JOIN ({edits}) AS c ON {same}
"""
_SHOWN = "_now IN ('applied', 'rematched')"


@dataclass(frozen=True)
class Corrected:
    """Typed rows (Ibis) as they are corrected, and the corrections (Ibis): `_now` is their state.

    These have the row's key too, by its columns, `_source`, what the export says, and the rest of
    `publish.corrections.live.COLUMNS` behind an underscore.
    """

    rows: Any
    corrections: Any

    def settled(self, place: Workspace) -> list[Settled]:
        """What became of each correction."""
        return self._settled("true", place)

    def moved(self, place: Workspace) -> list[Settled]:
        """The same of those whose row has another key by now."""
        return self._settled("_now = 'rematched'", place)

    def _settled(self, which: str, place: Workspace) -> list[Settled]:
        asked = "SELECT _id, _now, _key, _source, _fingerprint FROM {them} WHERE {which} ORDER BY 1"
        rows = place.sql(place.filled(asked, them=self.corrections, which=which))
        return [Settled(*row) for row in rows]

    def fresh(self, place: Workspace) -> dict[str, list[int]]:
        """The numbers of those that no release showed yet, by column."""
        asked = f"""SELECT _column, list(_id ORDER BY _id) FROM {{them}}
            WHERE _state = 'accepted' AND {_SHOWN} GROUP BY ALL ORDER BY ALL"""  # noqa: S608
        return dict(place.sql(place.filled(asked, them=self.corrections)))

    def states(self, place: Workspace) -> dict[str, int]:
        """How many corrections came to each state."""
        asked = "SELECT _now, count(*) FROM {them} GROUP BY ALL ORDER BY ALL"
        return dict(place.sql(place.filled(asked, them=self.corrections)))


def correct(
    rows: Any, table: Table, live: Sequence[tuple[Any, ...]], before: Any, place: Workspace
) -> Corrected:
    """Typed rows (Ibis) with the corrections that stand.

    `live` are those of the table, as publish.corrections.live has them; `before` (Ibis, texts) is
    the table in the last release, whose keys are no new ones; None without one.
    """
    columns = zip(*live, strict=True) if live else ((),) * len(COLUMNS)
    brought = pa.table([*map(pa.array, columns, SCHEMA.types)], schema=SCHEMA)
    corrections = _keyed(place.brought("said", brought), table, place)
    here = _here(rows, table, corrections, place)
    corrections = with_new_keys(rows, here, table, corrections, before, place)
    if place.sql(place.filled("FROM {them} WHERE _fit = 1 LIMIT 1", them=corrections)):
        here = _here(rows, table, corrections, place)
    merged = _merged(here, table, corrections, place)
    merged = with_doubts(rows, here, table, merged, place)
    merged = with_fingerprints(rows, here, table, merged, place)
    return Corrected(_applied(rows, table, merged, place), merged)


def _keyed(live: Any, table: Table, place: Workspace) -> Any:
    """The corrections with the key of their row as values; NULL where it is none any more."""
    cells = {name: f"_key->>'$[{n}]'" for n, name in enumerate(table.primary_key)}
    statement = typed(place.filled("{live}", live=live), cells, table, place)
    return place.made("keyed", f"SELECT * EXCLUDE (_why) FROM ({statement})")  # noqa: S608


def _here(rows: Any, table: Table, corrections: Any, place: Workspace) -> Any:
    """The rows that the corrections are of, as far as they are there."""
    keys = ", ".join(map(quoted, table.primary_key))
    asked = "SELECT * FROM {rows} SEMI JOIN {them} USING ({keys})"
    return place.table("here", asked, rows=rows, them=corrections, keys=keys)


def _merged(rows: Any, table: Table, corrections: Any, place: Workspace) -> Any:
    live, names = place.filled("{live}", live=corrections), columns_of(corrections, table, place)
    parts = [_of_column(name, rows, table, live, place) for name in names]
    nothing = "SELECT 0 AS _id, '' AS _source, '' AS _now WHERE false"
    return place.table("merged", _JOINED, live=live, parts=" UNION ALL ".join((*parts, nothing)))


def _of_column(name: str, rows: Any, table: Table, live: str, place: Workspace) -> str:
    """A query for what became of the corrections of one column."""
    of_column = f"(SELECT * FROM {live} WHERE _column = {literal(name)})"  # noqa: S608
    prevails = table.corrections is not None and name in table.corrections.prevail
    bases = _BASES.format(live=live, name=literal(name))
    return place.filled(
        f"SELECT * FROM ({_MERGED})",  # noqa: S608
        column=quoted(name),
        bases=typed(bases, {name: "_base"}, table, place),
        news=typed(of_column, {name: "_new"}, table, place),
        rows=rows,
        same=same_key(table, "v", "r"),
        prevails="true" if prevails else "false",
    )


def _applied(rows: Any, table: Table, merged: Any, place: Workspace) -> Any:
    asked = f"SELECT DISTINCT _column FROM {{merged}} WHERE {_SHOWN}"  # noqa: S608
    names = [name for (name,) in place.sql(place.filled(asked, merged=merged))]
    if not names:
        return rows
    them = place.filled("{merged}", merged=merged)
    keys = ", ".join(map(quoted, table.primary_key))
    edits = reduce(
        lambda left, right: f"{left} FULL JOIN {right} USING ({keys})",
        [_edits(name, keys, table, them, place) for name in sorted(names)],
    )
    cells = (
        f"CASE WHEN c.{quoted(f'{n} there')} THEN c.{quoted(f'{n} new')} ELSE r.{quoted(n)} END "
        f"AS {quoted(n)}"
        for n in names
    )
    return place.table(
        "corrected",
        _APPLIED,
        cells=", ".join(cells),
        rows=rows,
        edits=f"SELECT * FROM {edits}",  # noqa: S608
        same=same_key(table, "r", "c"),
    )


def _edits(name: str, keys: str, table: Table, merged: str, place: Workspace) -> str:
    """The new values of a column by key, in SQL."""
    shown = f"(SELECT {keys}, _new FROM {merged} WHERE _column = {literal(name)} AND {_SHOWN})"  # noqa: S608
    values = typed(shown, {name: "_new"}, table, place)
    wanted = f"{keys}, {quoted(name)} AS {quoted(f'{name} new')}, true AS {quoted(f'{name} there')}"
    return f"(SELECT {wanted} FROM ({values}))"  # noqa: S608
