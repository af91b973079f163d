"""Which rows that partners feed are disputed, by what was reviewed at the desk."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from publish.bakehouse.corrections.corrected import Corrected
from publish.bakehouse.corrections.typed import key_text, same_key
from publish.bakehouse.engine import Workspace
from publish.declare.merged_columns import DISPUTED
from publish.declare.table import Table
from publish.words.sql import quoted

_JUDGED = """
SELECT r.* REPLACE ({key} IN (SELECT _key FROM {waiting}) OR {conflict} AS {disputed})
FROM {rows} AS r
"""
_CONFLICT = "EXISTS (SELECT 1 FROM {corrections} AS c WHERE c._now = 'conflict' AND {same})"


def with_disputes(
    rows: Any,
    table: Table,
    corrected: Corrected | None,
    waiting: Sequence[str],
    place: Workspace,
) -> Any:
    """Rows (Ibis) that say whether they are disputed.

    So are those of which a correction is in conflict with what partners say, and those that wait
    (`waiting`, keys as the desk has them) because reviewed proposals contradict each other.
    """
    conflict = "false"
    if corrected:
        same = same_key(table, "c", "r")
        conflict = place.filled(_CONFLICT, corrections=corrected.corrections, same=same)
    keys = pa.table({"_key": pa.array(waiting, pa.string())})
    return place.table(
        "disputed",
        _JUDGED,
        key=key_text(table),
        waiting=place.brought("disputed_keys", keys),
        conflict=conflict,
        disputed=quoted(DISPUTED),
        rows=rows,
    )
