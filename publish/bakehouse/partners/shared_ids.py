"""Ids that rows of a table's own sources share with others, or lack: some would be lost."""

from typing import Any

from publish.bakehouse.engine import Workspace
from publish.errors import SourceError

_SHARED = """
SELECT _own_id FROM {placed} GROUP BY _own_id
HAVING bool_or(_partner = '') AND bool_or(_partner <> '') ORDER BY 1 LIMIT 5
"""
_UNNAMED = """
SELECT (SELECT count(*) FROM {members} WHERE _partner = '') - (
    SELECT count(DISTINCT _source_id) FROM {members} WHERE _partner = '')
"""


def refuse_unnamed(members: Any, table: str, place: Workspace) -> None:
    """Raises SourceError where members (Ibis) of its own sources have no id of their own."""
    [(rows,)] = place.sql(place.filled(_UNNAMED, members=members))
    if rows:
        raise SourceError(
            f"{table}: {rows} rows of its own sources have no id, or one that another row there "
            "has; give each one of its own, or they would be lost"
        )


def refuse_shared(placed: Any, table: str, place: Workspace) -> None:
    """Raises SourceError where members (Ibis) of the table's own sources have partners' ids."""
    found = [id for (id,) in place.sql(place.filled(_SHARED, placed=placed))]
    if found:
        raise SourceError(
            f"{table}: {', '.join(found)} {'is' if len(found) == 1 else 'are'} in its own sources, "
            "and the id of a partner's row as well; give the rows there other ids, or take out "
            "what came of a release"
        )
