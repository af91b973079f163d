"""The files of a selection of rows, always whole: the release's own file, or a spooled answer."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl

from publish.describe.cover import cover
from publish.forms.delimited import FALSE, TRUE
from publish.release.dated import event_days
from publish.release.partner import ListedPartner
from publish.site.base.answers import Response
from publish.site.base.asgi import Receive, Send
from publish.site.base.history import is_withdrawn
from publish.site.base.refusals import BadRequest, Forbidden, NoTable, NotFound
from publish.site.base.site import Request, Site, Table
from publish.site.downloads.answers import deliver
from publish.site.downloads.calendar import calendar_file
from publish.site.downloads.csv_arguments import check_csv_arguments, csv_form
from publish.site.downloads.described import described_by
from publish.site.downloads.distances import DistanceForm
from publish.site.downloads.file_names import file_name
from publish.site.downloads.heading import heading_of, kinds_of
from publish.site.downloads.links import Download
from publish.site.downloads.rows_file import RowsFile, seconds, send_rows
from publish.site.downloads.send import Channel
from publish.site.downloads.spool import Query
from publish.site.downloads.writers import Form, GeoJsonForm, JsonLinesForm, SheetForm
from publish.site.http.arguments import FILES, check_table, whole
from publish.site.rows.distances import DISTANCE_KM, as_json, cover_line, with_distance
from publish.site.rows.partners_shown import partners_shown
from publish.site.rows.selection import Selection, selection_of
from publish.site.rows.selection_words import selection_in_words
from publish.site.rows.table_rows import DISTANCE, distance_sql, statement
from publish.words.sql import sql_name

# What says nothing about rows or columns.
NEUTRAL = frozenset({"_stream", "_dl", "_nofacet", "_nocount", "_ttl", "_facet_size"})
CALENDAR = "ics"
# As Datasette reads them in `_labels`.
_ON = ("on", "true", "1")


async def table_file(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """The rows of a table or view in the form that the address ends in; a stored query as CSV."""
    channel, ending = Channel(receive, send, datasette), request.url_vars["format"]
    try:
        asked = await datasette.table(request)
    except NoTable as error:
        if ending != "csv" or not await datasette.stored(error.dataset, error.name):
            raise
        return await query_csv(datasette, request, receive, send)
    await check_table(datasette, asked, request)
    _check(request, ending, asked)
    if one := await _whole(datasette, request, asked, ending):
        return await deliver(datasette, request, one, channel)
    made = _of_table(datasette, request, asked, ending)
    return await send_rows(request, channel, datasette, made, ending)


def _check(request: Request, ending: str, asked: Table) -> None:
    if f".{ending}" not in (known := endings_of(asked)):
        forms = ", ".join((".json", *known))
        raise NotFound(f"Nothing ends in .{ending} here; there are: {forms}.")
    check_csv_arguments(request, ending)


def endings_of(asked: Table) -> tuple[str, ...]:
    """The forms that rows are written in; of a view nobody said what its columns are."""
    table = asked.db.release.tables.get(asked.table)
    if table is None:
        return (".csv",)
    without = {".geojson"} if not table.map else set()
    without |= set() if event_days(table) else {f".{CALENDAR}"}
    return tuple(ending for ending in FILES if ending not in without)


async def query_csv(
    datasette: Site, request: Request, receive: Receive, send: Send
) -> Response | None:
    """The rows of an SQL query as CSV: as many as it gives within the site's time limit."""
    channel = Channel(receive, send, datasette)
    check_csv_arguments(request, "csv")
    return await send_rows(request, channel, datasette, _of_query(datasette, request), "csv")


async def _whole(site: Site, request: Request, asked: Table, ending: str) -> Download | None:
    """The release's file of a table that is asked for without any filter, where there is one."""
    release = site.release(asked.db.name)
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    filtered = any(not _neutral(key, value) for key, value in pairs)
    if release is None or filtered or asked.table not in release.tables:
        return None
    if is_withdrawn(release.folder.parent, release.version):
        return None
    if not await site.may(request.actor, "view-table", release.dataset, asked.table):
        raise Forbidden("You do not have permission to view this table")
    found = (one.path for one in release.tables[asked.table].forms if one.format == ending)
    if file := next(found, None):
        return Download(release.folder.parent, release.version, file, by_version=False)
    return None


def _neutral(key: str, value: str) -> bool:
    return key in NEUTRAL or key.startswith("_facet") or (key, value) == ("_size", "max")


