"""The three-way merge: what a cell said, what it should say, and what the export says today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publish.bakehouse.corrections.added import STANDS, brought, with_added
from publish.bakehouse.corrections.fingerprints import columns_of, with_fingerprints
from publish.bakehouse.corrections.rekeyed import with_doubts, with_new_keys
from publish.bakehouse.corrections.typed import edited, keyed, same_key, typed
from publish.bakehouse.engine import Workspace
from publish.corrections.additions import WHOLE
from publish.corrections.live import Settled
from publish.declare.table import Table
from publish.words.sql import literal, quoted

_BASES = "(SELECT _id, unnest(_bases::JSON::VARCHAR[]) AS _base FROM {live} WHERE _column = {name})"
_MERGED = """
WITH found AS (
    SELECT _v.*, _r.{column} AS _says, _r._there IS NOT NULL AS _is_there,
        EXISTS (SELECT 1 FROM ({bases}) AS _k
            WHERE _k._id = _v._id AND _k.{column} IS NOT DISTINCT FROM _r.{column}
            AND (_k._base IS NULL OR _k.{column} IS NOT NULL)) AS _as_known
    FROM ({news}) AS _v LEFT JOIN (SELECT *, true AS _there FROM {rows}) AS _r ON {same}
)
SELECT DISTINCT ON (_id) _id, _says::VARCHAR AS _source, CASE
    WHEN _why IS NOT NULL THEN 'invalid' WHEN NOT _is_there THEN 'orphan'
    WHEN _says IS NOT DISTINCT FROM {column} THEN 'absorbed'
    WHEN _as_known OR {prevails} THEN 'applied' ELSE 'conflict' END AS _now
FROM found ORDER BY _id
"""
_JOINED = """
SELECT _l.*, _m._source, CASE
    WHEN _m._now IS NULL THEN 'schema' WHEN _m._now = 'orphan' AND _l._fit > 1 THEN 'ambiguous'
    WHEN _m._now = 'applied' AND _l._fit = 1 THEN 'rematched' ELSE _m._now END AS _now
FROM {live} AS _l LEFT JOIN ({parts}) AS _m ON _m._id = _l._id
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
        whole = f"_column = '{WHOLE}' AND _now = 'absorbed' AND _fit = 1"
        return self._settled(f"_now = 'rematched' OR ({whole})", place)

    def _settled(self, which: str, place: Workspace) -> list[Settled]:
        asked = "SELECT _id, _now, _key, _source, _fingerprint FROM {them} WHERE {which} ORDER BY 1"
        rows = place.sql(place.filled(asked, them=self.corrections, which=which))
        return [Settled(*row) for row in rows]

    def fresh(self, place: Workspace) -> dict[str, list[int]]:
        """The numbers of those that no release showed yet, by column."""
        asked = f"""SELECT _column, list(_id ORDER BY _id) FROM {{them}}
            WHERE _state = 'accepted' AND {_SHOWN} GROUP BY ALL ORDER BY ALL"""  # noqa: S608
        return dict(place.sql(place.filled(asked, them=self.corrections)))

    def added(self, place: Workspace) -> int:
        """How many of the rows were added at the desk, and are in no export."""
        asked = "SELECT count(*) FROM {them} WHERE _column = '" + WHOLE + f"' AND {STANDS}"  # noqa: S608
        [[found]] = place.sql(place.filled(asked, them=self.corrections))
        return int(found)

    def states(self, place: Workspace) -> dict[str, int]:
        """How many corrections came to each state; of rows that stand beside the export's."""
        state = f"CASE WHEN _column = '{WHOLE}' AND _now = 'applied' THEN 'added' ELSE _now END"
        asked = f"SELECT {state}, count(*) FROM {{them}} GROUP BY ALL ORDER BY ALL"  # noqa: S608
        return dict(place.sql(place.filled(asked, them=self.corrections)))


def correct(
    rows: Any, table: Table, live: Sequence[tuple[Any, ...]], before: Any, place: Workspace
) -> Corrected:
    """Typed rows (Ibis) with the corrections that stand.

    `live` are those of the table, as publish.corrections.live has them; `before` (Ibis, texts) is
    the table in the last release, whose keys are no new ones; None without one.
    """
    exported, added = rows, with_added(rows, table, live, before, place)
    rows, corrections = added.rows, keyed(brought(added.live, place), table, place)
    here = _here(rows, table, corrections, place)
    corrections = with_new_keys(exported, here, table, corrections, before, place)
    if place.sql(place.filled("FROM {them} WHERE _fit = 1 LIMIT 1", them=corrections)):
        here = _here(rows, table, corrections, place)
    merged = _merged(here, table, corrections, place)
    merged = with_doubts(exported, here, table, merged, place)
    merged = with_fingerprints(rows, here, table, merged, place)
    corrected = edited(rows, table, merged, _SHOWN, place)
    return Corrected(corrected, added.told(merged, table, place))


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
        same=same_key(table, "_v", "_r"),
        prevails="true" if prevails else "false",
    )
