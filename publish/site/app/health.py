"""Whether a worker is alive, and whether it should be sent visitors: known before it is asked."""

from collections.abc import Callable

from publish.site.app.datasette_site import Site
from publish.site.sql.job import Job
from publish.site.sql.pool import Full
from publish.site.sql.process import Failed

# Who asks, in the line of those who wait for SQL.
_CLIENT = "/-/readyz"
_ONE = "select 1"


class Health:
    """What is known of a worker: its releases, its SQL processes, its end.

    `silent` says whether the store that it follows has been silent for too long.
    """

    def __init__(self, site: Site, silent: Callable[[], bool] = lambda: False) -> None:
        self.draining = False
        self.silent = False
        self._site, self._ask_store = site, silent
        self._sql = "not asked yet"

    def missing(self) -> str | None:
        """Why visitors should be sent elsewhere; None where they are welcome."""
        if self.draining:
            return "this worker is stopping"
        if self.silent:
            return "the store of releases has been silent for too long"
        if not self._site.live:
            return "no release is attached"
        return f"queries are not answered ({self._sql})" if self._sql else None

    def look(self) -> None:
        """Notes what can be seen without asking anybody."""
        self.silent = self._ask_store()

    async def ask(self) -> None:
        """Asks a SQL process; one that has no time for it is well."""
        first = next(iter(self._site.live.values()), None)
        if first is None:
            return
        try:
            await self._site.pool.answer(_CLIENT, Job(str(first.path), (), _ONE))
        except Full:
            self._sql = ""
        except Failed as error:
            self._sql = error.kind
        else:
            self._sql = ""
