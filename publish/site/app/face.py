"""Datasette behind the face that `publish.site.base.site` describes."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import datasette
from datasette.app import Datasette
from datasette.facets import load_facet_configs
from datasette.filters import Filters
from datasette.plugins import pm
from datasette.resources import DatabaseResource, TableResource
from datasette.utils import await_me_maybe, resolve_routes
from datasette.utils.asgi import Request
from datasette.views.table import table_view

from publish.site.app import failures, statements
from publish.site.app.json_areas import AreaArguments
from publish.site.app.refused import as_datasette
from publish.site.base.answers import Response
from publish.site.base.asgi import Receive, Scope, Send
from publish.site.base.site import Conditions, Pairs, Statement


class Face(Datasette):  # type: ignore[misc]
    """What the rooms may ask of Datasette, in their words."""

    # Whether it is the second door, whose addresses, plugins and file are its own.
    is_desk = False
    server = f"datasette {datasette.__version__}"
    lookups = frozenset(filter.key for filter in Filters._filters)

    def route(self, path: str) -> dict[str, str | None]:
        """What the address of a path names."""
        # Asked at the first request: plugins may add routes until the start.
        if not hasattr(self, "_known_routes"):
            self._known_routes = self._routes()
        match, _ = resolve_routes(self._known_routes, path)
        return dict(match.groupdict()) if match else {}

    def prepare(self, connection: sqlite3.Connection, dataset: str) -> None:
        """Makes a connection as those that visitors' queries run on."""
        self._prepare_connection(connection, dataset)
        connection.row_factory = None

    def asking(self, request: Any, query: bytes) -> Any:
        """The same request with another query string."""
        return Request(dict(request.scope, query_string=query), request.receive)

    def conditions(self, pairs: Pairs, table: str) -> Conditions:
        """Filters of columns as SQL."""
        clauses, parameters = Filters(pairs).build_where_clauses(table)
        return list(clauses), parameters

    def facets_asked(self, request: Any) -> dict[str, Any]:
        """The facets that an address asks for, by kind; raises ValueError."""
        found: dict[str, Any] = load_facet_configs(request, {})
        return found

    async def other_conditions(self, request: Any, dataset: str, table: str) -> Conditions:
        """What Datasette and its plugins make of arguments that filter no column."""
        made = pm.hook.filters_from_request(
            request=request, table=table, database=dataset, datasette=self
        )
        found = [arguments for hook in made if (arguments := await await_me_maybe(hook))]
        found = [arguments for arguments in found if not isinstance(arguments, AreaArguments)]
        clauses = [clause for arguments in found for clause in arguments.where_clauses]
        return clauses, {k: v for arguments in found for k, v in arguments.params.items()}

    async def query_statement(self, request: Any) -> Statement | Response:
        """The statement of a query that may be asked, or why there is none."""
        return await statements.of_query(self, request)

    async def stored(self, dataset: str, name: str) -> Any:
        """A query under a name; None without one."""
        return await self.get_query(dataset, name)

    async def stored_page(self, request: Any) -> Any:
        """Datasette's page of a stored query."""
        return await table_view(self, request)

    async def may(
        self, actor: Any, action: str, dataset: str | None = None, table: str | None = None
    ) -> bool:
        """Whether something may be done or seen."""
        resource = _resource(dataset, table)
        return bool(await self.allowed(action=action, resource=resource, actor=actor))

    async def must(
        self, actor: Any, action: str, dataset: str | None = None, table: str | None = None
    ) -> None:
        """The same; raises Forbidden."""
        await self.ensure_permission(action=action, resource=_resource(dataset, table), actor=actor)

    async def rendered(
        self, templates: Sequence[str], context: Mapping[str, Any], request: Any
    ) -> str:
        """The first template that there is, without what plugins add."""
        template = self.get_jinja_environment(request).select_template(templates)
        html: str = await template.render_async({"urls": self.urls, "menu_links": list, **context})
        return html

    async def refuse(self, scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
        """Answers with why something is not answered."""
        answer = await failures.respond(self, Request(scope, receive), as_datasette(error))
        await answer.asgi_send(send)


def _resource(dataset: str | None, table: str | None) -> Any:
    if dataset is None:
        return None
    return DatabaseResource(dataset) if table is None else TableResource(dataset, table)
