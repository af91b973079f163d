"""A chart alone: its page, which can be embedded, and its files: SVG and CSV."""

import csv
from io import StringIO
from typing import Any

from datasette.utils.asgi import Request, Response

from publish.serving.address import absolute
from publish.serving.charts import svg
from publish.serving.charts.ask import Mark
from publish.serving.charts.chart import chart_of
from publish.serving.charts.figures import figures
from publish.serving.charts.sentences import label, sentence
from publish.serving.charts.specification import Specification, asked
from publish.serving.coverage import covered
from publish.serving.datasette_site import Site
from publish.serving.embed import embed_code
from publish.serving.frame import page
from publish.serving.languages import gettext as _
from publish.serving.links import address, link
from publish.serving.look import COLOR
from publish.serving.selection import Selection, selected
from publish.serving.words import text

# Values in a CSV; the others are one line.
VALUES = 1000
# Pixels of a chart on another site.
HEIGHT = 640


async def chart_page(datasette: Site, request: Request) -> Response:
    """The chart that the address asks for; raises BadRequest, NotFound, Forbidden."""
    selection = await selected(datasette, request)
    wanted = asked(request, selection)
    chart = await chart_of(datasette, selection, wanted)
    context = {
        "chart": chart,
        "summary": chart.sentence,
        "alternates": [
            {"type": "image/svg+xml", "url": chart.svg_file, "title": chart.title},
            {"type": "text/csv", "url": chart.csv_file, "title": chart.title},
        ],
        "embed_code": embed_code(datasette, request, link(chart.page), chart.title, HEIGHT),
        **around(datasette, selection),
    }
    return await page(datasette, request, "chart.html", context)


def around(site: Site, selection: Selection) -> dict[str, Any]:
    """What the page says of the table, and the way back to the same rows."""
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
        "rows_url": rows,
        "filtered": not selection.whole,
        "demo": package.get("demo"),
    }


async def chart_svg(datasette: Site, request: Request) -> Response:
    """The chart as a file of its own, with its licence and its source."""
    selection = await selected(datasette, request)
    chart = await chart_of(datasette, selection, asked(request, selection))
    drawing = chart.wide or svg.Drawing(640, 0, "")
    said = sources_of(datasette, request, selection)
    body = svg.file(drawing, chart.title, chart.sentence, said, brand(datasette))
    name = f"{selection.release.dataset}-{selection.table}-chart.svg"
    headers = {"content-disposition": f'inline; filename="{name}"'}
    return Response(body, headers=headers, content_type="image/svg+xml; charset=utf-8")


def brand(site: Site) -> str:
    """The site's own colour."""
    return str((site.declared.get("look") or {}).get("color") or COLOR)


def sources_of(site: Site, request: Request, selection: Selection) -> list[str]:
    """Attribution and address, as the licence asks."""
    found = [one.notice.attribution for one in covered(selection.release, [selection.table])]
    path = str(site.urls.table(selection.release.dataset, selection.table))
    rows = address(path, selection.arguments)
    demo = [_("Fictional data: a demonstration.")] if selection.release.package.get("demo") else []
    return [*found, absolute(site, request, rows), *demo]


async def chart_csv(datasette: Site, request: Request) -> Response:
    """The figures of the chart, one bar or point a line, numbers as they are."""
    selection = await selected(datasette, request)
    wanted = asked(request, selection)
    found = await figures(datasette, selection, wanted, VALUES)
    if found.late:
        return Response.text(sentence(selection, wanted, found), 503)
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_names(wanted))
    lines = [(label(selection, wanted, found, mark), mark) for mark in found.marks]
    others = ((_("(other values)"), found.rest), (_("(no value)"), found.missing))
    lines += [(words, mark) for words, mark in others if mark]
    writer.writerows(_line(words, mark, wanted) for words, mark in lines)
    name = f"{selection.release.dataset}-{selection.table}-chart.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(buffer.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _names(wanted: Specification) -> list[str]:
    if wanted.kind == "histogram":
        return [wanted.column, "from", "below", "rows"]
    more = [f"{wanted.function}_{wanted.measured}"] if wanted.measured else []
    return [wanted.column, "rows", *more]


def _line(words: str, mark: Mark, wanted: Specification) -> list[Any]:
    if wanted.kind == "histogram":
        return [words, mark.low, mark.high, mark.rows]
    value = mark.value if wanted.kind == "line" and mark.value else words
    return [value, mark.rows, *([mark.amount] if wanted.measured else [])]
