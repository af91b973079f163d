"""What is wrong with a declared value, in plain words, and what would be right.

Each kind of error that pydantic can raise on our models has its words here; the values of
columns never come this way, so what was declared is shown.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from publish.declare.model import Location, nearest

EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-11-01",
    "tuple_type": "a list such as [a, b]",
    "dict_type": "a mapping such as {name: …}",
}
LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "over"),
    "less_than": ("lt", "under"),
}


_DEEP = {"properties", "patternProperties", "additionalProperties", "items", "prefixItems"}


class Schema:
    """The JSON Schema of a model, walked by the places of its errors."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.whole: Any = model.model_json_schema(by_alias=True)

    def at(self, location: Location) -> Any:
        """The schema of the value at a place."""
        node = self.whole
        for step in location:
            node = self._step(self._resolve(node), step)
        return self._resolve(node)

    def keys(self, location: Location) -> list[str]:
        """The keys that a mapping at this place takes, as a file writes them."""
        return list(self.at(location).get("properties", {}))

    def _step(self, node: Any, step: str | int) -> Any:
        if isinstance(step, int):
            numbered = node.get("prefixItems", [])
            return numbered[step] if step < len(numbered) else node.get("items", {})
        for others in (
            *node.get("patternProperties", {}).values(),
            node.get("additionalProperties"),
        ):
            if isinstance(others, dict):
                return others
        return node.get("properties", {}).get(step, {})

    def _resolve(self, node: Any) -> Any:
        """The schema behind references and behind alternatives, mappings and lists first."""
        while "$ref" in node:
            node = self.whole["$defs"][node["$ref"].rsplit("/", 1)[1]]
        options = [self._resolve(option) for option in node.get("anyOf", ())]
        deep = [one for one in options if one.keys() & _DEEP]
        return (deep or [node])[0]


def words(errors: Sequence[Any], schema: Schema, place: Location) -> str:
    """What is wrong at one place, from all that the model says of it."""
    first = errors[0]
    kind, value = first["type"], first.get("input")
    keys = [error for error in errors if error["loc"][-1:] == ("[key]",)]
    if kind == "invalid_key" or (keys and kind != "value_error"):
        return f'the key {shown(place[-1])} is not a text; put it in quotes: "{place[-1]}"'
    if kind == "missing":
        return f"missing; add this {'item' if isinstance(place[-1], int) else 'key'}"
    if kind == "extra_forbidden":
        return _unknown_key(value, schema, place)
    if kind == "value_error":
        return str(first["ctx"]["error"])
    if kind in LIMITS:
        return _limit(value, schema.at(place), first)
    if kind in _SPECIAL:
        return _SPECIAL[kind](value, first.get("ctx", {}))
    return _mismatch(errors, schema, place)


def _unknown_key(value: Any, schema: Schema, place: Location) -> str:
    *parents, key = place
    near = nearest(str(key), schema.keys(tuple(parents)), "known here: ")
    if value is None and not near.startswith("did"):
        # Between braces, what follows a comma inside a text becomes a key without a value.
        return f'unknown key; is it the rest of a text? Put the text in quotes: "…, {key}"'
    return f"unknown key; {near}"


def _mismatch(errors: Sequence[Any], schema: Schema, place: Location) -> str:
    """A value of the wrong kind; several errors are the branches of a choice."""
    value = errors[0].get("input")
    expected = dict.fromkeys(_expected(error, schema, place) for error in errors)
    what = f"{shown(value)} is not {' or '.join(expected)}"
    if value is None:
        what = f"empty; write {' or '.join(expected)}"
        *parents, key = place
        needed = isinstance(key, int) or key in schema.at(tuple(parents)).get("required", ())
        return what if needed else f"{what}, or remove the key"
    kinds = {error["type"] for error in errors}
    if kinds == {"literal_error"} and isinstance(value, str):
        near = nearest(value, _choices(errors[0]))
        return f"{what}; {near}" if near.startswith("did") else what
    if kinds == {"string_type"} and not isinstance(value, Mapping | tuple):
        return f'{what}; put it in quotes: "{_yaml(value)}"'
    pairs = list(value.items()) if isinstance(value, Mapping) else []
    if kinds == {"string_type"} and len(pairs) == 1 and isinstance(pairs[0][1], str):
        return f'{what}; put it in quotes: "{pairs[0][0]}: {pairs[0][1]}"'
    return what


def _expected(error: Any, schema: Schema, place: Location) -> str:
    kind = error["type"]
    if kind == "model_type":
        keys = schema.keys(place)
        more = ", …" if len(keys) > 3 else ""
        return f"a mapping such as {{{', '.join(f'{key}: …' for key in keys[:3])}{more}}}"
    if kind == "literal_error":
        choices = _choices(error)
        return f"one of {', '.join(choices)}" if len(choices) > 1 else choices[0].lower()
    return EXPECTED.get(kind, str(error["msg"]).removeprefix("Input should be "))


def _choices(error: Any) -> list[str]:
    """The words of a Literal, out of `'a', 'b' or 'c'`."""
    listed = str(error["ctx"]["expected"]).replace("' or '", "', '")
    return [choice.strip("'") if len(choice) > 3 else choice for choice in listed.split(", ")]


def _limit(value: Any, schema: Any, error: Any) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"{value} is not between {low:g} and {high:g}"
    over = schema.get("exclusiveMinimum")
    if over is not None and high is not None:
        return f"{value} is not over {over:g} and at most {high:g}"
    name, word = LIMITS[error["type"]]
    return f"{value} is not {word} {error['ctx'][name]:g}"


def _too_short(value: Any, context: Any) -> str:
    least = context["min_length"]
    if isinstance(value, str) and value:
        return f"{value!r} is too short; write at least {least} characters"
    return "empty; write something here" if value == "" else f"empty; write at least {least}"


def _too_long(value: Any, context: Any) -> str:
    most = context["max_length"]
    if value == "\\t":
        return 'a backslash and a t are two characters; write a tab with double quotes: "\\t"'
    return f"{value!r} is too long; write at most {_counted(most, 'character')}"


def _too_many(value: Any, context: Any) -> str:
    most, found = context["max_length"], context["actual_length"]
    return f"{_counted(found, 'item')} are too many; write {most}"


def _pattern(value: Any, context: Any) -> str:
    pattern = context["pattern"]
    example = "`table.column`" if r"\." in pattern else "a column's name, or -name"
    if "_-" in pattern:
        example = "a-z, digits, - and _, such as `opening-hours`"
    if pattern.endswith("d$"):
        example = "up to 999 days, such as `14d`"
    return f"{value!r} is not written as expected; write {example}"


_SPECIAL = {
    "string_too_short": _too_short,
    "too_short": _too_short,
    "string_too_long": _too_long,
    "too_long": _too_many,
    "string_pattern_mismatch": _pattern,
}


def shown(value: Any) -> str:
    """A declared value as its file may write it, cut to what a line holds."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, tuple):
        return "a list"
    text = repr(value) if isinstance(value, str) else _yaml(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _yaml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
