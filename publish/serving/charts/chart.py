"""A chart of the selected rows: its drawing, its words, its figures and its addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from markupsafe import Markup

from publish.serving.charts import draw, svg
from publish.serving.charts.ask import Figures, Mark
from publish.serving.charts.figures import figures
from publish.serving.charts.numbers import plain, said, short, short_month
from publish.serving.charts.sentences import (
    column_title,
    label,
    measure_title,
    notes,
    sentence,
    title,
)
from publish.serving.charts.specification import Specification, specifications
from publish.serving.datasette_site import Site
from publish.serving.languages import gettext as _
from publish.serving.links import address
from publish.serving.selection import Selection

BARS = 10
# On the page of a table, which has other things to show: the milliseconds that a query may take,
# and the seconds after which no chart is begun.
HURRY = 500
PATIENCE = 1.0


@dataclass(frozen=True)
class Chart:
    """A chart as a template shows it.

    `rows` are the table behind it, of texts under `head`; `page`, `svg_file` and `csv_file` its
    addresses, the filters included; `wide` a second drawing for large screens.
    """

    title: str
    sentence: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: svg.Drawing | None
    wide: svg.Drawing | None
    page: str
    svg_file: str
    csv_file: str
    late: bool

    def inline(self, id: str, wide: bool = False) -> Markup:
        """The SVG for a page; `id` tells it from the others."""
        drawing = self.wide if wide else self.narrow
        if drawing is None:
            return Markup()
        return svg.inline(drawing, f"{id}-wide" if wide else id, self.title, self.sentence)


async def charts_of(site: Site, selection: Selection) -> list[Chart]:
    """The charts of a table, of the rows selected; empty for a view or where none fits."""
    if not selection.resource:
        return []
    charts, until = [], monotonic() + PATIENCE
    for one in specifications(selection):
        limit = HURRY if monotonic() < until else 0
        charts.append(await chart_of(site, selection, one, limit))
    return charts


async def chart_of(
    site: Site, selection: Selection, wanted: Specification, limit: int | None = None
) -> Chart:
    """One chart; `limit` in milliseconds for each of its queries, the site's if absent.

    0 asks nothing.
    """
    found = (
        Figures(late=True) if limit == 0 else await figures(site, selection, wanted, BARS, limit)
    )
    drawings = [_drawn(selection, wanted, found, width) for width in (draw.NARROW, draw.WIDE)]
    path = str(site.urls.table(selection.release.dataset, selection.table)) + "/-/chart"
    arguments = [*selection.arguments, *wanted.arguments]
    return Chart(
        title=title(selection, wanted, found.step),
        sentence=sentence(selection, wanted, found),
        notes=tuple(notes(selection, wanted, found)),
        head=_head(selection, wanted),
        rows=tuple(_rows(selection, wanted, found)),
        narrow=drawings[0],
        wide=drawings[1],
        page=address(path, arguments),
        svg_file=address(f"{path}.svg", arguments),
        csv_file=address(f"{path}.csv", arguments),
        late=found.late,
    )


def _head(selection: Selection, wanted: Specification) -> tuple[str, ...]:
    column, measure = column_title(selection, wanted.column), measure_title(selection, wanted)
    return (column, measure, _("Rows")) if wanted.measured else (column, measure)


def _rows(selection: Selection, wanted: Specification, found: Figures) -> Sequence[tuple[str, ...]]:
    """Every bar or point, then what has none: together they are all that was selected."""
    lines = [(label(selection, wanted, found, mark), mark) for mark in found.marks]
    if found.rest:
        lines.append((_("(other values)"), found.rest))
    if found.missing:
        lines.append((_("(no value)"), found.missing))
    return [_row(name, mark, wanted) for name, mark in lines]


def _row(name: str, mark: Mark, wanted: Specification) -> tuple[str, ...]:
    cells = (name, said(mark.amount))
    return (*cells, said(mark.rows)) if wanted.measured else cells


def _drawn(
    selection: Selection, wanted: Specification, found: Figures, width: int
) -> svg.Drawing | None:
    if not any(mark.amount is not None for mark in found.marks):
        return None
    unit = selection.fields[wanted.measured].get("unit") or "" if wanted.measured else ""
    items = [
        draw.Item(label(selection, wanted, found, mark), mark.amount, said(mark.amount, unit))
        for mark in found.marks
    ]
    if wanted.kind == "bars":
        return draw.bars([replace(one, said=said(one.amount)) for one in items], width)
    if wanted.kind == "line":
        whole = all(isinstance(item.amount, int) for item in items)
        return draw.line(items, _periods(found), width, short, whole)
    return draw.histogram(items, _edges(selection, wanted, found), width, short)


def _periods(found: Figures) -> list[tuple[int, str]]:
    """Labels for points of a line: months, or the years that begin when there are many."""
    periods = [str(mark.value) for mark in found.marks]
    if found.step == "year":
        return list(enumerate(periods))
    januaries = [(i, one[:4]) for i, one in enumerate(periods) if one.endswith("-01")]
    return (
        januaries if len(periods) > 30 else [(i, short_month(one)) for i, one in enumerate(periods)]
    )


def _edges(selection: Selection, wanted: Specification, found: Figures) -> list[str]:
    """The numbers under the bars: the value itself of classes of one, else where classes begin."""
    marks: list[Any] = list(found.marks)
    open_ended = marks[-1].high is None
    lows = [plain(mark.low) for mark in marks]
    if open_ended:
        lows[-1] += "+"
    whole = selection.fields[wanted.column].get("type") == "integer"
    single = whole and all(mark.high is None or mark.high - mark.low == 1 for mark in marks)
    return lows if single or open_ended else [*lows, plain(marks[-1].high)]
