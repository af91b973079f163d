"""A chart of the selected rows: its drawing, its words, its figures and its addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from publish.figures.chart import BARS, Amount, Figures, Mark
from publish.figures.chart import figures as ask
from publish.figures.few import without_few
from publish.figures.specification import Specification, specifications, type_of
from publish.site.base.memory import once_per_release
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Database, Site
from publish.site.base.timing import Budget
from publish.site.charts import draw, split, svg
from publish.site.charts.axes import said
from publish.site.charts.few import least_rows
from publish.site.charts.kind import Sketch, depiction
from publish.site.charts.percent import amount_said, shown, with_shares
from publish.site.charts.ranked import check_ranked
from publish.site.charts.sentences import column_title, label, measure_title, notes, sentence, title
from publish.site.charts.shares import base_of, is_people, share
from publish.site.frame.links import address
from publish.site.rows.selection import Selection, answered
from publish.site.rows.selection_words import selection_in_words
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.values import unit_of

# The most that one chart asks.
QUERIES = 5


@dataclass(frozen=True)
class ShownChart:
    """A chart as a template shows it.

    `rows` are the table behind it, of texts under `head`; `page`, `svg_file`, `png_file` and
    `csv_file` its addresses, the filters included; `wide` a second drawing for large screens.
    `selected` says of which rows it is, empty of all. One that comes `later` has its titles and
    its addresses alone, of them `picture` for a page. `visitor_title` is what a visitor calls it,
    `another` the address where others are drawn of the same rows. `late`: it took too long.
    """

    title: str
    visitor_title: str
    selected: str
    sentence: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: svg.Drawing | None
    wide: svg.Drawing | None
    page: str
    svg_file: str
    png_file: str
    csv_file: str
    picture: str
    another: str
    later: bool
    late: bool

    @property
    def full_title(self) -> str:
        """The title with the rows that it is of, for where it stands alone."""
        return f"{self.title} – {self.selected}" if self.selected else self.title

    @property
    def heading(self) -> tuple[tuple[str, str | None], ...]:
        """A visitor's title for a file, and whose it is."""
        if not self.visitor_title:
            return ()
        return ((self.visitor_title, "strong"), (_("(title by a visitor)"), "quiet"))

    def inline(self, id: str, wide: bool = False) -> Markup:
        """The SVG for a page; `id` tells it from the others."""
        drawing = self.wide if wide else self.narrow
        if drawing is None:
            return Markup()
        return svg.inline(drawing, f"{id}-wide" if wide else id, self.full_title, self.sentence)


async def charts_of(site: Site, selection: Selection, budget: Budget) -> list[ShownChart]:
    """The charts of a table, of the rows selected; empty for a view or where none fits."""
    if selection.is_view:
        return []
    return [await _once(site, selection, one, budget) for one in specifications(selection)]


@once_per_release
def _drawn_before(database: Database) -> dict[tuple[str, str, Specification], ShownChart]:
    """The charts of whole tables, by language and table: every first page shows the same."""
    return {}


async def _once(
    site: Site, selection: Selection, wanted: Specification, budget: Budget
) -> ShownChart:
    """A chart; of a whole table drawn once, as long as its release is served."""
    if selection.arguments or not selection.whole:
        return await chart_of(site, selection, wanted, budget)
    known = _drawn_before(site.databases[selection.release.dataset])
    key = (language(), selection.table, wanted)
    if key in known:
        return known[key]
    chart = await chart_of(site, selection, wanted, budget)
    return chart if chart.late else known.setdefault(key, chart)


def charts_later(site: Site, selection: Selection) -> list[ShownChart]:
    """The same where each is drawn when a browser asks for its picture."""
    late = Figures(late=True)
    return [_shown(site, selection, one, late, later=True) for one in specifications(selection)]


async def chart_of(
    site: Site, selection: Selection, wanted: Specification, budget: Budget | None = None
) -> ShownChart:
    """One chart; `budget` is what its queries may take, the site's limit if absent."""
    most = wanted.top or BARS
    return _shown(site, selection, wanted, await figures(site, selection, wanted, most, budget))


