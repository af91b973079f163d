"""Datasette's facets for JSON, counted over the whole selection and open to several values.

Its own count only the rows behind the mark of a page, and know of one value at a time.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.facets import ArrayFacet, ColumnFacet, DateFacet
from datasette.utils.asgi import Request

from publish.serving.facets import chosen_values
from publish.serving.selection import Selection, selected
from publish.serving.selection_address import ticked, with_filters

Results = tuple[list[dict[str, Any]], list[str]]


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

    async def select(self) -> Selection:
        """The selection of the request, which forgets the mark of its page."""
        asked = parse_qsl(self.request.query_string, keep_blank_values=True)
        query = urlencode([pair for pair in asked if pair[0] != "_next"]).encode()
        self.request = Request(dict(self.request.scope, query_string=query), self.request.receive)
        return await selected(self.ds, self.request)

    def count(self, selection: Selection, without: str | None = None) -> None:
        """Counts the rows of a selection."""
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
            column = config["config"].get("column") or config["config"]["simple"]
            self.one = config
            self.count(selection, without=column)
            found, slow = await ColumnFacet.facet_results(self)
            results += [self._told(selection, column, facet) for facet in found]
            late += slow
        return results, late

    def get_configs(self) -> list[dict[str, Any]]:
        """The facet that is counted now."""
        return [self.one]

    def _told(self, selection: Selection, column: str, facet: dict[str, Any]) -> dict[str, Any]:
        """Which values are chosen, and the address that chooses one more or one less."""
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
