"""OpenAPI 3.1: the JSON API of a site, each table with its own columns."""

from collections.abc import Iterable, Iterator
from typing import Any

from publish.describe import openapi_desk, openapi_desk_shapes, openapi_outputs
from publish.describe.dcat import SiteFacts
from publish.describe.openapi_shapes import SCHEMAS, row_schema
from publish.forms.formats import XLSX
from publish.release.dated import event_days
from publish.release.described import Form, Json, present
from publish.release.package import Package
from publish.release.table import Table

COMPARED = frozenset({"integer", "number", "date", "datetime"})
VALUES = {"integer": {"type": "integer"}, "number": {"type": "number"}}
ERRORS = {
    "400": {"$ref": "#/components/responses/Refused"},
    "404": {"$ref": "#/components/responses/NotFound"},
    "413": {"$ref": "#/components/responses/TooMuch"},
    "414": {"$ref": "#/components/responses/TooMuch"},
    "429": {"$ref": "#/components/responses/Busy"},
}
JSON = "application/json"
# The forms of file of selected rows, with their media types.
SELECTED = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": XLSX,
    "jsonl": "application/x-ndjson; charset=utf-8",
    "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8",
}
# Programs that ask for files read words, not JSON, where there is none.
FILE_ERRORS = {
    "400": {"description": "A parameter does not fit, or it takes too long"},
    "404": {"description": "There is no such thing"},
    "413": {"description": "It is more than one file may hold"},
    "414": {"description": "It is more than one request may ask"},
    "429": {"description": "Many ask already: again after Retry-After"},
    "503": {"description": "Many files are being made: again after Retry-After"},
}
CATALOGS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


def openapi(
    site: SiteFacts, packages: Iterable[Package], most_rows: int, *, desk: bool = False
) -> Json:
    """The description; `most_rows` is the most that one answer holds.

    `desk` says that the site opens its desk, where programs correct rows.
    """
    packages = list(packages)
    titles = dict(site.titles)
    paths: Json = {}
    for syntax, media_type in CATALOGS.items():
        paths[f"/catalog.{syntax}"] = _catalog(syntax, media_type)
    paths["/search.json"] = _search()
    for package in packages:
        paths |= dict(_paths(package, most_rows))
    if desk:
        paths |= dict(openapi_desk.desk_paths(packages))
    return {
        "openapi": "3.1.0",
        "info": present(
            {
                "title": titles.get("fr") or site.address,
                "version": "1",
                "description": dict(site.descriptions).get("fr"),
                "contact": present({"name": site.publisher, "url": site.publisher_url}),
            }
        ),
        "servers": [{"url": site.address}],
        "tags": [
            present({"name": one.name, "description": one.titles.get("fr")}) for one in packages
        ],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS
            | openapi_outputs.SCHEMAS
            | dict(_rows(packages))
            | (openapi_desk_shapes.SCHEMAS if desk else {}),
            **({"securitySchemes": openapi_desk_shapes.SECURITY} if desk else {}),
            "responses": {
                "Refused": _answer("A parameter does not fit", _reference("Error")),
                "NotFound": _not_found(),
                "TooMuch": _answer("It is more than one request may ask", _reference("Error")),
                "Busy": _answer("Many ask already: again after Retry-After", _reference("Error")),
            },
        },
    }


def _rows(packages: Iterable[Package]) -> Iterator[tuple[str, Json]]:
    for package in packages:
        for table in package.tables.values():
            yield _row_name(package, table), row_schema(table.fields)


def _row_name(package: Package, table: Table) -> str:
    return f"{package.name}.{table.name}"


def _reference(schema: str) -> Json:
    return {"$ref": f"#/components/schemas/{schema}"}


def _answer(description: str, schema: Any, media_type: str = JSON) -> Json:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _not_found() -> Json:
    """An address that nothing can match is answered by a page."""
    found = _answer("There is no such thing", _reference("Error"))
    return found | {"content": found["content"] | {"text/html": {}}}


def _catalog(syntax: str, media_type: str) -> Json:
    page = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}
    return {
        "get": {
            "operationId": f"catalog.{syntax}",
            "summary": f"The catalog in DCAT-AP ({media_type})",
            "parameters": [page],
            "responses": {
                **ERRORS,
                "200": _answer("A page of the catalog", {}, media_type),
                "404": {"description": "There is no such page"},
            },
        }
    }


def _search() -> Json:
    words = _parameter("q", {"type": "string"}, 'Words, or phrases in "quotation marks"')
    return {
        "get": {
            "operationId": "search",
            "summary": "Datasets and rows that hold all the words, or words spelt like them",
            "parameters": [words],
            "responses": {"200": _answer("The best first", _reference("Search")), **ERRORS},
        }
    }


