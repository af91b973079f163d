"""The database of one release: a file that never changes."""

from typing import Any

from datasette.database import Database

from publish.serving.releases import Release


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

    async def execute(self, *arguments: Any, **options: Any) -> Any:
        """Runs a query; a failure is told to who asked, not written to stderr with its values."""
        return await super().execute(*arguments, **(options | {"log_sql_errors": False}))

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

    async def remembered(self, sql: str, time_limit: int) -> list[Any]:
        """The rows of a statement without parameters that pages make, asked once.

        `time_limit` is in milliseconds; raises QueryInterrupted.
        """
        key = ("rows", sql)
        if key not in self._known:
            found = await self.execute(sql, custom_time_limit=time_limit)
            self._known[key] = [tuple(row) for row in found.rows]
        rows: list[Any] = self._known[key]
        return rows

    async def _once(self, question: str, *table: str) -> Any:
        """Datasette's own answer, kept for the tables there are: visitors may ask for any name."""
        key = (question, *table)
        if key in self._known:
            return self._known[key]
        answer = await getattr(super(), question)(*table)
        if all(name in self.release.counts for name in table):
            self._known[key] = answer
        return answer
