"""Whose rows a pair has, by what the partners are called."""

import asyncio
from contextlib import closing
from pathlib import Path

import httpx

from publish.desk.app.serve import open_desk
from publish.desk.members import invite, sign_in
from publish.desk.visits import NAME
from tests.desk.entering import told
from tests.partners import by_name, gives, make_partners
from tests.sites import METADATA, publish_one

ASKS = "{compare: {name: name, town: address}, above: 1, ask: 0.5}"


def test_partners_are_called_by_their_titles(tmp_path: Path) -> None:
    site = make_partners(tmp_path, ASKS)
    (tmp_path / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    gives(site, "sud", "id,titre,city,note", "a/1,Cafe des oeuvres,Lille,x")
    publish_one(site)
    merged = f"?table=places&row={by_name(site)['Jardin d’Éole']['id']}"
    with closing(open_desk(site)) as desk:
        now = desk.now()
        session = sign_in(site.desk, invite(site.desk, "Ada", "reviewer", now), "", now)
        headers = {"cookie": f"{NAME}={session}"}

        async def page(more: str) -> str:
            transport = httpx.ASGITransport(desk.app())
            async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
                path = f"/desk/lieux/duplicates{more}"
                return told(await client.get(path, headers=headers))

        assert "Le Nord 1 Le Sud a/1" in asyncio.run(page(""))
        assert "Le Nord 2" in asyncio.run(page(merged))
