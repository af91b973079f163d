"""Datasette's facets for JSON, counted over the whole selection and open to several values.

Its own count only the rows behind the mark of a page, and know of one value at a time.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.facets import ArrayFacet, ColumnFacet, DateFacet
from datasette.utils.asgi import Request

from publish.declare.people_rules import PEOPLE
from publish.figures.specification import counts_people
from publish.site.app.refused import Interrupted, told
from publish.site.rows.facets import chosen_values
from publish.site.rows.selection import Selection, selection_of
from publish.site.rows.selection_address import ticked, with_filters
from publish.words.sql import sql_name

Results = tuple[list[dict[str, Any]], list[str]]


def column_of(config: dict[str, Any]) -> str:
    """The column of a facet, as Datasette configures it."""
    found: str = config["config"].get("column") or config["config"]["simple"]
    return found


class _CountingPeople:
    """The site for facets of a table of counts: where they count rows, it counts their people."""

    def __init__(self, site: Any) -> None:
        self._site = site

    def __getattr__(self, name: str) -> Any:
        return getattr(self._site, name)

    async def execute(self, database: str, sql: str, *more: Any, **how: Any) -> Any:
        """Runs a query; no name of a column is like what counts rows."""
        people = sql.replace("count(*)", f"sum({sql_name(PEOPLE)})")
        return await self._site.execute(database, people, *more, **how)


class _OfSelection:
    """What a facet of Datasette's counts, without the page that was asked for."""

    ds: Any
    request: Request
    sql: str
    params: dict[str, Any]

    async def facet_results(self) -> Results:
        """(facets, the columns of those that took too long)."""
        selection = await self.select()
        self.count(selection)
        found: Results = await super().facet_results()  # type: ignore[misc]
        return found

    def get_configs(self) -> list[dict[str, Any]]:
        """What is asked for, each column once: a facet may be declared and asked for too."""
        configs = super().get_configs()  # type: ignore[misc]
        return list({column_of(config): config for config in reversed(configs)}.values())[::-1]

    async def select(self) -> Selection:
        """The selection of the request, which forgets the mark of its page."""
        asked = parse_qsl(self.request.query_string, keep_blank_values=True)
        query = urlencode([pair for pair in asked if pair[0] != "_next"]).encode()
        self.request = Request(dict(self.request.scope, query_string=query), self.request.receive)
        # Datasette's view has checked the arguments when it looked for the table.
        with told():
            return await selection_of(self.ds, self.request, await self.ds.table(self.request))

    def count(self, selection: Selection, without: str | None = None) -> None:
        """Counts the rows of a selection, or the people that they stand for."""
        if counts_people(selection) and not isinstance(self.ds, _CountingPeople):
            self.ds = _CountingPeople(self.ds)
        source, self.params = selection.from_sql(without)
        self.sql = f"select * {source}"


class SelectedArrayFacet(_OfSelection, ArrayFacet):  # type: ignore[misc]
    """The items of a list."""


class SelectedDateFacet(_OfSelection, DateFacet):  # type: ignore[misc]
    """The days of a date."""


class OrFacet(_OfSelection, ColumnFacet):  # type: ignore[misc]
    """The values of a column, several of which may be chosen: counted without its own filters."""

    async def facet_results(self) -> Results:
        """(facets, the columns of those that took too long)."""
        selection, results, late = await self.select(), [], []
        for config in super().get_configs():
            column = column_of(config)
            self.one = config
            self.count(selection, without=column)
            found, slow = await ColumnFacet.facet_results(self)
            results += [await self._told(selection, column, facet) for facet in found]
            late += slow
        return results, late

    def get_configs(self) -> list[dict[str, Any]]:
        """The facet that is counted now."""
        return [self.one]

    async def _told(
        self, selection: Selection, column: str, facet: dict[str, Any]
    ) -> dict[str, Any]:
        """How many rows have no value; which are chosen, how to choose one more or one less."""
        facet["missing"] = await self._missing(column)
        chosen = chosen_values(selection, column)
        for result in facet["results"]:
            value = str(result["value"])
            result["selected"] = value in chosen
            kept = [one for one in chosen if one != value]
            wanted = kept if result["selected"] else [*chosen, value]
            filters = [ticked(column, wanted)] if wanted else []
            path = with_filters(self.request, selection, column, filters)
            result["toggle_url"] = self.ds.absolute_url(self.request, path)
        return facet

    async def _missing(self, column: str) -> int | None:
        """The rows, or people, of the selection without a value; None where that takes too long."""
        sql = f"select count(*) from ({self.sql}) where {sql_name(column)} is null"  # noqa: S608
        limit = self.ds.setting("facet_time_limit_ms")
        try:
            found = await self.ds.execute(self.database, sql, self.params, custom_time_limit=limit)
        except Interrupted:
            return None
        return int(found.first()[0] or 0)
