"""Rows about people for the tests of protection."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from tests.sites import DAY
from tests.tables import column, table


def rows(place: Workspace, names: Sequence[str], found: Sequence[Sequence[Any]]) -> Any:
    """An Ibis table of texts: PERSON first, then `names`."""
    columns = [PERSON, *names]
    cells = {
        name: pa.array([row[i] for row in found], pa.string()) for i, name in enumerate(columns)
    }
    return place.con.create_table(place.name("people"), pa.table(cells), temp=True)


def recoded(place: Workspace, found: Any, roles: dict[str, str], **declared: Any) -> RecodedTable:
    """A table about people on its way, its columns by role, under `privacy` as declared."""
    columns = {name: column(role=role) for name, role in roles.items()}
    hidden = {"who": column(role="identifier", protect="drop")}
    words = {"about": "people", "contributor": "who", "privacy": {"k": 5}} | declared
    made = table(hidden | columns, **words)
    private = place.folder / "private"
    return RecodedTable(
        dataset="enquete",
        name="answers",
        declared=made,
        rows=found,
        keys=Keys("enquete", private),
        place=place,
        as_of=DAY,
        private=private,
        previous=None,
    )
