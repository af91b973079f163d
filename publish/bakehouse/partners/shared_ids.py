"""Ids that rows of a table's own sources share with partners' rows: one of both would be lost."""

from typing import Any

from publish.bakehouse.engine import Workspace
from publish.errors import SourceError

_SHARED = """
SELECT _own_id FROM {placed} GROUP BY _own_id
HAVING bool_or(_partner = '') AND bool_or(_partner <> '') ORDER BY 1 LIMIT 5
"""


def refuse_shared(placed: Any, table: str, place: Workspace) -> None:
    """Raises SourceError where members (Ibis) of the table's own sources have partners' ids."""
    found = [id for (id,) in place.sql(place.filled(_SHARED, placed=placed))]
    if found:
        raise SourceError(
            f"{table}: {', '.join(found)} {'is' if len(found) == 1 else 'are'} in its own sources, "
            "and the id of a partner's row as well; give the rows there other ids, or take out "
            "what came of a release"
        )
