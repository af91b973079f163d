"""The map of a table: its page, which can be embedded, its picture and its points."""

from dataclasses import replace
from typing import Any

from publish.figures.places import cells
from publish.site.base.answers import Response
from publish.site.base.refusals import BadRequest, NotFound
from publish.site.base.site import Request, Site
from publish.site.base.timing import Budget
from publish.site.charts import svg
from publish.site.downloads.file_names import file_name
from publish.site.frame.assets import brand
from publish.site.frame.frame import embed_code, page
from publish.site.frame.links import with_argument
from publish.site.http.arguments import NO, YES, whole
from publish.site.http.coverage import as_json
from publish.site.http.strangers import client
from publish.site.maps.categories import categories
from publish.site.maps.colors import COLOR, color_choice, color_of
from publish.site.maps.facts import brief_columns, fact_columns, titles
from publish.site.maps.map import map_of, still
from publish.site.maps.places import columns, points
from publish.site.maps.shapes import shapes
from publish.site.maps.still import drawn, small
from publish.site.pages.chart import around, sources_of
from publish.site.rows.area import read_box
from publish.site.rows.nearby import nearby
from publish.site.rows.partners_shown import covered_rows, tell_partners_of
from publish.site.rows.selection import Selection, answered, selected
from publish.site.rows.selection_address import canonical
from publish.site.rows.selection_words import selection_in_words, titled
from publish.site.text.languages import gettext as _
from publish.site.text.words import text

# Pixels of a map on another site.
HEIGHT = 640
ZOOMS = range(20)
SMALL = "_small"
FACTS, BRIEF = "_facts", "brief"


async def map_page(datasette: Site, request: Request) -> Response:
    """The map of the rows selected; raises NotFound, BadRequest, Forbidden.

    An address that a form made is led to the selection's own.
    """
    if to := canonical(request):
        return Response.redirect(to, status=303)
    selection = await _selected(datasette, request)
    await tell_partners_of(datasette, request, selection)
    color = color_of(request, selection)
    found = await map_of(datasette, selection, Budget(datasette.setting("sql_time_limit_ms")))
    assert found is not None
    map = replace(found, color=color)
    title = _title(selection)
    context = {
        "map": map,
        "map_title": title,
        "picture_url": map.page.replace("/-/map", "/-/map.svg", 1),
        "png_url": map.page.replace("/-/map", "/-/map.png", 1),
        "summary": f"{title}. {map.sentence}",
        "nearby": nearby(datasette, request, selection),
        "colors": color_choice(request, selection),
        "embed_code": embed_code(datasette, request, _colored(request, map.page), title, HEIGHT),
        "alternates": [
            {"type": "application/json", "url": map.points_file, "title": title},
        ],
        **around(datasette, request, selection, "map"),
    }
    return await page(datasette, request, "map.html", context)


def _colored(request: Request, path: str) -> str:
    color = request.args.get(COLOR)
    return path if color is None else with_argument(path, COLOR, color)


async def _selected(site: Site, request: Request) -> Selection:
    selection = await selected(site, request)
    if not columns(selection):
        raise NotFound("This table has no map: its rows have no coordinates.")
    return selection


def _title(selection: Selection) -> str:
    table = text(selection.resource, "title") or selection.table
    return titled(_("Map: %(table)s") % {"table": table}, selection)


async def map_svg(datasette: Site, request: Request) -> Response:
    """The map as a drawing: with its words, licence and source, or `_bare` for a page.

    `_small` is one for a card, of the largest group alone.
    """
    selection = await _selected(datasette, request)
    bare, night = bool(request.args.get("_bare")), bool(request.args.get("_night"))
    if bare:
        draw = small if request.args.get(SMALL) else drawn
        drawing, sentence = await still(datasette, selection, draw)
        body = svg.bare(drawing, _title(selection), sentence, night, brand(datasette))
    else:
        body = await _alone(datasette, request, selection)
    headers = {"content-disposition": f'inline; filename="{file_name(selection, "map")}.svg"'}
    return Response(body, headers=headers, content_type="image/svg+xml; charset=utf-8")


async def map_png(datasette: Site, request: Request) -> Response:
    """The same file as a picture; raises Refusal."""
    selection = await _selected(datasette, request)
    body = await _alone(datasette, request, selection)
    made = await datasette.picture(client(request.scope), body, svg.picture_width(body))
    headers = {"content-disposition": f'inline; filename="{file_name(selection, "map")}.png"'}
    return Response(made, headers=headers, content_type="image/png")


async def _alone(site: Site, request: Request, selection: Selection) -> str:
    drawing, sentence = await still(site, selection)
    said = [*await sources_of(site, request, selection), _("Outlines: Natural Earth")]
    return svg.file(drawing, _title(selection), sentence, said, brand(site))


async def points_json(datasette: Site, request: Request) -> Response:
    """The points in `_view`, or their numbers by cells of a grid where they are too many.

    `points` are [latitude, longitude, label, end of the row's address], `cells` [latitude,
    longitude, number]. With `_facts=1` each point has a list too, of what `facts` are the titles
    of, with `_facts=brief` its category and town alone; with `_color=column` the place of its value
    among `categories`. A map of shapes has `shapes` too, [label, end of the row's address,
    geometry], and in `left_out` how many are too many or too fine to be among them.
    """
    selection = await _selected(datasette, request)
    view, zoom = request.args.get("_view"), _zoom(request.args.get("_zoom"))
    box = read_box(view, "_view") if view else None
    told = _told(request, selection)
    column, budget = request.args.get(COLOR), Budget(datasette.setting("sql_time_limit_ms"))
    colored = await categories(datasette, selection, column, budget) if column else None
    found = await points(datasette, selection, box, told, colored)
    path = datasette.urls.table(selection.release.dataset, selection.table)
    answer: dict[str, Any] = {
        "table": str(path),
        "selection": selection_in_words(selection),
        "license": as_json(await covered_rows(datasette, selection)),
    }
    if found is None:
        asking = cells(selection, box, zoom)
        answer["cells"] = await answered(datasette, selection, asking, budget)
    else:
        answer["points"] = found
        answer |= {"facts": titles(selection, told)} if told else {}
        answer |= {"categories": colored.labels} if colored else {}
    if selection.resource.shape:
        drawn = await shapes(datasette, selection, box, zoom)
        answer["shapes"] = [shape.tree for shape in drawn.shapes]
        answer["left_out"] = drawn.left_out
    return Response.json(answer)


def _told(request: Request, selection: Selection) -> tuple[str, ...]:
    said = (request.args.get(FACTS) or NO[0]).lower()
    if said == BRIEF:
        return brief_columns(selection)
    return fact_columns(selection) if said in YES else ()


def _zoom(value: str | None) -> int:
    """The zoom of an address, 0 for the whole world; raises BadRequest."""
    if not value:
        return 0
    zoom = whole(value)
    if zoom is None or zoom not in ZOOMS:
        raise BadRequest(f"_zoom: {value!r} is no zoom; write a whole number from 0 to 19")
    return zoom
