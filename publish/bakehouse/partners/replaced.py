"""Rows that stay by their partner's policy, and that the partner gives under another key by now."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import Workspace

# Where fewer new rows say the same, nobody knows which of them went.
_REPLACED = """
WITH old AS (
    SELECT * FROM {members} SEMI JOIN {stay} USING (_member) WHERE _fingerprint IS NOT NULL
), new AS (
    SELECT m._partner, m._fingerprint, count(*) AS rows FROM {members} AS m
    ANTI JOIN {stay} AS s ON s._member = m._member
    ANTI JOIN {known} AS k ON k.partner = m._partner AND k.source_id = m._source_id
    GROUP BY ALL
)
SELECT _member FROM old JOIN new USING (_partner, _fingerprint)
QUALIFY count(*) OVER (PARTITION BY _partner, _fingerprint) <= rows ORDER BY 1
"""
_OTHERS = "SELECT m.* FROM {members} AS m ANTI JOIN {replaced} AS r ON r._member = m._member"


def without_replaced(
    members: Any, known: Any, stay: Sequence[str], place: Workspace
) -> tuple[Any, list[str]]:
    """The members (Ibis) but those that others replaced, and the names of these.

    `stay` are the rows that their partners have no more, by their names; new ones that say the
    same, at least as many, are these under other keys. `known` (Ibis) are rows seen before.
    """
    words = {"members": members, "known": known, "stay": _named(stay, place)}
    found = [name for (name,) in place.sql(place.filled(_REPLACED, **words))]
    if not found:
        return members, []
    return place.table("stayed", _OTHERS, members=members, replaced=_named(found, place)), found


def _named(names: Sequence[str], place: Workspace) -> Any:
    return place.brought("named", pa.table({"_member": pa.array(names, pa.string())}))
