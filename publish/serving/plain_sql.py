"""A statement of ours as one that can be copied: with its values in it."""

import re
from collections.abc import Mapping
from typing import Any

from publish.serving.search import escape_fts

# Text in quotes is left alone; `escape_fts` is a function of this site only.
_PARTS = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\[[^\]]*\]|escape_fts\(:(?P<search>\w+)\)|:(?P<name>\w+)"""
)


def with_values(sql: str, parameters: Mapping[str, Any]) -> str:
    """`sql` with its parameters written out, and searches as SQLite's own FTS5 takes them."""

    def written(part: re.Match[str]) -> str:
        if part["search"] in parameters:
            return literal(escape_fts(parameters[part["search"]]))
        return literal(parameters[part["name"]]) if part["name"] in parameters else part[0]

    return _PARTS.sub(written, sql)


def literal(value: Any) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"
