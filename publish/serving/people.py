"""Tables about people: their rows have no address, unless people asked to be listed by name."""

from datasette.app import ResolvedTable
from datasette.utils.asgi import NotFound

from publish.serving.languages import gettext as _
from publish.serving.releases import Release


def rows_apart(release: Release, table: str) -> bool:
    """Whether a row may be pointed at."""
    resource = release.tables.get(table, {})
    return resource.get("about") != "people" or bool(resource.get("named"))


def without_addresses(resolved: ResolvedTable) -> ResolvedTable:
    """The table as a view, to which Datasette gives neither row ids nor links to rows."""
    if rows_apart(resolved.db.release, resolved.table):
        return resolved
    return resolved._replace(is_view=True)


def refuse_row(resolved: ResolvedTable) -> None:
    """Raises NotFound for the page of a row that must not be pointed at."""
    if not rows_apart(resolved.db.release, resolved.table):
        raise NotFound(_("This table is about people: its rows have no pages."))