def _paths(package: Package, most_rows: int) -> Iterator[tuple[str, Json]]:
    name = package.name
    yield f"/{name}.json", _get(package, name, "Tables and columns", _reference("Dataset"))
    for table in package.tables.values():
        address = f"/{name}/{table.name}"
        row = _reference(_row_name(package, table))
        own = {"properties": {"rows": {"type": "array", "items": row}}}
        rows = {"allOf": [_reference("Rows"), own]}
        parameters = [*_window(table, most_rows), *_filters(table)]
        id = _row_name(package, table)
        yield f"{address}.json", _get(package, id, table.title, rows, parameters)
        described = _get(package, f"{id}.columns", f"{table.title}: columns", _reference("Columns"))
        yield f"{address}/-/columns.json", described
        yield f"{address}.{{form}}", _file(package, table, parameters)
        yield from openapi_outputs.output_paths(package, table, parameters, ERRORS)
        if table.rows_have_pages and table.primary_key:
            row_page = _get(package, f"{id}.row", table.title, rows, [_key(table)])
            yield f"{address}/{{row}}.json", row_page
    for form in package.forms:
        yield f"/download/{name}/{form.path}", _download(package, form)


def _get(
    package: Package, id: str, summary: str, schema: Json, parameters: Iterable[Json] = ()
) -> Json:
    found = {
        "operationId": id,
        "summary": summary,
        "tags": [package.name],
        "parameters": list(parameters),
        "responses": {"200": _answer("What was asked", schema), **ERRORS},
    }
    return {"get": present(found)}


def _file(package: Package, table: Table, parameters: Iterable[Json]) -> Json:
    """The selected rows as one file."""
    without = [*([] if table.map else ["geojson"]), *([] if event_days(table) else ["ics"])]
    names = [name for name in SELECTED if name not in without]
    form = {"name": "form", "in": "path", "required": True, "schema": {"enum": names}}
    marked = _parameter("_bom", {"enum": [0, 1]}, "Of CSV: 1 for the mark that Excel needs")
    said = "Of CSV: 1 for Excel in the language of the answer: mark, in French semicolons too"
    excel = _parameter("_excel", {"enum": [0, 1]}, said)
    kept = [one for one in parameters if one["name"] not in ("_next", "_size")]
    size = _parameter("_size", {"type": "integer", "minimum": 0}, "How many rows; all without it")
    answers: Json = {SELECTED[name]: {} for name in names}
    return {
        "get": {
            "operationId": f"{_row_name(package, table)}.file",
            "summary": f"{table.title}: the selected rows as a file, whole",
            "tags": [package.name],
            "parameters": [form, size, marked, excel, *kept],
            "responses": {"200": {"description": "The file", "content": answers}, **FILE_ERRORS},
        }
    }


def _key(table: Table) -> Json:
    keys = ", ".join(table.primary_key)
    return {
        "name": "row",
        "in": "path",
        "required": True,
        "description": f"{keys}; several values with commas between, each tilde-encoded",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_,~-]+$"},
    }


def _window(table: Table, most_rows: int) -> Iterator[Json]:
    """Which rows, in what order."""
    names = list(table.columns)
    size = {"type": "integer", "minimum": 0, "maximum": most_rows}
    yield _parameter("_size", size, "How many rows")
    yield _parameter("_next", {"type": "string"}, "The mark of the next page: `next` of the last")
    yield _parameter("_sort", {"enum": names}, "The column to sort by")
    yield _parameter("_sort_desc", {"enum": names}, "The column to sort by, greatest first")
    if table.map:
        yield _parameter("_bbox", {"type": "string"}, "A box: west,south,east,north in degrees")
        near = "A French place and kilometres: Guéret,10; without _sort, the nearest first"
        yield _parameter("_near", {"type": "string"}, near)
    if table.search:
        yield _parameter("_search", {"type": "string"}, f"Words in {', '.join(table.search)}")


def _filters(table: Table) -> Iterator[Json]:
    """Filters by each column; Datasette knows more kinds (`__in`, `__isnull`, …)."""
    for field in table.fields:
        name, value = field.name, VALUES.get(field.type, {"type": "string"})
        shown = field.description or name
        yield _parameter(name if name[0] != "_" else f"{name}__exact", value, shown)
        if field.type in COMPARED:
            yield _parameter(f"{name}__gte", value, f"{name}: at least")
            yield _parameter(f"{name}__lte", value, f"{name}: at most")
        elif field.type == "string":
            yield _parameter(f"{name}__contains", value, f"{name}: contains")


def _parameter(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _download(package: Package, form: Form) -> Json:
    return {
        "get": {
            "operationId": f"{package.name}/{form.path}",
            "summary": f"{form.path}, the latest",
            "tags": [package.name],
            "responses": {
                "200": _answer("The file", {}, form.mediatype),
                "206": {"description": "The part that `Range` asked for"},
                "304": {"description": "It has not changed"},
                "404": {"description": "There is no such file"},
                "410": {"description": "It was withdrawn"},
                "416": {"description": "The file is shorter than that range"},
            },
        }
    }
