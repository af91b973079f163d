"""`/desk/<dataset>/outgoing`: corrections for the service, which pulls them to take them over."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from io import StringIO

from publish.corrections.outgoing import Outgoing, as_csv, as_patches, outgoing
from publish.desk.api.asking import Asker, reader
from publish.desk.api.problems import Problem
from publish.desk.desk import Desk
from publish.desk.rights import Action
from publish.desk.rows import release_of
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.http.arguments import tilde_decode
from publish.site.http.caching import held

CSV, JSON = "text/csv; charset=utf-8", "application/json"
_READERS: tuple[Action, ...] = ("review", "clear")


async def corrections_read(desk: Desk, request: Request) -> Response:
    """The live corrections of the tables that are the asker's to review or clear."""
    asking = await reader(desk, request)
    dataset = tilde_decode(request.url_vars["dataset"])
    found = await asyncio.to_thread(_found, desk, asking, dataset)
    return await asyncio.to_thread(_answer, request, found)


def _found(desk: Desk, asking: Asker, dataset: str) -> list[Outgoing]:
    """What the asker may read; raises Problem."""
    release = release_of(desk.folder, dataset)
    if release is None:
        raise Problem(404, "there is no such dataset")
    there = outgoing(desk.folder.desk, dataset)
    tables = {*release.tables, *(one.table for one in there)}
    # Whole tables: who has some columns or rows of one gets nothing of it.
    mine = {name for name in tables if any(asking.may(one, (dataset, name)) for one in _READERS)}
    if not mine:
        raise Problem(403, "no table of this dataset is yours to review or clear")
    return [one for one in there if one.table in mine]


def _answer(request: Request, found: Sequence[Outgoing]) -> Response:
    """As the address ends, or as `Accept` asks; 304 for who has it."""
    form = request.url_vars["form"] or ""
    is_json = form == ".json" or (not form and _wants_json(request))
    file = StringIO()
    as_patches(found, file) if is_json else as_csv(found, file)
    tag = f'"{sha256(file.getvalue().encode()).hexdigest()}"'
    headers = {"etag": tag, "vary": "accept, authorization, cookie"}
    if tag in held(request.scope):
        return Response("", 304, headers)
    return Response(file.getvalue(), 200, headers, JSON if is_json else CSV)


def _wants_json(request: Request) -> bool:
    accepted = (request.headers.get("accept") or "").lower()
    return "json" in accepted and "text/csv" not in accepted
