"""The page of a row tells all that is known of one thing."""

import html
import re
from urllib.parse import unquote

import pytest

from publish.site.app.datasette_site import Site


async def shown(site: Site, path: str) -> str:
    response = await site.client.get(path)
    assert response.status_code == 200, response.text
    return html.unescape(response.text)


async def test_a_row_is_named_and_described(site: Site) -> None:
    page = await shown(site, "/lieux/places/l-1")
    assert "<h1>Café de l'Échange 1</h1>" in page
    assert re.search(r"<dt>Seats</dt>\s*<dd>1\xa0sièges<p [^>]*>La colonne seats</p>", page)
    assert re.search(r'<dt>Kind</dt>\s*<dd><a href="/lieux/kinds/a">Café</a>', page)


async def test_linked_rows_are_counted(site: Site) -> None:
    page = await shown(site, "/lieux/kinds/a?_lang=fr")
    assert re.search(
        r'<a href="/lieux/places\?kind=a&_lang=fr">Lieux</a> <span [^>]*>\(Kind\)</span>\xa0: 3',
        page,
    )


async def test_a_row_is_cited_with_its_version(site: Site) -> None:
    page = await shown(site, "/lieux/places/l-1?_lang=en")
    cited = re.search(r'<pre data-copy="citation">(.*?)</pre>', page)
    assert cited is not None
    assert cited[1].startswith(
        "Collectif des lieux (2026). Café de l'Échange 1, Shared places, version"
    )
    assert cited[1].endswith("http://localhost/lieux/places/l-1 (Open Database License (ODbL) 1.0)")


async def test_an_error_is_reported_with_the_address(site: Site) -> None:
    page = await shown(site, "/lieux/places/l-1")
    [link] = re.findall(r'href="(mailto:[^"]*)">Signaler une erreur', page)
    assert unquote(link) == (
        "mailto:contact@example.org?subject=Erreur dans http://localhost/lieux/places/l-1"
    )


async def test_the_json_is_linked(site: Site) -> None:
    page = await shown(site, "/lieux/places/l-1")
    assert '<a href="/lieux/places/l-1.json">' in page
    assert (await site.client.get("/lieux/places/l-1.json")).json()["ok"] is True


async def test_a_row_without_a_key_has_its_page(site: Site) -> None:
    assert "<h1>Notes, 1</h1>" in await shown(site, "/lieux/notes/1")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/lieux/places/l-99", "Cette table n’a pas cette ligne, ou ne l’a plus."),
        ("/lieux/open_places/1", "Les lignes de cette table n’ont pas de page."),
    ],
)
async def test_no_such_row_is_said(path: str, message: str, still: Site) -> None:
    response = await still.client.get(path)
    assert response.status_code == 404
    assert message in html.unescape(response.text)
