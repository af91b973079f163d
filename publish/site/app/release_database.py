"""The database of one release: a file that never changes."""

import sqlite3
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from datasette.database import Database, QueryInterrupted

from publish.figures.asking import Lines, Query
from publish.figures.slices import Slices, read_slices
from publish.release.release import FACETS, Release
from publish.site.app import damage, elsewhere
from publish.site.app.counting import Counts
from publish.site.app.refused import Interrupted
from publish.site.base.timing import Budget
from publish.site.sql.asker import Asker, asked_by, asker
from publish.site.sql.job import BYTES, Job
from publish.site.sql.process import Take


class ReleaseDatabase(Database):  # type: ignore[misc]
    """The immutable database of one release."""

    # Datasette stops counting rows at this number: an exact count, bounded by its time limit.
    count_limit = 10**9

    def __init__(self, site: Any, release: Release) -> None:
        super().__init__(site, path=str(release.database), is_mutable=False)
        self.release = release
        self.name = self.route = release.dataset
        self.cached_hash = release.hash
        self.cached_size = release.database.stat().st_size
        self._cached_table_counts = dict(release.counts)
        self._known: dict[tuple[str, ...], Any] = {}
        self._counts = Counts(self.execute_fn, self._keep, self._ask)
        self.slot = damage.slot_of(release.dataset)
        self.mark, self.bad = damage.first_mark(self.slot), False
        self.identity = damage.identity(release.database)

    @property
    def sound(self) -> bool:
        """Whether the file is as it was published, as far as any worker knows."""
        return not self.bad and self.mark == damage.MARKS[self.slot]

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = False,
    ) -> Any:
        """Runs a query: a stranger's in a process of its own.

        A failure is told to who asked, not written to stderr with its values; raises Interrupted.
        """
        if (who := asker()) is not None:
            most = self._most(truncate, page_size)
            job = replace(self._job(sql, params, custom_time_limit, most), cells=who.cells)
            return await elsewhere.rows_of(self.ds.pool, who, job)
        try:
            return await super().execute(sql, params, truncate, custom_time_limit, page_size, False)
        except QueryInterrupted as error:
            raise Interrupted(error.e, error.sql, error.params) from None

    async def stream(
        self, sql: str, parameters: Mapping[str, Any], seconds: float, take: Take
    ) -> None:
        """Hands on the rows of a stranger's query; raises Interrupted, Refusal, sqlite3.Error.

        Where only a pattern is a stranger's, who takes them says when it is enough.
        """
        who = self._asker()
        most = BYTES if who.sql else sys.maxsize
        job = self._job(sql, parameters, None, None)
        seconds = seconds * who.times if who.sql else seconds
        job = replace(job, seconds=seconds, bytes=most, long=not who.sql or who.times > 1)
        await elsewhere.streamed(self.ds.pool, who, job, take)

    async def tables_read(self, sql: str) -> set[str]:
        """The public tables that a statement reads; none when it may not be run."""
        job = replace(self._job(sql, None, None, None), explain=True)
        return await elsewhere.tables_read(self.ds.pool, self._asker(), job)

    def _asker(self) -> Asker:
        """Who asks; the site itself, where it looks into its own views."""
        return asker() or Asker("", sql=True)

    def _job(self, sql: str, parameters: Any, limit: int | None, rows: int | None) -> Job:
        times = self._asker().times
        usual = self.ds.sql_time_limit_ms * times
        milliseconds = min(limit, usual) if limit else usual
        tables = tuple(self.release.tables)
        given = elsewhere.values(sql, parameters)
        seconds = milliseconds / 1000
        # The process that opens it is in another folder.
        path = str(self.release.database.absolute())
        return Job(path, tables, sql, given, seconds, rows, long=times > 1)

    def _most(self, truncate: bool, page_size: int | None) -> int | None:
        """The most rows that Datasette's own `execute` gives."""
        most: int = self.ds.max_returned_rows
        if not truncate or not most:
            return None
        return most + (most == (page_size or self.ds.page_size))

    async def attached_databases(self) -> list[Any]:
        """None: each dataset is queried alone."""
        return []

    # The file never changes: what is asked about its schema on every page is asked once.

    async def table_exists(self, table: str) -> bool:
        """Whether there is such a table."""
        return table in self.release.counts

    async def table_columns(self, table: str) -> list[str]:
        """The names of a table's or view's columns."""
        return list(await self._once("table_columns", table))

    async def primary_keys(self, table: str) -> list[str]:
        """The names of the columns that identify a row."""
        return list(await self._once("primary_keys", table))

    async def fts_table(self, table: str) -> str | None:
        """The search table of a table."""
        found: str | None = await self._once("fts_table", table)
        return found

    async def foreign_keys_for_table(self, table: str) -> list[Any]:
        """The foreign keys that leave a table."""
        return list(await self._once("foreign_keys_for_table", table))

    async def derived_table_dependencies(self) -> dict[str, str]:
        """Search and shadow tables, each with the table behind it."""
        return dict(await self._once("derived_table_dependencies"))

    async def counted(self, query: Query, budget: Budget, whole: bool = False) -> Lines:
        """The rows of a query of ours that counts: baked, remembered, or asked within a budget.

        Who asks for what is being counted waits for it, and what was counted is kept, though
        nobody should wait any more. Raises Interrupted.
        """
        for known in (self.release.first_views.get(query.key), self.ds.kept.get(self._key(query))):
            if known is not None:
                return known
        if asker() is not None:
            # A stranger's condition may tell another thing each time.
            limit = max(1, int(budget.seconds * 1000))
            found = await self.execute(query.sql, query.parameters, custom_time_limit=limit)
            return [tuple(row) for row in found.rows]
        return await self._counts.rows(query, budget, whole)

    def _ask(self, connection: sqlite3.Connection, query: Query) -> Lines:
        """The rows of a query: from the slices of the table where they tell, else from itself."""

        def select(one: Query) -> Lines:
            return connection.execute(one.sql, one.parameters).fetchall()

        known = None
        if query.tally and (slices := self._slices.get(query.tally.table)):
            known = slices.lines(query.tally, select)
        return select(query) if known is None else known

    @cached_property
    def _slices(self) -> Mapping[str, Slices]:
        return read_slices(self.release.beside(FACETS))

    def _keep(self, query: Query, rows: Lines) -> None:
        self.ds.kept.keep(self._key(query), rows)

    def _key(self, query: Query) -> tuple[str, str]:
        return str(self.path), query.key

    # What Datasette asks of the schema in words of its own: never in a stranger's place.

    async def view_exists(self, table: str) -> bool:
        """Whether there is such a view."""
        with asked_by(None):
            return bool(await super().view_exists(table))

    async def table_names(self) -> list[str]:
        """The names of all tables."""
        with asked_by(None):
            return list(await super().table_names())

    async def hidden_table_names(self) -> list[str]:
        """The names of tables that are not shown."""
        with asked_by(None):
            return list(await super().hidden_table_names())

    async def view_names(self) -> list[str]:
        """The names of all views."""
        with asked_by(None):
            return list(await super().view_names())

    async def get_table_definition(self, table: str, type_: str = "table") -> str | None:
        """The SQL that makes a table."""
        with asked_by(None):
            found: str | None = await super().get_table_definition(table, type_)
            return found

    async def _once(self, question: str, *table: str) -> Any:
        """Datasette's own answer, kept for the tables there are: visitors may ask for any name."""
        key = (question, *table)
        if key in self._known:
            return self._known[key]
        with asked_by(None):
            answer = await getattr(super(), question)(*table)
        if all(name in self.release.counts for name in table):
            self._known[key] = answer
        return answer