async def _of_table(site: Site, request: Request, asked: Table, ending: str) -> RowsFile:
    """The rows of a table's page, all of them, and where JSON tells which they are."""
    if "_next" in request.args:
        raise BadRequest("_next: a file holds all rows; leave it out")
    size = _size(request)
    if ending == CALENDAR:
        return await calendar_file(site, request, asked, size)
    selection = await selection_of(site, request, asked)
    columns = _columns(selection, ending)
    near = with_distance(selection)
    far = [f"{distance_sql(selection)} as {sql_name(DISTANCE)}"] if near else []
    sql, parameters = statement(selection, columns, far)
    expanded = await _expanded(request, asked)
    words = _booleans(site, asked) if ending == "csv" else ()
    shown, names = await _shown(asked, columns, expanded, words)
    if near:
        shown, names = f"{shown}, page.{sql_name(DISTANCE)}", (*names, DISTANCE_KM)
    given = await partners_shown(site, selection)
    form = _form(request, selection, names, ending, given)
    query = Query(
        database=asked.db.name,
        path=str(asked.db.path),
        sql=f"select {shown} from ({sql} limit {size}) as page",  # noqa: S608
        parameters=parameters,
        form=DistanceForm(form) if near else form,
        seconds=seconds(site, request),
    )
    return RowsFile(query, file_name(selection), described_by(site, request, selection))


def _columns(selection: Selection, ending: str) -> tuple[str, ...]:
    """The columns that were chosen, and for GeoJSON those that say where a row lies."""
    located = selection.resource.map or () if ending == "geojson" else ()
    return tuple(dict.fromkeys((*selection.columns, *located)))


def _form(
    request: Request,
    selection: Selection,
    names: tuple[str, ...],
    ending: str,
    given: tuple[ListedPartner, ...],
) -> Form:
    if ending == "csv":
        return csv_form(request, names)
    package, table = selection.release.package, selection.resource
    kinds, said = kinds_of(table, names), selection_in_words(selection)
    near = with_distance(selection)
    if near:
        kinds = {**kinds, DISTANCE_KM: "number"}
    if ending == "jsonl":
        return JsonLinesForm(kinds)
    if ending == "geojson":
        heading = heading_of(package, table, kinds, said, given)
        return GeoJsonForm(replace(heading, distance=as_json(near) if near else None))
    more = [cover_line(near)] if near else []
    return SheetForm(table.name, cover(package, table, said, more, given), kinds)


def _size(request: Request) -> int:
    """The rows asked for; -1 for all."""
    size = request.args.get("_size") or "max"
    if size == "max":
        return -1
    if (number := whole(size)) is None:
        raise BadRequest("_size must be a positive integer")
    return number


async def _shown(
    asked: Table, columns: Sequence[str], expanded: Collection[str], words: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """The SQL of the columns as the release's own file writes them, and their names.

    Booleans among `words` are `true` and `false`. A label stands behind its key.
    """
    parts: dict[str, str] = {}
    for column in columns:
        cell = f"page.{sql_name(column)}"
        true = f"case {cell} when 1 then '{TRUE}' when 0 then '{FALSE}' end"
        parts[column] = true if column in words else cell
        if column in expanded:
            parts[f"{column}_label"] = await _label(asked, column, cell)
    return ", ".join(parts.values()), tuple(parts)


async def _expanded(request: Request, asked: Table) -> set[str]:
    """The keys of other tables that are shown with what those call them."""
    keys = {key["column"] for key in await asked.db.foreign_keys_for_table(asked.table)}
    every = (request.args.get("_labels") or "").lower() in _ON
    return keys if every else keys & {*request.args.getlist("_label")}


def _booleans(site: Site, asked: Table) -> set[str]:
    release = site.release(asked.db.name)
    fields = release.package.table(asked.table).fields if release else ()
    return {field.name for field in fields if field.type == "boolean"}


async def _label(asked: Table, column: str, cell: str) -> str:
    keys = await asked.db.foreign_keys_for_table(asked.table)
    [key] = [key for key in keys if key["column"] == column][:1]
    label = await asked.db.label_column_for_table(key["other_table"])
    if not label or not key["other_column"]:
        return "null"
    table, other = sql_name(key["other_table"]), sql_name(key["other_column"])
    return f"(select {sql_name(label)} from {table} where {other} = {cell})"  # noqa: S608


async def _of_query(site: Site, request: Request) -> RowsFile | Response:
    """The statement of a query that Datasette allows and can run."""
    found = await site.query_statement(request)
    if isinstance(found, Response):
        return _as_text(found)
    query = Query(
        database=found.database.name,
        path=str(found.database.path),
        sql=found.sql,
        parameters=found.parameters,
        form=csv_form(request, ()),
        seconds=site.setting("sql_time_limit_ms") / 1000,
    )
    return RowsFile(query, f"{query.database}-{request.url_vars.get('table', 'query')}")


# What says in which language the words of a refusal are.
_OF_WORDS = ("content-language", "vary")


def _as_text(answer: Response) -> Response:
    if answer.status in (301, 302):
        return answer
    told = json.loads(answer.body)
    headers = {name: said for name, said in answer.headers.items() if name in _OF_WORDS}
    return Response.text(told["error"], status=answer.status, headers=headers)
