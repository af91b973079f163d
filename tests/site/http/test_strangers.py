"""Who asks is known where SQL comes in; a site may close SQL, in one place."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.site.app.datasette_site import Site
from publish.site.app.serve import open_site
from publish.site.http.strangers import client

CLIENTS = {
    "192.0.2.7": "192.0.2.7",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::",
    "2001:db8:1:2:ffff::1": "2001:db8:1:2::",
    "::ffff:192.0.2.7": "192.0.2.7",
    "a name": "a name",
}
OPEN = ("/lieux/places", "/lieux/places.json?name__contains=a", "/lieux/places.csv?kind=a")
SQL = (
    "/lieux/-/query",
    "/lieux/-/query?sql=select+1",
    "/lieux/-/query.json?sql=select+1",
    "/lieux/-/query.csv?sql=select+1",
    "/lieux/-/query.blob?sql=select+1",
    "/lieux/-/query/parameters?sql=select+:a",
    "/lieux/places?_where=1",
    "/lieux/places.json?_where=1",
    "/lieux/places.csv?_where=1",
    "/lieux/places/-/map?_where=1",
    "/lieux/places/-/chart?_where=1",
    "/lieux/places/-/points.json?_where=1",
    "/lieux/places/-/count?_where=1",
)


@pytest.mark.parametrize("address", CLIENTS)
def test_a_client_is_an_address_or_a_network_of_version_six(address: str) -> None:
    assert client({"client": (address, 1)}) == CLIENTS[address]


def test_a_client_without_an_address_is_one_client() -> None:
    assert client({"client": None}) == client({}) == ""


async def closed(root: Path, text: str) -> Site:
    """A site whose datasette.yaml says something."""
    (root / "datasette.yaml").write_text(text)
    site = open_site(SiteFolder(root))
    await site.invoke_startup()
    return site


@pytest.mark.parametrize(
    "text",
    [
        "allow_sql: false",
        "databases: {lieux: {allow_sql: false}}",
        "settings: {default_allow_sql: false}",
    ],
)
async def test_a_site_may_close_sql(text: str, root: Path) -> None:
    site = await closed(root, text)
    for path in SQL:
        answer = await site.client.get(path + ("&" if "?" in path else "?") + "_lang=en")
        assert answer.status_code == 403, path
        assert "SQL is closed on this site" in answer.text, path
    for path in OPEN:
        assert (await site.client.get(path)).status_code == 200, path
    await site.invoke_shutdown()


async def test_a_dataset_may_open_what_the_site_closes(root: Path) -> None:
    site = await closed(root, "allow_sql: false\ndatabases: {lieux: {allow_sql: true}}")
    assert (await site.client.get("/lieux/-/query.json?sql=select+1")).status_code == 200
    assert (await site.client.get("/visites/-/query.json?sql=select+1")).status_code == 403
    await site.invoke_shutdown()


async def test_sql_is_open_where_nothing_is_said(site: Site) -> None:
    for path in SQL[:3]:
        assert (await site.client.get(path)).status_code == 200, path