def _shown(
    site: Site, selection: Selection, wanted: Specification, found: Figures, later: bool = False
) -> ShownChart:
    drawings = [_drawn(selection, wanted, found, width) for width in (draw.NARROW, draw.WIDE)]
    path = str(site.urls.table(selection.release.dataset, selection.table)) + "/-/chart"
    arguments = [*selection.arguments, *wanted.arguments]
    head, rows = _table(selection, wanted, found)
    return ShownChart(
        title=title(selection, wanted, found.step or wanted.by),
        visitor_title=wanted.visitor_title,
        selected=selection_in_words(selection),
        sentence=sentence(selection, wanted, found),
        notes=tuple(notes(selection, wanted, found)),
        head=head,
        rows=tuple(rows),
        narrow=drawings[0],
        wide=drawings[1],
        page=address(path, arguments),
        svg_file=address(f"{path}.svg", arguments),
        png_file=address(f"{path}.png", arguments),
        csv_file=address(f"{path}.csv", arguments),
        picture=address(f"{path}.svg", [*arguments, ("_bare", "1")]),
        another=address(path, selection.arguments),
        later=later,
        late=found.late and not later,
    )


def _table(
    selection: Selection, wanted: Specification, found: Figures
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The head and the rows of the table behind a chart; with two columns, one beside the other."""
    column = column_title(selection, wanted.column)
    measure = measure_title(selection, replace(wanted, share=False))
    if wanted.split:
        return split.table(selection, wanted, found, (column, measure))
    base = found.base if wanted.share else base_of(selection, wanted, found)
    third = (_("Share"),) if base else (_("Rows"),) if wanted.measured else ()
    told = lines(selection, wanted, found)
    return (column, measure, *third), [_row(*line, wanted, base) for line in told]


def lines(
    selection: Selection, wanted: Specification, found: Figures
) -> Sequence[tuple[str, Mark]]:
    """Every bar or point, then what has none: together they are all that was selected."""
    told = [(label(selection, wanted, found, mark), mark) for mark in found.marks]
    if found.rest:
        told.append((_("(other values)"), found.rest))
    if found.missing:
        none = _("(did not answer)") if is_people(selection, wanted) else _("(no value)")
        told.append((none, found.missing))
    return told


def _row(name: str, mark: Mark, wanted: Specification, base: Amount) -> tuple[str, ...]:
    """A line of the table; who has no value is in no base."""
    cells = (name, amount_said(mark, replace(wanted, share=False)))
    if base:
        known = mark.value is not None or mark.low is not None
        return (*cells, share(mark.amount, base) if known and not mark.hidden else "–")
    return (*cells, cells[1] if mark.hidden else said(mark.rows)) if wanted.measured else cells


def _drawn(
    selection: Selection, wanted: Specification, found: Figures, width: int
) -> svg.Drawing | None:
    if not any(mark.amount is not None for mark in found.marks):
        return None
    unit = unit_of(selection.fields[wanted.measured]) if wanted.measured else ""
    items = [
        draw.Item(
            label(selection, wanted, found, mark),
            shown(mark, wanted),
            amount_said(mark, wanted, unit),
        )
        for mark in found.marks
    ]
    return depiction(wanted).draw(Sketch(selection, wanted, found, items, width))


async def figures(
    site: Site,
    selection: Selection,
    wanted: Specification,
    most: int,
    budget: Budget | None = None,
) -> Figures:
    """The figures of a chart of at most `most` bars; `budget` as in `chart_of`.

    Raises BadRequest where that would take too much.
    """
    await check_ranked(site, selection, wanted)
    budget = budget or Budget(QUERIES * site.setting("sql_time_limit_ms"))
    wanted = replace(wanted, least=least_rows(selection))
    try:
        found = await answered(site, selection, ask(selection, wanted, most), budget)
    except Interrupted:
        return Figures(late=True)
    found = without_few(found, wanted.least, named=wanted.kind == "bars")
    of_rows = type_of(selection, wanted.column) == "list"
    return with_shares(found, of_rows) if wanted.share else found
