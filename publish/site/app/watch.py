"""The watch on the releases: attaches what is current, swaps, drops, closes what nobody uses."""

import asyncio
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from datasette.utils.internal_db import populate_schema_tables

from publish.errors import StoreError
from publish.release.release import Release
from publish.site.app import damage
from publish.site.app.datasette_site import Site
from publish.site.app.metadata import column_metadata
from publish.site.app.release_database import ReleaseDatabase
from publish.site.app.snapshot import Snapshot
from publish.site.base.releases import current_releases, read_release

POLL_SECONDS = 0.25
# A file that was bad is looked at again after so long, though nothing seems to have changed.
AGAIN_SECONDS = 30.0
_CATALOG = (
    "catalog_columns", "catalog_foreign_keys", "catalog_indexes", "catalog_views",
    "catalog_tables", "catalog_databases", "metadata_columns",
)  # fmt: skip


class Watch:
    """Keeps a site's databases equal to the `current` links of its folder."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.retired: list[ReleaseDatabase] = []
        self.views: list[Snapshot] = []
        self.complaints: dict[str, str] = {}
        # Odd while the catalog of tables and the releases are of two moments.
        self.steps = 0
        self._judged = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def run(self, _: object = None) -> None:
        """Looks at the links for ever."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self.look()
            except OSError as error:
                self._complain("", str(error))

    async def look(self) -> None:
        """Attaches, swaps and drops what has changed since the last look."""
        async with self._one_at_a_time:
            await self._look()

    async def _look(self) -> None:
        current = await asyncio.to_thread(current_releases, self.site.releases_folder)
        for dataset in [name for name in self.site.live if name not in current]:
            with self._changing():
                await self._drop(dataset)
        for dataset in self.complaints.keys() - current:
            del self.complaints[dataset]
        for dataset, version in current.items():
            served = self.site.live.get(dataset)
            if served is None or served.release.version != version:
                await self._try(dataset, version)
        for database in list(self.site.live.values()):
            await self._examine(database)
        await self._close_unused()

    async def _examine(self, database: ReleaseDatabase) -> None:
        """Looks at a file that changed, or that is suspected; opens it again where it is good."""
        there = damage.identity(database.release.database)
        again = database.bad and monotonic() - self._judged > AGAIN_SECONDS
        if there != database.identity:
            database.identity = there
            damage.suspect(database.slot)
        elif database.mark == damage.MARKS[database.slot] and not again:
            return
        mark = damage.MARKS[database.slot]
        sound = await asyncio.to_thread(damage.is_sound, database.release)
        self._judged = monotonic()
        damage.judged(database.slot, sound)
        if sound:
            await self._try(database.name, database.release.version)
        else:
            error = f"{database.release.database}: not what was published"
            await self._complain_if_there(database.name, database.release.version, error)
        database.mark, database.bad = mark, not sound

    async def _try(self, dataset: str, version: str) -> None:
        try:
            release = await asyncio.to_thread(
                read_release, self.site.releases_folder, dataset, version
            )
            with self._changing():
                await self._swap_in(release)
        except (StoreError, sqlite3.Error, OSError) as error:
            await self._complain_if_there(dataset, version, str(error))
        else:
            self.complaints.pop(dataset, None)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        self.steps += 1
        try:
            yield
        finally:
            self.steps += 1

    async def _complain_if_there(self, dataset: str, version: str, error: str) -> None:
        """A release that was taken away while it was read is no damage: the next look drops it."""
        current = await asyncio.to_thread(current_releases, self.site.releases_folder)
        if current.get(dataset) == version:
            self._complain(dataset, error)

    def _complain(self, dataset: str, error: str) -> None:
        """One line, once: the same damage is seen four times a second."""
        if self.complaints.get(dataset) == error:
            return
        self.complaints[dataset] = error
        served = self.site.live.get(dataset)
        stays = "the previous release stays" if served and served.sound else "not served"
        more = f"{stays}; `fournil verify {dataset}` says more" if dataset else "looking again"
        sys.stderr.write(f"error: {error}; {more}\n")
        sys.stderr.flush()

    async def _swap_in(self, release: Release) -> None:
        database = ReleaseDatabase(self.site, release)
        # Opens the file and its schema before anybody sees it.
        version = (await database.execute("PRAGMA schema_version")).first()[0]
        self._replace(release.dataset, database)
        # Two releases of one pipeline have the same schema_version: the catalog is told by hand.
        await populate_schema_tables(self.site.get_internal_database(), database, version)
        await self._describe_columns(release)

    async def _drop(self, dataset: str) -> None:
        """The catalog first: a page that finds a name there looks it up in the databases."""
        await self._forget(dataset)
        self._replace(dataset, None)

    def _replace(self, dataset: str, database: ReleaseDatabase | None) -> None:
        before = self.site.live
        after = before.copy()
        old = after.pop(dataset, None)
        if database is not None:
            after[dataset] = database
        self.site.databases = after
        self.views.append(before)
        if old is not None:
            self.retired.append(old)

    async def _close_unused(self) -> None:
        """Closes the databases that no running request can still ask for."""
        self.views = [view for view in self.views if view.uses]
        kept = {id(database) for view in self.views for database in view.values()}
        idle = [database for database in self.retired if id(database) not in kept]
        self.retired = [database for database in self.retired if id(database) in kept]
        for database in idle:
            await asyncio.to_thread(database.close)

    async def _forget(self, dataset: str) -> None:
        def forget(connection: sqlite3.Connection) -> None:
            for table in _CATALOG:
                connection.execute(
                    f"delete from {table} where database_name = ?",  # noqa: S608
                    [dataset],
                )

        await self.site.get_internal_database().execute_write_fn(forget)

    async def _describe_columns(self, release: Release) -> None:
        """Datasette reads column descriptions from its internal database only."""
        rows = [
            (release.dataset, table, column, key, value)
            for table in release.tables
            for column, described in column_metadata(release, table).items()
            for key, value in described.items()
        ]

        def describe(connection: sqlite3.Connection) -> None:
            connection.execute(
                "delete from metadata_columns where database_name = ?", [release.dataset]
            )
            connection.executemany("insert into metadata_columns values (?, ?, ?, ?, ?)", rows)

        await self.site.get_internal_database().execute_write_fn(describe)
