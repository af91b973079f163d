"""A table as its page shows it first, for pages that are about more than a table."""

from dataclasses import dataclass

from publish.release.release import Release
from publish.site.base.site import Database, Request, Site
from publish.site.rows.selection import Selection, selection_of


@dataclass
class _Asked:
    db: Database
    table: str
    is_view: bool = False


async def whole_table(site: Site, request: Request, release: Release, table: str) -> Selection:
    """Every row of a table, whatever the address of the request selects; raises Forbidden."""
    asked = _Asked(site.databases[release.dataset], table)
    return await selection_of(site, site.asking(request, b""), asked)
