"""What the desk answers to programs, as JSON Schemas, and why it does not do what is asked."""

from typing import Any

from publish.describe.openapi_shapes import TEXT
from publish.release.described import Json

PROBLEM_JSON = "application/problem+json"
SECURITY: Json = {
    "deskToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal token of a member of the desk.",
    },
    "deskSession": {
        "type": "apiKey",
        "in": "header",
        "name": "Desk-Mark",
        "description": "The mark of a session, beside its cookie: the field `mark` of the desk's "
        "forms.",
    },
}
_WRONG: Json = {
    "type": "object",
    "required": ["pointer", "detail"],
    "properties": {
        "pointer": {"type": "string", "description": "A JSON Pointer into the body."},
        "detail": TEXT,
    },
}
_CHANGED: Json = {
    "type": "object",
    "required": ["theirs"],
    "properties": {"base": {}, "theirs": {}, "yours": {}},
}
_EDIT: Json = {
    "type": "object",
    "required": ["base", "new"],
    "properties": {"base": {"type": ["string", "null"]}, "new": {"type": ["string", "null"]}},
}
COMMENT: Json = {"type": "string", "minLength": 1, "maxLength": 1000}
_OPERATION: Json = {
    "type": "object",
    "required": ["op", "path"],
    "properties": {
        "op": {"enum": ["test", "replace", "add", "remove"]},
        "path": {"type": "string", "description": "`/` and a column."},
        "value": {},
    },
}
_CHANGESET: Json = {
    "type": "object",
    "required": ["changeset", "comment", "evidence", "made", "changes"],
    "properties": {
        "changeset": {"type": "integer"},
        "comment": TEXT,
        "evidence": TEXT,
        "made": {"type": "string", "format": "date"},
        "changes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["proposal", "dataset", "table", "key", "edits", "state", "reason"],
                "properties": {
                    "proposal": {"type": "integer"},
                    "dataset": TEXT,
                    "table": TEXT,
                    "key": {"type": "array", "items": TEXT},
                    "edits": {"type": "object", "additionalProperties": _EDIT},
                    "state": {"enum": ["open", "accepted", "refused", "erased"]},
                    "reason": TEXT,
                },
            },
        },
    },
}
SCHEMAS: Json = {
    "Problem": {
        "type": "object",
        "description": "Why it is not done, as RFC 9457 has it.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "errors": {"type": "array", "items": _WRONG},
            "columns": {"type": "object", "additionalProperties": _CHANGED},
        },
    },
    "Changeset": _CHANGESET,
    "JsonPatch": {"type": "array", "items": _OPERATION},
}
READ = {
    "401": "Not a member: a token is needed",
    "403": "Not this member's to correct, or a session without its mark",
    "404": "There is no such thing",
    "429": "Too much is asked at once: again after Retry-After",
    "503": "Many write at this moment: again after Retry-After",
}
WRITTEN = {
    **READ,
    "400": "A header or a body that cannot be read",
    "409": "What waits must be settled first",
    "413": "The body is too large",
    "415": "Another media type",
    "422": "A column or value that does not fit: `errors` says where",
}
PATCHED = {
    **WRITTEN,
    "412": "The row changed since: `columns` has base, theirs and yours",
    "428": "`If-Match` is needed",
}


def problems(said: dict[str, str]) -> Json:
    """Those of an address, by status."""
    problem: Any = {"schema": {"$ref": "#/components/schemas/Problem"}}
    found: Json = {
        status: {"description": words, "content": {PROBLEM_JSON: problem}}
        for status, words in said.items()
    }
    # An address that no row can have is answered in words.
    found["404"]["content"]["text/plain"] = {}
    return found
