"""The SQL that takes values out of JSON as text, numbers with the digits that the file has.

DuckDB writes 33.650 as 33.65 and 1e3 as 1000.0. Values that may be such numbers are taken out of
documents whose numbers stand in quotes. Where lists and objects hold such numbers, every string
is marked first by `=` at its head: what is then taken out is a string by its mark, or a number.
"""

from collections.abc import Iterable

from publish.bakehouse.read.json_headers import HeaderPath, Path
from publish.words.json import pointer
from publish.words.sql import literal, quoted

INSIDE = r'[^"\\]*(?:\\.[^"\\]*)*'
STRING = f'"({INSIDE})"'
NUMBER = "(-?[0-9][0-9.eE+-]*)"


def extraction(paths: dict[str, HeaderPath], table: str) -> str:
    """A query on the documents `json` of `table`: a column of text per header."""
    exact = [place for place in paths.values() if place.fraction]
    nested = any(place.nested for place in exact)
    head, document = ("=", _marked("json::VARCHAR")) if nested else ("", _quoted("json::VARCHAR"))
    plain = [place for place in paths.values() if not place.fraction]
    columns = ", ".join(
        f"{_taken(place, plain, exact, nested)} AS {quoted(header)}"
        for header, place in paths.items()
    )
    return (
        f"SELECT {columns} FROM (SELECT json_extract_string(json, [{_pointers(plain)}]) AS p,"  # noqa: S608
        f" json_extract_string({document}, [{_pointers(exact, head)}]) AS e FROM {table})"
    )


def _taken(
    place: HeaderPath, plain: list[HeaderPath], exact: list[HeaderPath], nested: bool
) -> str:
    if not place.fraction:
        return f"p[{plain.index(place) + 1}]"
    value = f"e[{exact.index(place) + 1}]"
    if place.item:
        return f"CASE WHEN {value}[1] NOT IN ('[', '{{') THEN {_unmarked(value)} END"
    return _unmarked(value) if nested else value


def _pointers(places: Iterable[HeaderPath], head: str = "") -> str:
    return ", ".join(literal(_pointer(place, head)) for place in places)


def _pointer(place: HeaderPath, head: str) -> str:
    if not place.item:
        return pointer(place.path, head)
    return pointer(place.path[:-1], head) + pointer(place.path[-1:])


def keys(paths: Iterable[Path]) -> str:
    """An expression on `json`: the keys of each of the objects at these paths."""
    return f"json_keys(json, [{', '.join(literal(pointer(path)) for path in paths)}])"


def _quoted(document: str) -> str:
    return _replaced(document, f"{STRING}|{NUMBER}", r'"\1\2"')


def _marked(document: str) -> str:
    return _quoted(_replaced(document, STRING, r'"=\1"'))


def _unmarked(value: str) -> str:
    numbers = _replaced(value, rf'("={INSIDE}")|"([^"]*)"', r"\1\2")
    nested = _replaced(numbers, f'"=({INSIDE})"', r'"\1"')
    return (
        f"CASE WHEN {value}[1] = '=' THEN substr({value}, 2)"
        f" WHEN {value}[1] IN ('[', '{{') THEN {nested} ELSE {value} END"
    )


def _replaced(text: str, pattern: str, replacement: str) -> str:
    return f"regexp_replace({text}, {literal(pattern)}, {literal(replacement)}, 'g')"
