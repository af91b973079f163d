"""The map of a table: its page, which can be embedded, its picture and its points."""

from typing import Any

from datasette.utils.asgi import BadRequest, NotFound, Request, Response

from publish.serving.charts import svg
from publish.serving.coverage import as_json, covered
from publish.serving.datasette_site import Site
from publish.serving.embed import embed_code
from publish.serving.frame import page
from publish.serving.languages import gettext as _
from publish.serving.links import link
from publish.serving.maps.box import read_box
from publish.serving.maps.map import map_of, still
from publish.serving.maps.places import cell_of, columns, counted, points
from publish.serving.pages.chart import around, brand, sources_of
from publish.serving.selection import Selection, selected
from publish.serving.words import text

# Pixels of a map on another site.
HEIGHT = 640
ZOOMS = range(20)


async def map_page(datasette: Site, request: Request) -> Response:
    """The map of the rows selected; raises NotFound, BadRequest, Forbidden."""
    selection = await _selected(datasette, request)
    map = await map_of(datasette, selection, None)
    assert map is not None
    title = _title(selection)
    context = {
        "map": map,
        "map_title": title,
        "picture_url": map.page.replace("/-/map", "/-/map.svg", 1),
        "summary": map.sentence,
        "embed_code": embed_code(datasette, request, link(map.page), title, HEIGHT),
        "alternates": [
            {"type": "application/json", "url": map.points_file, "title": title},
        ],
        **around(datasette, selection),
    }
    return await page(datasette, request, "map.html", context)


async def _selected(site: Site, request: Request) -> Selection:
    selection = await selected(site, request)
    if not columns(selection):
        raise NotFound(_("This table has no map: its rows have no coordinates."))
    return selection


def _title(selection: Selection) -> str:
    table = text(selection.resource, "title") or selection.table
    return _("Map: %(table)s") % {"table": table}


async def map_svg(datasette: Site, request: Request) -> Response:
    """The map as a drawing: with its words, licence and source, or `_bare` for a page."""
    selection = await _selected(datasette, request)
    drawing, sentence = await still(datasette, selection)
    bare, night = bool(request.args.get("_bare")), bool(request.args.get("_night"))
    if bare:
        body = svg.bare(drawing, _title(selection), sentence, night, brand(datasette))
    else:
        said = [*sources_of(datasette, request, selection), _("Outlines: Natural Earth")]
        body = svg.file(drawing, _title(selection), sentence, said, brand(datasette))
    name = f"{selection.release.dataset}-{selection.table}-map.svg"
    headers = {"content-disposition": f'inline; filename="{name}"'}
    return Response(body, headers=headers, content_type="image/svg+xml; charset=utf-8")


async def points_json(datasette: Site, request: Request) -> Response:
    """The points of a box, or their numbers by cells of a grid where they are too many.

    `points` are [latitude, longitude, label, end of the row's address], `cells` [latitude,
    longitude, number].
    """
    selection = await _selected(datasette, request)
    box, zoom = read_box(request.args.get("_bbox")), _zoom(request.args.get("_zoom"))
    found = await points(datasette, selection, box)
    path = datasette.urls.table(selection.release.dataset, selection.table)
    answer: dict[str, Any] = {
        "table": str(path),
        "license": as_json(covered(selection.release, [selection.table])),
    }
    if found is None:
        answer["cells"] = await counted(datasette, selection, box, cell_of(zoom))
    else:
        answer["points"] = found
    return Response.json(answer)


def _zoom(value: str | None) -> int:
    """The zoom of an address, 0 for the whole world; raises BadRequest."""
    if not value:
        return 0
    if not (value.isascii() and value.isdecimal() and int(value[:4]) in ZOOMS):
        raise BadRequest(f"_zoom: {value!r} is no zoom; write a whole number from 0 to 19")
    return int(value)
