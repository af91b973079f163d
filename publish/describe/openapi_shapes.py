"""The JSON Schemas of what the API answers."""

from collections.abc import Iterable
from typing import Any

from publish.release.described import Json, present
from publish.release.table import Field

TEXT: Json = {"type": "string"}
FOUND_ROW: Json = {
    "type": "object",
    "required": ["url", "html", "texts"],
    "properties": {
        "url": {"type": ["string", "null"], "description": "None for a row that has no page."},
        "html": {"type": "string", "description": "Its label, with <mark> around what was found."},
        "texts": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["column", "html"],
                "properties": {"column": TEXT, "html": TEXT},
            },
        },
    },
}
NUMBER: Json = {"type": "integer"}
SCALAR: Json = {"type": ["string", "number"]}
COLUMN: Json = {
    "type": "object",
    "description": "What is said of a column. Its figures are there since releases have some: of "
    "people, only what as many share as the policy asks for.",
    "required": ["name", "type"],
    "properties": {
        **dict.fromkeys(("name", "title", "description", "type", "unit", "role"), TEXT),
        "counted": {"enum": ["rows", "people"], "description": "What the numbers count."},
        "number": {"type": "integer", "description": "How many there are."},
        "filled": {"type": "integer", "description": "How many have a value."},
        "distinct": {"type": "integer", "description": "How many different values there are."},
        "least": SCALAR,
        "quartiles": {"type": "array", "items": SCALAR, "minItems": 3, "maxItems": 3},
        "most": SCALAR,
        "values": {
            "type": "array",
            "description": "The most frequent values.",
            "items": {
                "type": "object",
                "required": ["value", "number"],
                "properties": {"value": SCALAR, "number": NUMBER},
            },
        },
        "classes": {
            "type": "array",
            "description": "How many values lie from `low` to under `high`.",
            "items": {
                "type": "object",
                "required": ["low", "high", "number"],
                "properties": {
                    "low": SCALAR,
                    "high": {"type": ["string", "number", "null"]},
                    "number": NUMBER,
                },
            },
        },
    },
}
SCHEMAS: Json = {
    "License": {
        "type": "object",
        "description": "The licence of what is answered, with the words to show beside it.",
        "required": ["id", "title", "attribution", "licenses"],
        "properties": {
            "id": {"type": "string", "description": "An SPDX expression."},
            "title": TEXT,
            "url": TEXT,
            "attribution": TEXT,
            "licenses": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "title", "url", "attribution", "share_alike"],
                    "properties": {
                        "id": TEXT,
                        "title": TEXT,
                        "url": TEXT,
                        "attribution": TEXT,
                        "share_alike": {"type": "boolean"},
                        "dataset": TEXT,
                        "tables": {"type": "array", "items": TEXT},
                        "partners": {
                            "type": "array",
                            "description": "Those whose rows are shown.",
                            "items": {
                                "type": "object",
                                "required": ["name", "title", "license"],
                                "properties": {"name": TEXT, "title": TEXT, "license": TEXT},
                            },
                        },
                    },
                },
            },
        },
    },
    "Rows": {
        "type": "object",
        "description": "Integers go up to 2^63. JavaScript and its like round those of 2^53 "
        "(9007199254740992) and more: read them with a parser that keeps all digits, or ask for "
        "the rows as CSV.",
        "required": ["ok", "rows", "license"],
        "properties": {
            "ok": {"const": True},
            "rows": {"type": "array"},
            "next": {"type": ["string", "null"], "description": "The mark of the next page."},
            "next_url": {"type": ["string", "null"]},
            "previous": {
                "type": ["string", "null"],
                "description": "The mark of the page before; empty of the first page.",
            },
            "previous_url": {"type": ["string", "null"]},
            "total": {
                "type": ["integer", "null"],
                "description": "The rows of all pages; null where counting takes too long.",
            },
            "selection": {
                "type": "string",
                "description": "The filters in words; empty where all rows are asked for.",
            },
            "distance": {
                "type": "object",
                "description": "Of rows near a place: the column of how far they are.",
            },
            "truncated": {"type": "boolean"},
            "license": {"$ref": "#/components/schemas/License"},
        },
    },
    "Columns": {
        "type": "object",
        "required": ["ok", "dataset", "version", "table", "columns", "license"],
        "properties": {
            "ok": {"const": True},
            "dataset": TEXT,
            "version": TEXT,
            "table": TEXT,
            "columns": {"type": "array", "items": COLUMN},
            "license": {"$ref": "#/components/schemas/License"},
        },
    },
    "Dataset": {
        "type": "object",
        "required": ["ok", "database", "tables"],
        "properties": {
            "ok": {"const": True},
            "database": TEXT,
            "tables": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "columns", "primary_keys"],
                    "properties": {
                        "name": TEXT,
                        "columns": {"type": "array", "items": TEXT},
                        "primary_keys": {"type": "array", "items": TEXT},
                        "count": {"type": ["integer", "null"]},
                    },
                },
            },
        },
    },
    "Search": {
        "type": "object",
        "required": [
            "ok",
            "query",
            "words",
            "instead",
            "count",
            "at_least",
            "filters",
            "datasets",
            "more",
            "stopped",
        ],
        "properties": {
            "ok": {"const": True},
            "query": TEXT,
            "words": {"type": "array", "items": TEXT, "description": "What was searched."},
            "instead": {
                "type": "object",
                "additionalProperties": TEXT,
                "description": "A word that is nowhere, and the one searched in its place.",
            },
            "count": {"type": "integer", "description": "The rows found in all."},
            "at_least": {
                "type": "boolean",
                "description": "Whether there may be more rows: a word is too frequent to count.",
            },
            "filters": {
                "type": "array",
                "description": "Values of facets that hold all that was asked, the best first.",
                "items": {"$ref": "#/components/schemas/FoundFilter"},
            },
            "datasets": {"type": "array", "items": {"$ref": "#/components/schemas/Found"}},
            "more": {
                "type": "array",
                "description": "Further datasets.",
                "items": {
                    "type": "object",
                    "required": ["dataset", "count"],
                    "properties": {"dataset": TEXT, "count": {"type": "integer"}},
                },
            },
            "stopped": {
                "type": "array",
                "items": TEXT,
                "description": "Datasets for which there was no time.",
            },
            "license": {"$ref": "#/components/schemas/License"},
        },
    },
    "FoundFilter": {
        "type": "object",
        "required": [
            *("dataset", "table", "column", "value", "title", "count", "url", "json_url"),
        ],
        "properties": {
            "dataset": TEXT,
            "table": TEXT,
            "column": TEXT,
            "value": TEXT,
            "title": TEXT,
            "count": {"type": "integer", "description": "The rows with this value."},
            "url": TEXT,
            "json_url": TEXT,
        },
    },
    "Found": {
        "type": "object",
        "required": ["dataset", "version", "title", "url", "count", "tables"],
        "properties": {
            "dataset": TEXT,
            "version": TEXT,
            "title": TEXT,
            "url": TEXT,
            "count": {"type": "integer"},
            "tables": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["table", "title", "count", "at_least", "url", "json_url", "rows"],
                    "properties": {
                        "table": TEXT,
                        "title": TEXT,
                        "count": {"type": "integer"},
                        "at_least": {"type": "boolean"},
                        "url": TEXT,
                        "json_url": {"type": "string", "description": "All of them."},
                        "rows": {"type": "array", "items": FOUND_ROW},
                    },
                },
            },
        },
    },
    "Error": {
        "type": "object",
        "required": ["ok", "error", "status"],
        "properties": {
            "ok": {"const": False},
            "error": TEXT,
            "errors": {"type": "array", "items": TEXT},
            "status": {"type": "integer"},
        },
    },
}
# As SQLite stores them: lists and JSON as text, integers up to 2^63, of which JavaScript rounds
# those over 2^53.
TYPES: dict[str, Json] = {
    "integer": {"type": ["integer", "null"], "format": "int64"},
    "number": {"type": ["number", "null"]},
    "boolean": {"enum": [0, 1, None]},
    "date": {"type": ["string", "null"], "format": "date"},
    "array": {"type": ["string", "null"], "contentMediaType": "application/json"},
    "any": {"type": ["string", "null"], "contentMediaType": "application/json"},
}


def row_schema(fields: Iterable[Field]) -> Json:
    """A row, by its columns."""
    properties = {field.name: _column(field) for field in fields}
    return {"type": "object", "required": list(properties), "properties": properties}


def _column(field: Field) -> Any:
    described = {
        "title": field.titles.get("fr"),
        "description": field.description,
        "x-unit": field.unit,
    }
    return TYPES.get(field.type, {"type": ["string", "null"]}) | present(described)
