"""The statement behind Datasette's own view of a query."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request
from datasette.views.database import QueryView

from publish.site.base.answers import Response
from publish.site.base.site import Statement


async def of_query(site: Any, request: Request) -> Statement | Response:
    """The statement of a query that Datasette allows and can run."""
    asking = _facts(request)
    asking.scope["url_route"] = {
        "kwargs": {**request.scope["url_route"]["kwargs"], "format": "json"}
    }
    answer = await QueryView().get(asking, site)
    if answer.status != 200:
        return _answer(answer)
    facts = json.loads(answer.body)["query"]
    return Statement(site.databases[request.url_vars["database"]], facts["sql"], facts["params"])


def _facts(request: Request) -> Request:
    """The same request, asking for facts instead of rows."""
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    mine = {"_extra": "query", "_shape": "objects"}
    query = urlencode([*(pair for pair in pairs if pair[0] not in mine), *mine.items()]).encode()
    return Request(dict(request.scope, query_string=query), request.receive)


def _answer(given: Any) -> Response:
    return Response(given.body, given.status, given.headers, given.content_type)
