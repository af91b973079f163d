"""The first rows of a table, in the columns that say most, as its dataset's page shows them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasette.utils import escape_sqlite

from publish.serving.datasette_site import Site
from publish.serving.languages import gettext as _
from publish.serving.words import readable_date, readable_number

ROWS, COLUMNS, LONGEST = 5, 6, 90
_NUMBERS = ("integer", "number")
_LISTS = ("array", "list")
# French and English write numbers up to here without a separator, and a year never has one.
_PLAIN = 10_000


@dataclass(frozen=True)
class Preview:
    """Columns (as the descriptor has them) and the cells of the first rows, as texts."""

    fields: tuple[Mapping[str, Any], ...]
    rows: tuple[tuple[str, ...], ...]


async def preview(site: Site, dataset: str, resource: Mapping[str, Any]) -> Preview:
    """The first rows of a table."""
    fields = telling(resource)
    names = ", ".join(escape_sqlite(field["name"]) for field in fields)
    sql = f"select {names} from {escape_sqlite(resource['name'])} limit {ROWS}"  # noqa: S608
    result = await site.databases[dataset].execute(sql)
    rows = (
        tuple(cell(value, field) for value, field in zip(row, fields, strict=True))
        for row in result.rows
    )
    return Preview(fields, tuple(rows))


def telling(resource: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The label and the facets of a table, then its first columns, in the table's own order."""
    fields = resource["schema"]["fields"]
    browse = resource.get("browse") or {}
    wanted = [browse.get("label"), *browse.get("facets", ())]
    unwanted = {*browse.get("map", ()), *(resource["schema"].get("primaryKey") or ())}
    plain = [field["name"] for field in fields if field["name"] not in unwanted]
    ranked = dict.fromkeys([name for name in wanted if name] + plain + [f["name"] for f in fields])
    chosen = set(list(ranked)[:COLUMNS])
    return tuple(field for field in fields if field["name"] in chosen)


def cell(value: Any, field: Mapping[str, Any]) -> str:
    """A value as people read it in the language of the request."""
    kind = field.get("type", "string")
    if value is None:
        return ""
    if kind == "boolean":
        return _("Yes") if value else _("No")
    if kind in _NUMBERS and isinstance(value, int | float):
        return str(value) if kind == "integer" and abs(value) < _PLAIN else readable_number(value)
    return _short(_text(str(value), kind))


def _text(value: str, kind: str) -> str:
    try:
        if kind in _LISTS:
            return ", ".join(map(str, json.loads(value)))
        if kind == "date":
            return readable_date(date.fromisoformat(value).isoformat())
    except (ValueError, TypeError):
        return value
    return value


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def kind(type: str) -> str:
    """What the values of a column are, in a word or two."""
    words = {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "date": _("date"),
        "datetime": _("date and time"),
        "array": _("list"),
        "list": _("list"),
        "any": "JSON",
    }
    return words.get(type, type)
