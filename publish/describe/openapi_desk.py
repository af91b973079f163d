"""What `/openapi.json` says of the desk: rows that programs correct, and changesets."""

from collections.abc import Iterable, Iterator

from publish.describe.openapi_desk_shapes import COMMENT, PATCHED, READ, WRITTEN, problems
from publish.describe.openapi_desk_similar import similar
from publish.describe.openapi_shapes import TEXT
from publish.release.correctable import correctable
from publish.release.described import Json, present
from publish.release.package import Package
from publish.release.table import Field, Table

MERGE_PATCH, JSON_PATCH = "application/merge-patch+json", "application/json-patch+json"
_SECURED: list[Json] = [{"deskToken": []}, {"deskSession": []}]


def desk_paths(packages: Iterable[Package]) -> Iterator[tuple[str, Json]]:
    """The addresses of the desk that programs ask."""
    yield "/desk/changesets", {"post": _begun()}
    yield "/desk/changesets/{number}", {"get": _held()}
    yield "/desk/similar", similar()
    for package in packages:
        for table in package.tables.values():
            if fields := correctable(package, table):
                address = f"/desk/{package.name}/{table.name}"
                yield f"{address}/{{key}}", _row(package, table, fields)
                if table.takes_rows:
                    yield address, {"post": _added(package, table, fields)}


def _begun() -> Json:
    said = {
        "type": "object",
        "required": ["comment"],
        "properties": {"comment": COMMENT, "evidence": {"type": "string", "format": "uri"}},
        "additionalProperties": False,
    }
    return {
        "operationId": "desk.changesets.begin",
        "summary": "Begins a changeset, which groups corrections under a comment",
        "tags": ["desk"],
        "security": _SECURED,
        "parameters": [_AGAIN],
        "requestBody": {"required": True, "content": {"application/json": {"schema": said}}},
        "responses": {
            "201": {
                "description": "Its number",
                "headers": {"Location": {"schema": TEXT}},
                "content": _content("Changeset"),
            },
            **problems(WRITTEN),
        },
    }


def _held() -> Json:
    number = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}}
    return {
        "operationId": "desk.changesets.read",
        "summary": "What a changeset holds, for its member and officers",
        "tags": ["desk"],
        "security": _SECURED,
        "parameters": [number],
        "responses": {
            "200": {"description": "Its changes", "content": _content("Changeset")},
            **problems(READ),
        },
    }


def _row(package: Package, table: Table, fields: Iterable[Field]) -> Json:
    columns: Json = {field.name: _cell(field) for field in fields}
    row = {"type": "object", "required": list(columns), "properties": columns}
    asked: Json = {"tags": [package.name, "desk"], "security": _SECURED}
    key = _key(table)
    found: Json = {
        "get": {
            **asked,
            "operationId": f"desk.{package.name}.{table.name}.read",
            "summary": f"{table.title}: the cells of a row that can be corrected",
            "parameters": [key],
            "responses": {"200": _shown(row), **problems(READ)},
        },
        "patch": {
            **asked,
            "operationId": f"desk.{package.name}.{table.name}.patch",
            "summary": f"{table.title}: corrects cells of a row, or proposes it",
            "parameters": [key, *_WRITING],
            "requestBody": {"required": True, "content": _patches(columns)},
            "responses": _changed(row),
        },
    }
    if table.closed:
        found["delete"] = {
            **asked,
            "operationId": f"desk.{package.name}.{table.name}.close",
            "summary": f"{table.title}: says that a row is over, or proposes it",
            "parameters": [key, *_WRITING],
            "responses": _changed(row),
        }
    return found


def _added(package: Package, table: Table, fields: Iterable[Field]) -> Json:
    columns: Json = {field.name: _cell(field) for field in fields}
    said = {"type": "object", "properties": columns, "additionalProperties": False}
    names = ("dataset", "table", "key", "row", "proposal")
    shown = {
        "type": "object",
        "required": list(names),
        "properties": {
            **dict.fromkeys(("dataset", "table"), TEXT),
            "key": {"type": "array", "items": TEXT, "description": "None of a proposal."},
            "row": {"type": "object", "properties": columns},
            "proposal": {"type": "integer"},
        },
    }
    told: Json = {"content": {"application/json": {"schema": shown}}}
    return {
        "operationId": f"desk.{package.name}.{table.name}.add",
        "summary": f"{table.title}: adds a row that is missing, or proposes it",
        "tags": [package.name, "desk"],
        "security": _SECURED,
        "parameters": [_CHANGESET_OF, _AGAIN],
        "requestBody": {"required": True, "content": {"application/json": {"schema": said}}},
        "responses": {
            "201": {"description": "Its key: the next publication has it", **told},
            "202": {"description": "`proposal` waits for who decides", **told},
            **problems(WRITTEN),
        },
    }


def _cell(field: Field) -> Json:
    """What JSON has for a cell; null is no value."""
    kind = "array" if field.is_list else field.type
    known: Json = {"type": [_KINDS.get(kind, "string"), "null"]}
    if kind == "array":
        known["items"] = TEXT
    return known | present({"title": field.titles.get("fr"), "description": field.description})


def _patches(columns: Json) -> Json:
    merged = {"type": "object", "properties": columns, "additionalProperties": False}
    return {
        MERGE_PATCH: {"schema": merged},
        JSON_PATCH: {"schema": {"$ref": "#/components/schemas/JsonPatch"}},
    }


def _changed(row: Json) -> Json:
    proposed = {**_shown(row), "description": "`proposal` waits for who decides"}
    return {"200": _shown(row), "202": proposed, **problems(PATCHED)}


def _header(name: str, description: str) -> Json:
    return {"name": name, "in": "header", "description": description, "schema": TEXT}


_IF_MATCH = _header("If-Match", "The ETag of the row as it was looked at; demanded")
_CHANGESET_OF = _header("Changeset", "The number of the member's changeset that it belongs to")
_AGAIN = _header("Idempotency-Key", "Sent again with the same, it is answered the same for a day")
_WRITING = (_IF_MATCH, _CHANGESET_OF, _AGAIN)
_KINDS = {name: name for name in ("integer", "number", "boolean", "array")}


def _key(table: Table) -> Json:
    return {
        "name": "key",
        "in": "path",
        "required": True,
        "description": f"{', '.join(table.primary_key)}; several values with commas between, each "
        "tilde-encoded",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_,~-]+$"},
    }


def _shown(row: Json) -> Json:
    shown = {
        "type": "object",
        "required": ["dataset", "table", "key", "release", "row", "pending"],
        "properties": {
            "dataset": TEXT,
            "table": TEXT,
            "key": {"type": "array", "items": TEXT},
            "release": TEXT,
            "row": row,
            "pending": {
                "type": "object",
                "description": "Columns that no release shows so yet.",
                "additionalProperties": {
                    "type": "object",
                    "required": ["correction", "released"],
                    "properties": {"correction": {"type": "integer"}, "released": {}},
                },
            },
            "proposal": {"type": "integer"},
        },
    }
    return {
        "description": "The row",
        "headers": {"ETag": {"schema": TEXT}},
        "content": {"application/json": {"schema": shown}},
    }


def _content(name: str) -> Json:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
