"""Cells as JSON: a number is a number, a list is a list, no value is null."""

import json

from publish.corrections.values import written
from publish.desk.api.problems import Json
from publish.desk.typed import MOST_LETTERS, column_of
from publish.release.table import Field
from publish.words.unseen import has_unseen

_KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list of texts",
    "list": "a list of texts",
}


def as_json(field: Field, text: str | None) -> Json:
    """The text of a release as JSON."""
    if text is None:
        return None
    if field.is_list or field.type in ("integer", "number", "boolean"):
        found: Json = json.loads(text)
        return found
    return text


def as_text(field: Field, value: Json, base: str | None = None) -> str | None:
    """A value as the text of a release, whose cell says `base`; raises ValueError."""
    text = "" if value is None else _text(field, value)
    if len(text) > MOST_LETTERS:
        raise ValueError(f"it has more than {MOST_LETTERS} letters")
    if has_unseen(text):
        raise ValueError("it has characters that nobody sees")
    return written(column_of(field), text, base)


def _text(field: Field, value: Json) -> str:
    if field.is_list:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return _listed(value)
    elif field.type == "boolean":
        if isinstance(value, bool):
            return "true" if value else "false"
    elif field.type in ("integer", "number"):
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _number(field, value)
    elif isinstance(value, str):
        return value
    raise ValueError(f"{_short(value)} is not {_KINDS.get(field.type, 'a text')}")


def _listed(value: list[Json]) -> str:
    if any(has_unseen(str(one)) for one in value):
        raise ValueError("it has characters that nobody sees")
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


def _number(field: Field, value: float) -> str:
    # In JSON, 12.0 is as whole as 12.
    if field.type == "integer" and isinstance(value, float) and value.is_integer():
        return str(int(value))
    return repr(value)


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"
