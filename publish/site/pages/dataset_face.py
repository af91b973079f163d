"""What the page of a dataset begins with: a map, two charts, the questions that it answers.

What was baked is drawn into the page; what was not is a picture that a browser asks for later, so
that the page itself counts nothing.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from publish.figures.asking import WholeTable
from publish.figures.baked import baked
from publish.figures.chart import BARS, figures
from publish.figures.places import groups
from publish.figures.specification import specifications
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.site import Request, Site
from publish.site.base.timing import Budget
from publish.site.catalog.glimpses import is_question
from publish.site.charts.chart import ShownChart, chart_of, charts_later
from publish.site.downloads.shown import ShownFile, of_dataset, of_table
from publish.site.maps.map import Map, map_of
from publish.site.rows.whole import whole_table

CHARTS = 2
# The files that people open by themselves: of a table, and of all.
OF_TABLE, OF_ALL = ("text/csv", "spreadsheetml"), ("application/zip",)


async def face(site: Site, request: Request, release: Release, names: Sequence[str]) -> Any:
    """The variables of the template; `names` are the tables that the visitor may see."""
    tables = [release.tables[name] for name in names]
    asked = [table for table in tables if is_question(table)]
    ordered = [*asked, *(table for table in tables if table not in asked)]
    charts = [one async for one in _charts(site, request, release, ordered)]
    return {
        "map": await _map(site, request, release, tables),
        "charts": charts,
        "questions": [table.name for table in asked],
        "at_once": _at_once(release, tables),
    }


async def _map(
    site: Site, request: Request, release: Release, tables: Sequence[Table]
) -> Map | None:
    for table in tables:
        found = baked(release, groups(WholeTable(table))) if table.map else None
        if found:
            selection = await whole_table(site, request, release, table.name)
            return await map_of(site, selection, Budget(0))
    return None


async def _charts(
    site: Site, request: Request, release: Release, tables: Sequence[Table]
) -> AsyncIterator[ShownChart]:
    """Charts of different columns; of counts of people, by the column that was asked for last."""
    seen = set[str]()
    for table in tables:
        counted, number = WholeTable(table), len(seen)
        wanted = list(enumerate(specifications(counted)))
        if table.about == "people":
            wanted = wanted[::-1][:1]
        for place, one in wanted:
            if number == CHARTS:
                return
            if one.column in seen:
                continue
            seen.add(one.column)
            number += 1
            selection = await whole_table(site, request, release, table.name)
            if baked(release, figures(counted, one, BARS)) is None:
                yield charts_later(site, selection)[place]
            else:
                yield await chart_of(site, selection, one, Budget(0))


def _at_once(release: Release, tables: Sequence[Table]) -> list[tuple[ShownFile, Table | None]]:
    """CSV and Excel of the first table, and everything in one file."""
    own: list[tuple[ShownFile, Table | None]] = [
        (one, table)
        for table in tables[:1]
        for one in of_table(release, table)
        if _is(one, OF_TABLE)
    ]
    return [*own, *((one, None) for one in of_dataset(release) if _is(one, OF_ALL))]


def _is(file: ShownFile, kinds: Sequence[str]) -> bool:
    return any(kind in file.type for kind in kinds) and not file.href.endswith(".gz")
