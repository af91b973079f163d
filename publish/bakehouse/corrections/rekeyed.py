"""Rows that came back under another key: known again by all that they say, or not at all."""

from typing import Any

from publish.bakehouse.corrections.fingerprints import columns_of, print_of
from publish.bakehouse.corrections.typed import key_text, same_key, same_text
from publish.bakehouse.engine import Workspace
from publish.declare.table import Table
from publish.words.sql import literal, quoted

_OTHERWISE = """
SELECT _l._id, _l._fingerprint FROM {live} AS _l JOIN {here} AS _r ON {same}
WHERE _l._column = {name} AND _l._fingerprint IS NOT NULL AND {print} <> _l._fingerprint
"""
_DOUBTED = """
SELECT _o._id FROM ({otherwise}) AS _o
JOIN (SELECT DISTINCT {print} AS _print FROM {rows} AS _r) AS _p ON _p._print = _o._fingerprint
"""
_LOST = """
SELECT * FROM {live} AS _l WHERE _l._column = {name} AND _l._fingerprint IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM {rows} AS _r WHERE {same})
"""
_FITTING = """
SELECT _l._id, {keys}, greatest(
    count(*) OVER (PARTITION BY _l._id), count(*) OVER (PARTITION BY {keys})
) AS _fit
FROM ({lost}) AS _l JOIN (
    SELECT * FROM {new} AS _r
    WHERE NOT EXISTS (SELECT 1 FROM {live} AS _l WHERE _l._column = {name} AND {same})
) AS _r ON _l._fingerprint = {print}
"""
_NEW = """
SELECT * FROM {rows} AS _r WHERE NOT EXISTS (SELECT 1 FROM {before} AS _b WHERE {known})
"""
_MOVED = """
WITH fitting AS ({fitting}), moved AS (
    SELECT _l.* EXCLUDE ({names}), {keys}, coalesce(_f._fit, 0) AS _fit
    FROM {live} AS _l LEFT JOIN (SELECT DISTINCT ON (_id) * FROM fitting) AS _f ON _f._id = _l._id
)
SELECT * REPLACE (CASE WHEN _fit = 1 THEN {key} ELSE _key END AS _key) FROM moved
"""


def with_new_keys(
    rows: Any, here: Any, table: Table, live: Any, before: Any, place: Workspace
) -> Any:
    """The corrections (Ibis) with the key that their row has by now, and how many rows `_fit`.

    `here` (Ibis) are the rows that are where the corrections say. A row fits where it says what the
    lost one said, in all columns but the corrected one, and its key is not among those `before`
    (Ibis, texts: those of the last release). One fits: it is the row. A row that is where it was is
    not looked for: none fits. Nor does one of which the same column is corrected already.
    """
    lost = {name: _lost(name, here, table, live, place) for name in columns_of(live, table, place)}
    asked = [name for name, query in lost.items() if place.sql(f"FROM ({query}) LIMIT 1")]
    if not asked or before is None:
        return place.table("moved", "SELECT *, 0 AS _fit FROM {live}", live=live)
    keys = list(map(quoted, table.primary_key))
    known = same_text(table, "_b", "_r")
    new = place.table("new", _NEW, rows=rows, before=before, known=known)
    fitting = " UNION ALL ".join(
        place.filled(
            _FITTING,
            keys=", ".join(f"_r.{key}" for key in keys),
            lost=lost[name],
            new=new,
            live=live,
            name=literal(name),
            same=same_key(table, "_l", "_r"),
            print=print_of(name, table, "_r"),
        )
        for name in asked
    )
    return place.table(
        "moved",
        _MOVED,
        fitting=fitting,
        names=", ".join(keys),
        keys=", ".join(f"CASE WHEN _f._fit = 1 THEN _f.{k} ELSE _l.{k} END AS {k}" for k in keys),
        live=live,
        key=key_text(table),
    )


def _lost(name: str, here: Any, table: Table, live: Any, place: Workspace) -> str:
    same = same_key(table, "_l", "_r")
    return place.filled(_LOST, live=live, name=literal(name), rows=here, same=same)


def with_doubts(rows: Any, here: Any, table: Table, merged: Any, place: Workspace) -> Any:
    """The corrections (Ibis), `ambiguous` where their key may stand for another row by now.

    So it does where the row under it says something else, and another one what it said: a producer
    who counts rows anew gives old keys to other things.
    """
    same = same_key(table, "_l", "_r")
    doubted = []
    for name in columns_of(merged, table, place):
        words = {"name": literal(name), "print": print_of(name, table, "_r"), "same": same}
        otherwise = place.filled(_OTHERWISE, live=merged, here=here, **words)
        if place.sql(f"FROM ({otherwise}) LIMIT 1"):
            doubted.append(place.filled(_DOUBTED, otherwise=otherwise, rows=rows, **words))
    if not doubted:
        return merged
    return place.table(
        "doubted",
        "SELECT * REPLACE (CASE WHEN _id IN ({doubted}) THEN 'ambiguous' ELSE _now END AS _now) "
        "FROM {merged}",
        doubted=" UNION ALL ".join(doubted),
        merged=merged,
    )
