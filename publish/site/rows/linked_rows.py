"""The rows of other tables that name a row."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from publish.release.release import Release
from publish.site.base.site import Request, Site
from publish.site.frame.links import address
from publish.site.rows.references import visible
from publish.site.rows.selection import Filter
from publish.site.rows.selection_words import column_title
from publish.site.rows.table_body import Row
from publish.site.text.words import tell
from publish.words.sql import sql_name


@dataclass(frozen=True)
class Linked:
    """How many rows of a table name a row, in which column, and where they are."""

    table: Markup
    column: Markup
    count: int
    href: str


async def linked_rows(
    site: Site, request: Request, release: Release, table: str, row: Row
) -> list[Linked]:
    """What leads to a row; tables that this visitor may not see are left out."""
    found = []
    for other, column, key in _incoming(release, table):
        if row[key] is None or not await visible(site, request, release, other):
            continue
        count = await _count(site, release, other, column, row[key])
        resource = release.tables[other]
        only = Filter(column, "exact", str(row[key])).argument
        href = address(str(site.urls.table(release.dataset, other)), [only])
        title = tell(resource, "title") or Markup("{}").format(other)
        found.append(Linked(title, column_title(resource.columns[column]), count, href))
    return found


def _incoming(release: Release, table: str) -> Iterator[tuple[str, str, str]]:
    """(table, column, column here) of each foreign key of one column that leads to a table."""
    for other, resource in release.tables.items():
        for key in resource.references:
            if key.table == table and len(key.columns) == 1:
                yield other, key.columns[0], key.to[0]


async def _count(site: Site, release: Release, table: str, column: str, value: object) -> int:
    name = sql_name(column)
    sql = f"select count(*) from {sql_name(table)} where {name} = :value"  # noqa: S608
    found = await site.databases[release.dataset].execute(sql, {"value": value})
    return int(found.single_value())
