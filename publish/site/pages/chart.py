"""A chart alone: its page, which can be embedded, and its files: SVG, PNG and CSV."""

from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from typing import Any

from publish.figures.chart import Figures
from publish.figures.specification import Specification, specifications
from publish.forms.delimited import write_csv
from publish.site.base.answers import Response
from publish.site.base.refusals import BadRequest, NotFound
from publish.site.base.site import Request, Site
from publish.site.charts import split, svg
from publish.site.charts.builder import builder
from publish.site.charts.chart import ShownChart, chart_of, figures, lines
from publish.site.charts.choropleth import choropleth_of, credit
from publish.site.charts.draw import NARROW, WIDE
from publish.site.charts.kind import depiction, raw
from publish.site.charts.sentences import sentence
from publish.site.charts.specification import MEASURE, Said, asked, said
from publish.site.downloads.described import described_by
from publish.site.downloads.file_names import file_name
from publish.site.frame.assets import brand
from publish.site.frame.frame import embed_code, page
from publish.site.frame.links import absolute, address, link, with_argument
from publish.site.http.strangers import client
from publish.site.pages.errors import column_titles
from publish.site.pages.same_rows import same_rows
from publish.site.rows.panel import chips, clear
from publish.site.rows.partners_shown import covered_rows, tell_partners_of
from publish.site.rows.selection import Selection, selected
from publish.site.text.languages import gettext as _
from publish.site.text.refused_words import spoken
from publish.site.text.words import text

# What has a file show départements or régions in the place of bars.
AS_MAP = "_map"
# Values in a CSV that was asked for no other number; the others are one line.
VALUES = 1000
# What took too long today may be counted in a minute.
AGAIN = {"cache-control": "no-store"}
# Pixels of a chart on another site.
HEIGHT = 640


async def chart_page(datasette: Site, request: Request) -> Response:
    """The chart that the address asks for, and a form for others; raises NotFound, Forbidden.

    What does not fit is told with the form. An address that a form made is sent to its own.
    """
    selection = await selected(datasette, request)
    await tell_partners_of(datasette, request, selection)
    told = said(request)
    try:
        wanted = asked(request, selection) if told else next(iter(specifications(selection)), None)
        chart = await chart_of(datasette, selection, wanted) if wanted else None
    except BadRequest as error:
        form = _form(datasette, request, selection, told)
        why, why_in = spoken(str(error), column_titles(datasette, request.path))
        refused = {"refused": why, "refused_in": why_in, "build": True, **form}
        return await page(datasette, request, "chart.html", refused, error.status)
    if chart and MEASURE in told:
        return Response.redirect(link(chart.page))
    context = _form(
        datasette, request, selection, told or (dict(wanted.arguments) if wanted else {})
    )
    shown = _shown(datasette, request, chart) if chart else {}
    if chart and wanted and not chart.late:
        title = chart.full_title
        shown["choropleth"] = await choropleth_of(datasette, selection, wanted, title)
        shown["map_files"] = [
            (name, with_argument(file, AS_MAP, "1"))
            for name, file in (("PNG", chart.png_file), ("SVG", chart.svg_file))
        ]
    context = {"build": not told, **context, **shown}
    answer = await page(datasette, request, "chart.html", context)
    return replace(answer, headers={**answer.headers, **AGAIN}) if chart and chart.late else answer


def _shown(site: Site, request: Request, chart: ShownChart) -> dict[str, Any]:
    return {
        "chart": chart,
        "summary": f"{chart.full_title}. {chart.sentence}",
        "alternates": [
            {"type": "image/svg+xml", "url": chart.svg_file, "title": chart.full_title},
            {"type": "image/png", "url": chart.png_file, "title": chart.full_title},
            {"type": "text/csv", "url": chart.csv_file, "title": chart.full_title},
        ],
        "embed_code": embed_code(site, request, chart.page, chart.full_title, HEIGHT),
    }


def _form(site: Site, request: Request, selection: Selection, told: Said) -> dict[str, Any]:
    path = str(site.urls.table(selection.release.dataset, selection.table))
    return {
        "builder": builder(selection, told),
        "builder_path": f"{path}/-/chart",
        **around(site, request, selection, "chart"),
    }


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
        body = await _alone(datasette, request, selection, chart)
    headers = {"content-disposition": f'inline; filename="{_name(selection)}.svg"'}
    headers |= AGAIN if chart.late else {}
    return Response(body, headers=headers, content_type="image/svg+xml; charset=utf-8")


async def chart_png(datasette: Site, request: Request) -> Response:
    """The same file as a picture, twice as large if that is not too large; raises Refusal."""
    selection = await selected(datasette, request)
    chart = await chart_of(datasette, selection, asked(request, selection))
    if chart.late:
        return Response.text(chart.sentence, 503, AGAIN)
    body = await _alone(datasette, request, selection, chart)
    made = await datasette.picture(client(request.scope), body, svg.picture_width(body))
    headers = {"content-disposition": f'inline; filename="{_name(selection)}.png"'}
    return Response(made, headers=headers, content_type="image/png")


async def _alone(site: Site, request: Request, selection: Selection, chart: ShownChart) -> str:
    """The file of the chart, or of its map of départements; raises NotFound where it has none."""
    drawing = chart.wide or svg.Drawing(WIDE, 0, "")
    said, credits = chart.notes, await sources_of(site, request, selection)
    if request.args.get(AS_MAP):
        wanted = asked(request, selection)
        found = await choropleth_of(site, selection, wanted, chart.full_title)
        if found is None or chart.late:
            raise NotFound("This chart is no map: its values are no départements or régions.")
        drawing, said = found.alone, (found.elsewhere, *found.notes)
        credits.append(credit())
    credits = [*said, *credits]
    return svg.file(drawing, chart.full_title, chart.sentence, credits, brand(site), chart.heading)


def _name(selection: Selection) -> str:
    return file_name(selection, "chart")


async def sources_of(site: Site, request: Request, selection: Selection) -> list[str]:
    """Attribution and address, as the licence asks."""
    found = [one.notice.attribution for one in await covered_rows(site, selection)]
    path = str(site.urls.table(selection.release.dataset, selection.table))
    rows = address(path, selection.arguments)
    demo = [_("Fictional data: a demonstration.")] if selection.release.package.demo else []
    return [*found, absolute(site, request, rows), *demo]


async def chart_csv(datasette: Site, request: Request) -> Response:
    """The figures of the chart, one bar or point a line, numbers as they are."""
    selection = await selected(datasette, request)
    wanted = asked(request, selection)
    found = await figures(datasette, selection, wanted, wanted.top or VALUES)
    if found.late:
        return Response.text(sentence(selection, wanted, found), 503, AGAIN)
    buffer = StringIO()
    write_csv(buffer, [depiction(wanted).head(wanted), *_cells(selection, wanted, found)])
    headers = {
        "content-disposition": f'attachment; filename="{_name(selection)}.csv"',
        "link": described_by(datasette, request, selection),
    }
    return Response(buffer.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _cells(selection: Selection, wanted: Specification, found: Figures) -> Iterable[list[Any]]:
    if wanted.split:
        return split.csv_lines(selection, wanted, found)
    field, line = selection.fields[wanted.column], depiction(wanted).line
    told = lines(selection, wanted, found)
    return (line(raw(field, mark.value, words), mark, wanted) for words, mark in told)
