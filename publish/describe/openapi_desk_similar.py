"""What `/openapi.json` says of the check before a row is created."""

from publish.describe.openapi_desk_shapes import READ, WRITTEN, problems
from publish.describe.openapi_shapes import TEXT
from publish.release.described import Json

# Visitors ask as well.
_SECURED: list[Json] = [{}, {"deskToken": []}, {"deskSession": []}]
_SHARE: Json = {"type": "number", "minimum": 0, "maximum": 1}
_COLUMN: Json = {
    "type": "object",
    "required": ["yours", "theirs", "score"],
    "properties": {"yours": {}, "theirs": {}, "score": _SHARE},
}
_ALIKE: Json = {
    "label": TEXT,
    "score": _SHARE,
    "likely": {"type": "boolean", "description": "A person should look before both are there."},
    "columns": {"type": "object", "additionalProperties": _COLUMN},
    "url": {"type": "string", "format": "uri"},
}
_ROW: Json = {"id": TEXT, "key": {"type": "array", "items": TEXT}, **_ALIKE}
_PROPOSED: Json = {"proposal": {"type": "integer"}, **_ALIKE}
_REFUSED = {name: words for name, words in WRITTEN.items() if name not in ("403", "409")}
_FOUND = {name: words for name, words in READ.items() if name != "403"}


def similar() -> Json:
    """Its two methods."""
    said = {
        "type": "object",
        "required": ["dataset", "table", "row"],
        "properties": {
            "dataset": TEXT,
            "table": TEXT,
            "row": {"type": "object", "description": "A value for each open column that is known."},
        },
        "additionalProperties": False,
    }
    return {
        "get": _asked("ask", {"parameters": [*map(_named, ("dataset", "table")), _COLUMNS]})
        | {"responses": {"200": _told(), **problems({**_FOUND, "422": WRITTEN["422"]})}},
        "post": _asked(
            "send",
            {"requestBody": {"required": True, "content": {"application/json": {"schema": said}}}},
        )
        | {"responses": {"200": _told(), **problems(_REFUSED)}},
    }


def _asked(name: str, more: Json) -> Json:
    return {
        "operationId": f"desk.similar.{name}",
        "summary": "The rows alike one that is to be created, the likest first",
        "tags": ["desk"],
        "security": _SECURED,
        **more,
    }


def _named(name: str) -> Json:
    return {"name": name, "in": "query", "required": True, "schema": TEXT}


_COLUMNS: Json = {
    "name": "row",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": "Each open column by its own name, as people write its value.",
    "schema": {"type": "object", "additionalProperties": TEXT},
}


def _told() -> Json:
    rows = {"type": "object", "required": [*_ROW], "properties": _ROW}
    proposed = {"type": "object", "required": [*_PROPOSED], "properties": _PROPOSED}
    shown = {
        "type": "object",
        "required": ["dataset", "table", "release", "rows"],
        "properties": {
            **dict.fromkeys(("dataset", "table", "release"), TEXT),
            "rows": {"type": "array", "items": rows},
            "waiting": {
                "type": "array",
                "items": proposed,
                "description": "Rows that wait for a decision, for who may take it.",
            },
        },
    }
    return {
        "description": "At most ten rows",
        "content": {"application/json": {"schema": shown}},
    }
