"""Facets of dates: years, and the months of the one that is chosen."""

from datasette.utils import escape_sqlite

from publish.serving.datasette_site import Site
from publish.serving.facet import Choice, Counts, Facet, counted
from publish.serving.selection import Selection
from publish.serving.spans import MONTH, YEAR, span_of

MANY = 500


async def days(site: Site, selection: Selection, column: str, size: int) -> Facet:
    """The latest years, counted without the column's own filters."""
    span = span_of(selection, column) or ""
    counts = await _by(YEAR, site, selection, column)
    years = [(value, count) for value, count in counts if value]
    months = await _by(MONTH, site, selection, column) if span else []
    shown = []
    for place, (year, count) in enumerate(years):
        if place < size or year == span[:YEAR]:
            shown.append((year, count))
        if year == span[:YEAR]:
            shown += [(v, n) for v, n in reversed(months) if v and v[:YEAR] == year]
    choices = (Choice(v, v, n, v in (span, span[:YEAR])) for v, n in shown)
    missing = sum(count for value, count in counts if not value)
    return Facet(column, "day", tuple(choices), missing, cut=len(years) > size)


async def _by(length: int, site: Site, selection: Selection, column: str) -> Counts:
    source, parameters = selection.from_sql(without=column)
    start = f"substr({escape_sqlite(column)}, 1, {length})"
    sql = f"select {start}, count(*) {source} group by 1 order by 1 desc"
    return await counted(site, selection, sql, parameters, MANY)
