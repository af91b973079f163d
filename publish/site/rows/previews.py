"""The first rows of a table, in the columns that say most, as its dataset's page shows them."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from publish.release.table import Field, Table
from publish.site.base.site import Site
from publish.site.text.cells import listed
from publish.site.text.values import is_written, said
from publish.site.text.words import written
from publish.words.sql import sql_name

ROWS, COLUMNS, LONGEST = 5, 6, 90


@dataclass(frozen=True)
class Preview:
    """Columns (as the descriptor has them) and the cells of the first rows, for a page."""

    fields: tuple[Field, ...]
    rows: tuple[tuple[Markup, ...], ...]


async def preview(site: Site, dataset: str, table: Table) -> Preview:
    """The first rows of a table."""
    fields = telling(table)
    names = ", ".join(sql_name(field.name) for field in fields)
    sql = f"select {names} from {sql_name(table.name)} limit {ROWS}"  # noqa: S608
    result = await site.databases[dataset].execute(sql)
    rows = (
        tuple(_shown(value, field) for value, field in zip(row, fields, strict=True))
        for row in result.rows
    )
    return Preview(fields, tuple(rows))


def _shown(value: Any, field: Field) -> Markup:
    words = cell(value, field)
    return written(words) if is_written(field) else escape(words)


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
    items = listed(value) if field.is_list else [value]
    return _short(", ".join(said(field, item) for item in items))


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
