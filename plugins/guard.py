"""Limits what a query may take, and hides the server's own pages."""

import sqlite3
from collections.abc import Callable

from publish.serving.datasette_site import Site
from publish.serving.guard import guarded, limit
from publish.serving.hooks import hookimpl
from publish.serving.search import add_functions
from publish.serving.snapshot import App


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Sets SQLite's limits and replaces Datasette's search function, so after Datasette."""
    limit(conn)
    add_functions(conn)


@hookimpl
def asgi_wrapper(datasette: Site) -> Callable[[App], App]:
    """Stands before every page."""
    return lambda app: guarded(datasette, app)
