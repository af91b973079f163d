"""What a row says beside its key and one column, to know it again under another key."""

from collections.abc import Sequence
from typing import Any

from publish.bakehouse.corrections.typed import same_key
from publish.bakehouse.engine import Workspace
from publish.corrections.correctable import correctable
from publish.declare.table import Table
from publish.words.sql import literal, quoted

# All rows are hashed once, all columns together; one column is then taken out of it again.
_HASHED = "SELECT {whole} AS _whole, {columns} FROM {rows} AS _t"
_PRINTS = """
WITH mine AS (
    SELECT _l._id, xor({whole}, {hash}) AS _rest, {print} AS _print
    FROM (SELECT * FROM {live} WHERE _column = {name}) AS _l JOIN {here} AS _r ON {same}
),
alike AS (
    SELECT xor(_whole, {column}) AS _rest, count(*) AS _rows FROM {hashed}
    WHERE xor(_whole, {column}) IN (SELECT _rest FROM mine) GROUP BY ALL
)
SELECT _id, _print FROM mine JOIN alike USING (_rest) WHERE _rows = 1
"""
_PRINTED = """
SELECT _m.* REPLACE (
    CASE WHEN _m._now IN ('orphan', 'ambiguous', 'schema') THEN _m._fingerprint ELSE _p._print END
    AS _fingerprint)
FROM {merged} AS _m LEFT JOIN ({prints}) AS _p ON _p._id = _m._id
"""


def with_fingerprints(rows: Any, here: Any, table: Table, merged: Any, place: Workspace) -> Any:
    """The corrections (Ibis) with what their row says today, where no other row says the same.

    `here` (Ibis) are the rows that they are of. Of a row that is gone it is what it said last.
    """
    names = columns_of(merged, table, place)
    if not names:
        return merged
    hashed = place.table(
        "hashed",
        _HASHED,
        whole=_whole(table, "_t"),
        columns=", ".join(f"{_hash(name, '_t')} AS {quoted(name)}" for name in names),
        rows=rows,
    )
    prints = " UNION ALL ".join(
        place.filled(
            f"({_PRINTS})",
            column=quoted(name),
            name=literal(name),
            print=print_of(name, table, "_r"),
            here=here,
            hashed=hashed,
            live=merged,
            same=same_key(table, "_l", "_r"),
            whole=_whole(table, "_r"),
            hash=_hash(name, "_r"),
        )
        for name in names
    )
    return place.table("printed", _PRINTED, merged=merged, prints=prints)


def columns_of(live: Any, table: Table, place: Workspace) -> list[str]:
    """The columns, of those that can be corrected, of which there are corrections (Ibis)."""
    found = place.sql(place.filled("SELECT DISTINCT _column FROM {live} ORDER BY 1", live=live))
    return [name for (name,) in found if name in correctable(table)]


def print_of(name: str, table: Table, alias: str) -> str:
    """SQL: the digest of what a row says beside its key and a column."""
    others = (f"{alias}.{quoted(one)}::VARCHAR" for one in correctable(table) if one != name)
    return f"md5(to_json([{', '.join(others)}])::VARCHAR)"


def _whole(table: Table, alias: str) -> str:
    """SQL: a hash of all that can be corrected of a row."""
    hashes: Sequence[str] = [_hash(name, alias) for name in correctable(table)]
    found = hashes[0]
    for one in hashes[1:]:
        found = f"xor({found}, {one})"
    return found


def _hash(name: str, alias: str) -> str:
    return f"hash({literal(name)}, {alias}.{quoted(name)})"
