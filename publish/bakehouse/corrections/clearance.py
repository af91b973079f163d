"""What changed in a table appears once the organisation that it names has cleared it."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from publish.bakehouse.corrections.held import Held, ToClear, cast, key_of, types_of
from publish.bakehouse.corrections.typed import arrow
from publish.bakehouse.engine import Workspace
from publish.corrections.clearances import Known
from publish.declare.table import Table
from publish.words.sql import literal, quoted

_KNOWN = pa.schema(
    [(name, pa.bool_() if name == "cleared" else pa.string()) for name in Known._fields]
)
_KEYED = "SELECT *, {key} AS _key FROM (SELECT {texts} FROM {rows} AS r)"
# What a row says now beside what the last release says; without a difference it is not in it.
_DIFFERENT = """
SELECT coalesce(n._key, l._key) AS _key,
    sha256(CASE WHEN n._key IS NULL THEN {whole_last} ELSE {whole_now} END) AS _digest,
    CASE WHEN l._key IS NULL THEN 'new' WHEN n._key IS NULL THEN 'gone' ELSE 'changed' END AS _kind,
    to_json(map_from_entries(
        list_filter([{cells}], lambda one: one.v[1] IS DISTINCT FROM one.v[2]{told})
    ))::VARCHAR AS _cells,
    {shown}
FROM {now} AS n FULL JOIN {last} AS l ON n._key = l._key
WHERE n._key IS NULL OR l._key IS NULL OR {differs}
"""
_WAITING = """
SELECT d.*, coalesce(k.seen, {today}) AS _seen FROM {different} AS d
LEFT JOIN {known} AS k
    ON k.key = d._key AND (k.kind = 'erased' OR k.digest = d._digest AND k.kind = d._kind)
WHERE NOT coalesce(k.cleared, false) AND {stays}
"""
_SHOWN = """
SELECT r.* {replaced} FROM {rows} AS r LEFT JOIN {waiting} AS w ON w._key = {key}
WHERE w._kind IS DISTINCT FROM 'new'
UNION ALL BY NAME SELECT {gone} FROM {waiting} WHERE _kind = 'gone'
"""
_COUNTED = "SELECT _kind, count(*), min(_seen) FROM {waiting} GROUP BY ALL ORDER BY ALL"


def hold(name: str, rows: Any, table: Table, to_clear: ToClear, place: Workspace) -> Held | None:
    """The rows (Ibis) that leave, with what was not cleared as the last release has it.

    Changed rows keep their cells, new ones do not appear, and those that are gone stay. Where
    somebody is behind a row, withdrawing wins: rows that are gone go, and so do emptied cells.
    None where keys do not tell the rows apart: the gate refuses that.
    """
    now = _texts(rows, table, list(rows.columns), place)
    if _is_unclear(now, table, place):
        return None
    waiting = _waiting(now, table, to_clear, place)
    counted = place.sql(place.filled(_COUNTED, waiting=waiting))
    kinds = {kind: number for kind, number, _ in counted}
    since = min((seen for *_, seen in counted), default="")
    shown = _shown(rows, table, waiting, place) if kinds and to_clear.alike else rows
    return Held(to_clear, name, shown, waiting, kinds, since)


def _texts(rows: Any, table: Table, names: Sequence[str], place: Workspace) -> Any:
    """Rows as their file says them, with their key; NULL in columns that they do not have."""
    texts = (
        f"nullif(r.{quoted(name)}::VARCHAR, '') AS {quoted(name)}"
        if name in rows.columns
        else f"CAST(NULL AS VARCHAR) AS {quoted(name)}"
        for name in names
    )
    words = {"key": key_of(table), "texts": ", ".join(texts), "rows": rows}
    return place.table("texts", _KEYED, **words)


def _is_unclear(now: Any, table: Table, place: Workspace) -> bool:
    """Whether keys do not tell the rows apart."""
    missing = " OR ".join(f"{quoted(name)} IS NULL" for name in table.primary_key)
    asked = (
        "SELECT count(DISTINCT _key) < count(*) OR coalesce(bool_or({missing}), false) FROM {now}"
    )
    [[found]] = place.sql(place.filled(asked, now=now, missing=missing))
    return bool(found)


def _waiting(now: Any, table: Table, to_clear: ToClear, place: Workspace) -> Any:
    """The changes that are not cleared: key, what the last release shows, digest and kind."""
    names = [name for name in now.columns if name != "_key"]
    before = now.limit(0).drop("_key") if to_clear.before is None else to_clear.before
    different = place.table(
        "different",
        _DIFFERENT,
        now=now,
        last=_texts(before, table, names, place),
        whole_now=_whole(names, "n"),
        whole_last=_whole(names, "l"),
        cells=", ".join(map(_both, names)),
        # What goes at once is not kept for whoever clears the rest of the row.
        told=" AND one.v[2] IS NOT NULL" if table.contributor else "",
        shown=", ".join(_kept(name, table) for name in names),
        differs=_differs(names, table) if to_clear.alike else "true",
    )
    return place.table(
        "waiting",
        _WAITING,
        today=literal(to_clear.day.isoformat()),
        different=different,
        known=place.brought("known", arrow(to_clear.known, _KNOWN)),
        stays="_kind <> 'gone'" if table.contributor else "true",
    )


def _both(name: str) -> str:
    """SQL: what the last release says in a column, and what the row says now."""
    pair = f"[l.{quoted(name)}, n.{quoted(name)}]"
    return f"{{'k': {literal(name)}, 'v': {pair}}}"


def _whole(names: Sequence[str], alias: str) -> str:
    """SQL: all that a row says."""
    cells = (f"{literal(name)}: {alias}.{quoted(name)}" for name in names)
    return f"to_json({{{', '.join(cells)}}})::VARCHAR"


def _kept(name: str, table: Table) -> str:
    """SQL: what is shown of a row that waits; of one that is new, its key alone."""
    last, now = f"l.{quoted(name)}", f"n.{quoted(name)}"
    if name in table.primary_key:
        return f"coalesce({last}, {now}) AS {quoted(name)}"
    # Emptied may be what they wrote, what they agreed to show no more, and who they are.
    shown = f"CASE WHEN {now} IS NOT NULL THEN {last} END" if table.contributor else last
    return f"{shown} AS {quoted(name)}"


def _differs(names: Sequence[str], table: Table) -> str:
    return " OR ".join(
        f"(l.{quoted(name)} IS DISTINCT FROM n.{quoted(name)}"
        + (f" AND n.{quoted(name)} IS NOT NULL)" if table.contributor else ")")
        for name in names
    )


def _shown(rows: Any, table: Table, waiting: Any, place: Workspace) -> Any:
    types = types_of(rows, place)
    cells = (
        f"CASE WHEN w._kind = 'changed' THEN w.{quoted(name)}::{type} ELSE r.{quoted(name)} END "
        f"AS {quoted(name)}"
        for name, type in types.items()
        if name not in table.primary_key
    )
    replaced = ", ".join(cells)
    return place.table(
        "shown",
        _SHOWN,
        replaced=f"REPLACE ({replaced})" if replaced else "",
        rows=rows,
        waiting=waiting,
        key=key_of(table, "r"),
        gone=", ".join(cast(name, type) for name, type in types.items()),
    )
