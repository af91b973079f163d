"""A chart alone: its page, which can be embedded, and its files: SVG, PNG and CSV."""

from io import StringIO
from typing import Any

from publish.figures.chart import Mark
from publish.figures.specification import Specification
from publish.forms.delimited import write_csv
from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.charts import svg
from publish.site.charts.chart import ShownChart, chart_of, figures, lines
from publish.site.charts.draw import NARROW, WIDE
from publish.site.charts.kind import depiction
from publish.site.charts.sentences import sentence
from publish.site.charts.specification import asked
from publish.site.downloads.file_names import file_name
from publish.site.frame.assets import COLOR
from publish.site.frame.frame import embed_code, page
from publish.site.frame.links import absolute, address, link
from publish.site.http.coverage import covered
from publish.site.http.strangers import client
from publish.site.pages.same_rows import same_rows
from publish.site.rows.panel import chips, clear
from publish.site.rows.selection import Selection, selected
from publish.site.text.languages import gettext as _
from publish.site.text.words import text

# Values in a CSV; the others are one line.
VALUES = 1000
# Pixels of a chart on another site.
HEIGHT = 640
# Of a picture: twice the drawing and its margins.
PICTURE_WIDTH = 2 * (WIDE + svg.LINE)


async def chart_page(datasette: Site, request: Request) -> Response:
    """The chart that the address asks for; raises BadRequest, NotFound, Forbidden."""
    selection = await selected(datasette, request)
    wanted = asked(request, selection)
    chart = await chart_of(datasette, selection, wanted)
    context = {
        "chart": chart,
        "summary": f"{chart.full_title}. {chart.sentence}",
        "alternates": [
            {"type": "image/svg+xml", "url": chart.svg_file, "title": chart.full_title},
            {"type": "image/png", "url": chart.png_file, "title": chart.full_title},
            {"type": "text/csv", "url": chart.csv_file, "title": chart.full_title},
        ],
        "embed_code": embed_code(datasette, request, link(chart.page), chart.full_title, HEIGHT),
        **around(datasette, request, selection, "chart"),
    }
    return await page(datasette, request, "chart.html", context)


def around(site: Site, request: Request, selection: Selection, shown: str) -> dict[str, Any]:
    """What a page says of the table and of the rows, `shown` as a `chart` or `map`; their forms."""
    package, table = selection.release.package, selection.resource
    dataset = str(site.urls.database(selection.release.dataset))
    path = str(site.urls.table(selection.release.dataset, selection.table))
    rows = address(path, selection.arguments)
    return {
        "database": selection.release.dataset,
        "table": selection.table,
        "trail": [
            (dataset, text(package, "title") or selection.release.dataset),
            (rows, text(table, "title") or selection.table),
        ],
        "chips": chips(request, selection),
        "clear": clear(request, selection),
        "same_rows": same_rows(site, selection, shown),
        "demo": package.demo,
    }


async def chart_svg(datasette: Site, request: Request) -> Response:
    """The chart as a file of its own, with its licence and its source, or `_bare` for a page."""
    selection = await selected(datasette, request)
    chart = await chart_of(datasette, selection, asked(request, selection))
    if request.args.get("_bare"):
        drawing = chart.narrow or svg.written(chart.sentence, NARROW)
        night = bool(request.args.get("_night"))
        body = svg.bare(drawing, chart.full_title, chart.sentence, night, brand(datasette))
    else:
        body = _alone(datasette, request, selection, chart)
    headers = {"content-disposition": f'inline; filename="{_name(selection)}.svg"'}
    return Response(body, headers=headers, content_type="image/svg+xml; charset=utf-8")


async def chart_png(datasette: Site, request: Request) -> Response:
    """The same file as a picture, twice as large; raises Refusal."""
    selection = await selected(datasette, request)
    chart = await chart_of(datasette, selection, asked(request, selection))
    body = _alone(datasette, request, selection, chart)
    made = await datasette.picture(client(request.scope), body, PICTURE_WIDTH)
    headers = {"content-disposition": f'inline; filename="{_name(selection)}.png"'}
    return Response(made, headers=headers, content_type="image/png")


def _alone(site: Site, request: Request, selection: Selection, chart: ShownChart) -> str:
    drawing = chart.wide or svg.Drawing(WIDE, 0, "")
    said = sources_of(site, request, selection)
    return svg.file(drawing, chart.full_title, chart.sentence, said, brand(site))


def _name(selection: Selection) -> str:
    return file_name(selection, "chart")


def brand(site: Site) -> str:
    """The site's own colour."""
    return str((site.declared.get("look") or {}).get("color") or COLOR)


def sources_of(site: Site, request: Request, selection: Selection) -> list[str]:
    """Attribution and address, as the licence asks."""
    found = [one.notice.attribution for one in covered(selection.release, [selection.table])]
    path = str(site.urls.table(selection.release.dataset, selection.table))
    rows = address(path, selection.arguments)
    demo = [_("Fictional data: a demonstration.")] if selection.release.package.demo else []
    return [*found, absolute(site, request, rows), *demo]


def _raw(selection: Selection, wanted: Specification, words: str, mark: Mark) -> str:
    """The value itself of what has a label of its own or is a band, as in all files."""
    field = selection.fields[wanted.column]
    labelled = mark.value is not None and (field.labels or field.protection == "band")
    return str(mark.value) if labelled else words


async def chart_csv(datasette: Site, request: Request) -> Response:
    """The figures of the chart, one bar or point a line, numbers as they are."""
    selection = await selected(datasette, request)
    wanted = asked(request, selection)
    found = await figures(datasette, selection, wanted, VALUES)
    if found.late:
        return Response.text(sentence(selection, wanted, found), 503)
    buffer = StringIO()
    shown = depiction(wanted)
    told = lines(selection, wanted, found)
    cells = (shown.line(_raw(selection, wanted, *one), one[1], wanted) for one in told)
    write_csv(buffer, [shown.head(wanted), *cells])
    headers = {"content-disposition": f'attachment; filename="{_name(selection)}.csv"'}
    return Response(buffer.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")
