"""What a query may take, and what Datasette's JSON says beside its rows."""

import sqlite3
from typing import Any

from publish.site.app import stock
from publish.site.app.datasette_site import Site
from publish.site.app.hooks import hookimpl
from publish.site.http.guard import limit
from publish.site.pages import sql
from publish.site.sql.functions import add_functions, disarm

stock.replaced("datasette.facets")
stock.sort_wholly()


@hookimpl
def render_cell(datasette: Site, value: Any, column: str, table: str | None, database: str) -> Any:
    """Numbers and days of an answer to SQL, as all pages write them; the rest as Datasette does."""
    return sql.cell(datasette, database, column, value) if table is None else None


# After Datasette, whose search function is replaced.
@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """SQLite's limits, no dangerous function, and searches as visitors type them."""
    limit(conn)
    add_functions(conn)
    disarm(conn)


@hookimpl
def register_facet_classes() -> list[type]:
    """Facets that count what the pages count, in the place of Datasette's own."""
    return stock.FACETS


@hookimpl
def filters_from_request(request: Any, table: str, database: str, datasette: Site) -> Any:
    """Boxes and places, for Datasette's JSON."""
    return stock.area_arguments(datasette, request, database, table)


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    """JSON with its licence: registered later under the same name as Datasette's."""
    return {"extension": "json", "render": stock.render_json, "can_render": lambda: True}
