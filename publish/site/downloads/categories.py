"""What the categories of a map are called."""

from publish.site.base.site import Request, Site
from publish.site.rows.references import LabelReference, references
from publish.site.rows.selection import Selection
from publish.site.text.values import said
from publish.words.sql import sql_name

# A map has some hundreds at most.
MOST_CATEGORIES = 2_000


async def category_names(
    site: Site, request: Request, selection: Selection, column: str
) -> dict[str, str]:
    """What categories are called, by their ids; one that is not there has its id as its name."""
    release, table = selection.release, selection.table
    for one in await references(site, request, release, table, {column}):
        return await _referenced(site, one)
    field = selection.fields[column]
    return {value: said(field, value) for value in field.labels}


async def _referenced(site: Site, reference: LabelReference) -> dict[str, str]:
    if reference.label is None:
        return {}
    key, label = sql_name(reference.key), sql_name(reference.label)
    table = sql_name(reference.table)
    sql = f"select {key}, {label} from {table} limit {MOST_CATEGORIES}"  # noqa: S608
    rows = (await site.databases[reference.release.dataset].execute(sql)).rows
    return {str(row[0]): str(row[1]) for row in rows if row[1] not in (None, "")}
