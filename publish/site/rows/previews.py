"""The first rows of a table, in the columns that say most, as its dataset's page shows them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from publish.release.table import Field, Table
from publish.site.base.site import Site
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_date, readable_number
from publish.words.json import json_of
from publish.words.sql import sql_name

ROWS, COLUMNS, LONGEST = 5, 6, 90
_NUMBERS = ("integer", "number")
_LISTS = ("array", "list")
# French and English write numbers up to here without a separator, and a year never has one.
_PLAIN = 10_000


@dataclass(frozen=True)
class Preview:
    """Columns (as the descriptor has them) and the cells of the first rows, as texts."""

    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]


async def preview(site: Site, dataset: str, table: Table) -> Preview:
    """The first rows of a table."""
    fields = telling(table)
    names = ", ".join(sql_name(field.name) for field in fields)
    sql = f"select {names} from {sql_name(table.name)} limit {ROWS}"  # noqa: S608
    result = await site.databases[dataset].execute(sql)
    rows = (
        tuple(cell(value, field) for value, field in zip(row, fields, strict=True))
        for row in result.rows
    )
    return Preview(fields, tuple(rows))


def telling(table: Table) -> tuple[Field, ...]:
    """The label and the facets of a table, then its first columns, in the table's own order."""
    wanted = [table.label, *table.facets]
    unwanted = {*table.map, *table.primary_key}
    plain = [name for name in table.columns if name not in unwanted]
    ranked = dict.fromkeys([*(name for name in wanted if name), *plain, *table.columns])
    chosen = set(list(ranked)[:COLUMNS])
    return tuple(field for field in table.fields if field.name in chosen)


def cell(value: Any, field: Field) -> str:
    """A value as people read it in the language of the request."""
    kind = field.type
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
            return ", ".join(map(str, json_of(value)))
        if kind == "date":
            return readable_date(date.fromisoformat(value).isoformat())
    except (ValueError, TypeError):
        return value
    return value


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
