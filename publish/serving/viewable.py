"""What who asks may see. Everybody without an account may see the same: that is asked once."""

from typing import Any
from weakref import WeakKeyDictionary

from datasette.resources import DatabaseResource, TableResource
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request

from publish.serving.datasette_site import Site
from publish.serving.languages import gettext as _
from publish.serving.release_database import ReleaseDatabase
from publish.serving.releases import Release

# The tables of a release that anybody may see; None where it is not even listed.
_known: WeakKeyDictionary[ReleaseDatabase, tuple[str, ...] | None] = WeakKeyDictionary()


async def viewable(site: Site, actor: Any) -> dict[str, tuple[str, ...]]:
    """Dataset -> its tables that may be seen; only datasets that may be."""
    found = {
        name: await _tables(site, database, actor) for name, database in site.databases.items()
    }
    return {name: tables for name, tables in found.items() if tables is not None}


async def asked_release(site: Site, request: Request) -> Release:
    """The release of the dataset that an address names; raises NotFound and Forbidden."""
    release = site.release(tilde_decode(request.url_vars["database"]))
    if release is None:
        raise NotFound(_("There is no such dataset here."))
    dataset = DatabaseResource(database=release.dataset)
    await site.ensure_permission(action="view-database", resource=dataset, actor=request.actor)
    return release


async def _tables(site: Site, database: ReleaseDatabase, actor: Any) -> tuple[str, ...] | None:
    if actor is not None:
        return await _asked(site, database, actor)
    if database not in _known:
        _known[database] = await _asked(site, database, None)
    return _known[database]


async def _asked(site: Site, database: ReleaseDatabase, actor: Any) -> tuple[str, ...] | None:
    name = database.release.dataset
    dataset = DatabaseResource(name)
    if not await site.allowed(action="view-database", resource=dataset, actor=actor):
        return None
    tables = []
    for table in database.release.tables:
        resource = TableResource(name, table)
        if await site.allowed(action="view-table", resource=resource, actor=actor):
            tables.append(table)
    return tuple(tables)
