"""The rows of other tables that name a row."""

from collections.abc import Iterator
from dataclasses import dataclass

from datasette.utils import escape_sqlite
from datasette.utils.asgi import Request
from markupsafe import Markup

from publish.serving.datasette_site import Site
from publish.serving.links import address
from publish.serving.releases import Release
from publish.serving.selection import Filter
from publish.serving.selection_labels import visible
from publish.serving.selection_words import column_title
from publish.serving.table_body import Row
from publish.serving.words import tell


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
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        only = Filter(column, "exact", str(row[key])).argument
        href = address(str(site.urls.table(release.dataset, other)), [only])
        title = tell(resource, "title") or Markup("{}").format(other)
        found.append(Linked(title, column_title(fields[column]), count, href))
    return found


def _incoming(release: Release, table: str) -> Iterator[tuple[str, str, str]]:
    """(table, column, column here) of each foreign key of one column that leads to a table."""
    for other, resource in release.tables.items():
        for key in resource.get("schema", {}).get("foreignKeys") or ():
            if (key["reference"].get("resource") or other) == table and len(key["fields"]) == 1:
                yield other, key["fields"][0], key["reference"]["fields"][0]


async def _count(site: Site, release: Release, table: str, column: str, value: object) -> int:
    name = escape_sqlite(column)
    sql = f"select count(*) from {escape_sqlite(table)} where {name} = :value"  # noqa: S608
    found = await site.databases[release.dataset].execute(sql, {"value": value})
    return int(found.single_value())
