"""Columns of a few values, to look for personal data in."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.personal.scan import scan
from publish.bakehouse.personal.search import Scanned

TOGETHER = 30
"""Columns looked into at once: to compile a search costs more than to run it."""


@dataclass(frozen=True)
class Cells:
    """A column to look into."""

    values: Sequence[str | None]
    header: str = ""
    type: str = "string"
    people: bool = False


def kinds(place: Workspace, columns: Sequence[Cells]) -> list[dict[str, int]]:
    """For each column, the kinds found in it, and in how many values."""
    parts = (columns[at : at + TOGETHER] for at in range(0, len(columns), TOGETHER))
    return [found for part in parts for found in _side_by_side(place, part)]


def _side_by_side(place: Workspace, columns: Sequence[Cells]) -> list[dict[str, int]]:
    length = max(len(column.values) for column in columns)
    cells = {
        f"cell {n}": pa.array(
            [*column.values, *[None] * (length - len(column.values))], pa.string()
        )
        for n, column in enumerate(columns)
    }
    name = place.name("cells")
    rows = place.con.create_table(name, pa.table(cells), temp=True)
    looked = zip(cells, columns, strict=True)
    hits = scan(rows, [Scanned(cell, one.type, one.header, one.people) for cell, one in looked])
    place.con.drop_table(name)
    return [{hit.kind.name: hit.values for hit in hits if hit.column == cell} for cell in cells]
