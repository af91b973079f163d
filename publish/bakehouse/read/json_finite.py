"""NaN and Infinity, which are no JSON but which Python writes: each becomes a null."""

import re
from collections.abc import Iterator

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.exports import Remark
from publish.bakehouse.read.json_headers import HeaderPath
from publish.bakehouse.read.json_text import pointer
from publish.bakehouse.read.not_numbers import not_numbers
from publish.words.sql import literal

MAYBE = r"(?i)[:,\[]\s*-?(nan|inf)"
TOKEN = re.compile(r'("[^"\\]*+(?:\\.[^"\\]*+)*+")|-?\b(?:nan|inf(?:inity)?)\b', re.I | re.DOTALL)


def finite(raw: str, workspace: Workspace) -> str | None:
    """Writes nulls into the documents of a table.

    The name of a table of those changed, `before` and `json`; None where there is none.
    """
    [(found,)] = workspace.sql(
        f"SELECT count(*) FROM {raw} WHERE regexp_matches(json, {literal(MAYBE)})"  # noqa: S608
    )
    if not found:
        return None
    odd, function = workspace.name("odd"), workspace.name("finite")
    workspace.con.con.create_function(function, _finite, ["VARCHAR"], "VARCHAR")
    workspace.sql(
        f"CREATE TABLE {odd} AS SELECT rowid AS place, json AS before,"  # noqa: S608
        f" {function}(json::VARCHAR)::JSON AS json FROM {raw}"
        f" WHERE regexp_matches(json, {literal(MAYBE)})"
    )
    workspace.sql(f"UPDATE {raw} SET json = {odd}.json FROM {odd} WHERE {raw}.rowid = place")  # noqa: S608
    return odd


def told(odd: str, paths: dict[str, HeaderPath], workspace: Workspace) -> Iterator[Remark]:
    """How many records lost such a value, by header."""
    changed = ", ".join(
        f"count_if(json_extract(before, {place}) IS DISTINCT FROM json_extract(json, {place}))"
        for place in (literal(pointer(header.path)) for header in paths.values())
    )
    [counts] = workspace.sql(f"SELECT {changed} FROM {odd}")  # noqa: S608
    yield from not_numbers(zip(paths, counts, strict=True))


def _finite(document: str) -> str:
    return TOKEN.sub(lambda found: found[1] or "null", document)
