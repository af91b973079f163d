"""What who asks may see. Everybody without an account may see the same: that is asked once."""

from typing import Any
from weakref import WeakKeyDictionary

from publish.release.release import Release
from publish.site.base.refusals import NotFound
from publish.site.base.site import Database, Request, Site
from publish.site.http.arguments import tilde_decode

# The tables of a release that anybody may see; None where it is not even listed.
_known: WeakKeyDictionary[Database, tuple[str, ...] | None] = WeakKeyDictionary()


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
        raise NotFound("There is no such dataset here.")
    await site.must(request.actor, "view-database", release.dataset)
    return release


async def _tables(site: Site, database: Database, actor: Any) -> tuple[str, ...] | None:
    if actor is not None:
        return await _asked(site, database, actor)
    if database not in _known:
        _known[database] = await _asked(site, database, None)
    return _known[database]


async def _asked(site: Site, database: Database, actor: Any) -> tuple[str, ...] | None:
    name = database.release.dataset
    if not await site.may(actor, "view-database", name):
        return None
    tables = database.release.tables
    return tuple([table for table in tables if await site.may(actor, "view-table", name, table)])
