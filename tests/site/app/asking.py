"""Asks a site that loads its plugins forwards or backwards: `python -m tests.site.app.asking`."""

import asyncio
import glob
import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import httpx

from publish.declare.site import SiteFolder
from publish.site.app.serve import open_site

PATHS = (
    "/",
    "/lieux",
    "/lieux/places?kind=caf%C3%A9",
    "/lieux/places.json?_facet=kind",
    "/lieux/places.csv",
    "/lieux/places/l-1",
    "/lieux/-/query?sql=select+1",
    "/static/app.css",
    "/catalog.jsonld",
    "/none",
)
REFUSED = "/lieux/-/query.json?sql=select+file+from+pragma_database_list"
ANSWERED = "/lieux/-/query.json?sql=select+id+from+places"

_seen: list[str] = []


async def ask(root: Path) -> dict[str, Any]:
    """What the site answers, and whether SQLite was asked what a visitor's SQL reads."""
    site = open_site(SiteFolder(root), "secret")
    transport = httpx.ASGITransport(site.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        answers = [_told(await client.get(path)) for path in PATHS]
        explained = {path: await _explained(client, path) for path in (REFUSED, ANSWERED)}
    return {"answers": answers, "explained": explained}


def _note(frame: FrameType, event: str, _: object) -> None:
    if event == "call" and frame.f_code.co_name == "tables_read":
        _seen.append(frame.f_code.co_name)


def _told(answer: httpx.Response) -> list[Any]:
    names = ("content-type", "etag", "link", "cache-control", "vary", "x-content-type-options")
    return [answer.status_code, answer.text, *(answer.headers.get(name) for name in names)]


async def _explained(client: httpx.AsyncClient, path: str) -> tuple[int, bool]:
    before = len(_seen)
    sys.setprofile(_note)
    answer = await client.get(path)
    sys.setprofile(None)
    return answer.status_code, len(_seen) > before


if __name__ == "__main__":
    listed, backwards = glob.glob, sys.argv[2] == "backwards"
    glob.glob = lambda pattern: sorted(listed(pattern), reverse=backwards)
    sys.stdout.write(json.dumps(asyncio.run(ask(Path(sys.argv[1])))))
