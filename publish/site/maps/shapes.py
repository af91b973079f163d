"""The shapes of the selected rows, with as many vertices as a screen shows and an answer holds."""

import json
from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publish.figures.places import POINTS, Box, placed
from publish.figures.shapes import Shape, read_shape
from publish.site.base.site import Site
from publish.site.maps.places import named, pointed
from publish.site.rows.selection import Selection
from publish.words.sql import sql_name

# Vertices that are read for an answer, and that it holds.
READ, SENT = 200_000, 60_000
# Pixels of the map of the whole world at zoom 0, and between two vertices.
WORLD, NEAR = 256, 1.5


@dataclass(frozen=True)
class NamedShape:
    """A shape, its row's label and the end of its row's address."""

    label: str
    end: str
    shape: Shape

    @property
    def tree(self) -> list[Any]:
        """As an answer holds it."""
        return [self.label, self.end, json.loads(self.shape.text)]


@dataclass(frozen=True)
class Drawn:
    """Shapes, the largest first, and how many rows have one that is not drawn."""

    shapes: Sequence[NamedShape]
    left_out: int


async def shapes(site: Site, selection: Selection, box: Box | None, zoom: float) -> Drawn:
    """The shapes that reach into a box, as a zoom shows them.

    Where they have too many vertices together, each is seen in its overview; where these are too
    many too, the largest are drawn. None where there are more rows than points of an answer.
    """
    source, parameters = placed(selection, box)
    database = site.databases[selection.release.dataset]
    sql = f"select count(*), total([map.vertices]) {source}"
    [(rows, vertices)] = (await database.execute(sql, parameters)).rows
    if rows > POINTS:
        return Drawn([], rows)
    wanted = sql_name(selection.resource.shape or "") if vertices <= READ else "[map.overview]"
    size = "([map.east] - [map.west]) * ([map.north] - [map.south])"
    sql = f"select {wanted}, {named(selection)} {source} order by {size} desc, [map.row]"
    found = (await database.execute(sql, parameters)).rows
    # Reading takes longer than the database: other requests go on meanwhile.
    return await to_thread(_drawn, selection, found, 360 / WORLD / 2**zoom * NEAR)


def _drawn(selection: Selection, found: Sequence[Any], step: float) -> Drawn:
    kept: list[NamedShape] = []
    read = sent = seen = 0
    for text, *rest in found:
        shape = read_shape(text)
        simpler = shape.simpler(step) if shape else None
        read += shape.vertices if shape else 0
        sent += simpler.vertices if simpler else 0
        if read > READ or sent > SENT:
            break
        seen += 1
        if simpler:
            kept.append(NamedShape(*pointed(selection, rest), simpler))
    return Drawn(kept, len(found) - seen)
