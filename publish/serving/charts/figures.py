"""The figures of a chart, counted by the database within its time limit."""

from datasette.database import QueryInterrupted

from publish.serving.charts.ask import Ask, Figures
from publish.serving.charts.bars import bars
from publish.serving.charts.histogram import histogram
from publish.serving.charts.line import line
from publish.serving.charts.specification import Specification
from publish.serving.datasette_site import Site
from publish.serving.selection import Selection


async def figures(
    site: Site, selection: Selection, wanted: Specification, most: int, limit: int | None = None
) -> Figures:
    """The figures of a chart of at most `most` bars; `limit` in milliseconds for each query."""
    ask = Ask(site, selection, wanted, limit)
    try:
        if wanted.kind == "bars":
            return await bars(ask, most)
        return await (line(ask) if wanted.kind == "line" else histogram(ask))
    except QueryInterrupted:
        return Figures(late=True)
