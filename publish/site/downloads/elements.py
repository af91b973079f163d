"""The rows of a map as GoGoCarto answers its elements, with its filters beside those of tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import get_args
from urllib.parse import urlencode

from publish.figures.asking import Asking
from publish.figures.asking import Query as Question
from publish.figures.places import Box
from publish.release.described import Json
from publish.site.base.answers import Response
from publish.site.base.asgi import Receive, Send
from publish.site.base.refusals import BadRequest, NotFound
from publish.site.base.site import Request, Site
from publish.site.base.timing import Budget
from publish.site.downloads.categories import MOST_CATEGORIES, category_names
from publish.site.downloads.element_form import (
    ElementForm,
    Layout,
    Ontology,
    compact,
    full,
    head,
    linked,
    linked_head,
)
from publish.site.downloads.file_names import file_name
from publish.site.downloads.layout import category, columns, degrees, degrees_sql, layout
from publish.site.downloads.rows_file import RowsFile, seconds, send_rows
from publish.site.downloads.send import Channel
from publish.site.downloads.spool import Query
from publish.site.frame.links import absolute, pairs
from publish.site.http.arguments import items, whole
from publish.site.http.coverage import as_json
from publish.site.rows.area import read_box
from publish.site.rows.partners_shown import covered_rows
from publish.site.rows.selection import Selection, answered, selected
from publish.site.rows.selection_words import column_title, plain
from publish.site.rows.table_rows import statement
from publish.words.sql import literal, sql_name

BOUNDS, CATEGORIES, LIMIT, ONTOLOGY = "bounds", "categories", "limit", "ontology"
OF_ELEMENTS = (BOUNDS, CATEGORIES, LIMIT, ONTOLOGY)
"""What GoGoCarto calls its filters; a column of that name is filtered by `limit__exact`."""
ONTOLOGIES: tuple[Ontology, ...] = get_args(Ontology)
# As its maps ask for at once.
MOST_BOXES = 4
NO_MAP = "This table has no map: its rows have no coordinates."


async def elements_json(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """The elements of the selected rows that have a place, full or compact; raises Refusal."""
    made, channel = _elements(datasette, request), Channel(receive, send, datasette)
    return await send_rows(request, channel, datasette, made, request.url_vars["format"])


async def taxonomy_json(datasette: Site, request: Request) -> Response:
    """The categories of a map as the options of one group, under the ids of its elements."""
    selection = await _placed(datasette, request)
    column = category(selection)
    if column is None:
        return Response.json([])
    budget = Budget(datasette.setting("sql_time_limit_ms"))
    ids = await answered(datasette, selection, _values(selection, column), budget)
    names = await category_names(datasette, request, selection, column)
    options = [{"id": id, "name": names.get(id, id), "index": n} for n, id in enumerate(ids)]
    title = plain(column_title(selection.fields[column]))
    return Response.json([{"id": column, "name": title, "index": 0, "options": options}])


async def _elements(site: Site, request: Request) -> RowsFile | Response:
    asked = {name: request.args.getlist(name) for name in OF_ELEMENTS}
    limit, ontology = _limit(asked[LIMIT]), _ontology(asked[ONTOLOGY])
    selection = await _placed(site, request)
    column = category(selection)
    selection = _narrowed(selection, column, asked)
    names = await category_names(site, request, selection, column) if column else {}
    license = as_json(await covered_rows(site, selection))
    sql, parameters = statement(selection, columns(selection), degrees(selection))
    form = _form(site, request, ontology, license, layout(selection, column, names), selection)
    query = Query(
        database=selection.release.dataset,
        path=str(site.databases[selection.release.dataset].path),
        sql=f"{sql} limit {limit}",
        parameters=parameters,
        form=form,
        seconds=seconds(site, request),
    )
    return RowsFile(query, file_name(selection, "elements"))


async def _placed(site: Site, request: Request) -> Selection:
    """What the filters of tables select; raises NotFound where the table has no map."""
    for name in ("_next", "_size"):
        if name in request.args:
            raise BadRequest(f"{name}: a file holds all rows; leave it out")
    kept = [pair for pair in pairs(request) if pair[0] not in OF_ELEMENTS]
    selection = await selected(site, site.asking(request, urlencode(kept).encode()))
    if not selection.resource.map:
        raise NotFound(NO_MAP)
    return selection


def _narrowed(
    selection: Selection, column: str | None, asked: Mapping[str, Sequence[str]]
) -> Selection:
    """The rows of the selection that have a place, in the boxes and of the categories asked for."""
    lat, lon = degrees_sql(selection)
    boxes = _boxes(asked[BOUNDS])
    placed = [f"{lat} between -90 and 90 and {lon} between -180 and 180"]
    inside = [f"({' or '.join(_inside(lat, lon, box) for box in boxes)})"] if boxes else []
    wanted = [item for value in asked[CATEGORIES] for item in items(CATEGORIES, value) if item]
    if wanted and column is None:
        raise BadRequest("categories: the rows of this table have none; leave it out")
    among = [_among(selection, column, wanted)] if wanted and column else []
    return replace(selection, others=(*selection.others, *placed, *inside, *among))


def _among(selection: Selection, column: str, wanted: Sequence[str]) -> str:
    values, cell = ", ".join(map(literal, wanted)), sql_name(column)
    if not selection.fields[column].is_list:
        return f"{cell} in ({values})"
    return f"exists (select 1 from json_each({cell}) where value in ({values}))"  # noqa: S608


def _boxes(said: Sequence[str]) -> list[Box]:
    """The boxes between `;`; raises BadRequest."""
    found = [read_box(one, BOUNDS) for value in said for one in value.split(";") if one.strip()]
    if len(found) > MOST_BOXES:
        raise BadRequest(f"{BOUNDS}: more than {MOST_BOXES} values; ask for fewer")
    return found


def _inside(lat: str, lon: str, box: Box) -> str:
    joint = "or" if box.crosses else "and"
    wide = f"({lon} >= {box.west!r} {joint} {lon} <= {box.east!r})"
    return f"({lat} between {box.south!r} and {box.north!r} and {wide})"


def _limit(said: Sequence[str]) -> int:
    """How many elements; -1 for all."""
    if not said or not said[0]:
        return -1
    if (number := whole(said[0])) is None:
        raise BadRequest(f"{LIMIT} must be a positive integer")
    return number


def _ontology(said: Sequence[str]) -> Ontology:
    word = (said[0] if said else "").lower() or ONTOLOGIES[0]
    found = next((one for one in ONTOLOGIES if one == word), None)
    if found is None:
        raise BadRequest("ontology: write gogofull or gogocompact")
    return found


def _form(
    site: Site,
    request: Request,
    ontology: Ontology,
    license: Json,
    placed: Layout,
    selection: Selection,
) -> ElementForm:
    if request.url_vars["format"] == "jsonld":
        path = str(site.urls.table(selection.release.dataset, selection.table))
        page = absolute(site, request, path)
        rows = f"{page}/" if ("id",) in placed.paths else ""
        return ElementForm(linked_head(license, page), linked, replace(placed, page=rows))
    return ElementForm(
        head(license, ontology), compact if ontology == "gogocompact" else full, placed
    )


def _values(selection: Selection, column: str) -> Asking[list[str]]:
    rows, parameters = selection.from_sql()
    cell = sql_name(column)
    sql = f"select distinct {cell} as value {rows}"
    if selection.fields[column].is_list:
        lists = f"select {cell} as list {rows}"
        sql = f"select distinct j.value from ({lists}) as s, json_each(s.list) as j"  # noqa: S608
    lines = yield Question(f"{sql} order by 1 limit {MOST_CATEGORIES}", parameters)
    return [str(value) for (value,) in lines if value is not None]
