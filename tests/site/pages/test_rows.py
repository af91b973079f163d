"""The page of a row tells all that is known of one thing."""

import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from publish.release.cards import Card
from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened


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


def around(page: str) -> list[tuple[str, str]]:
    """The links of a row to the one before, to all of them, and to the one behind."""
    nav = page.partition('<nav class="pager"')[2].partition("</nav>")[0]
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', nav)
    return [(href, re.sub("<[^>]*>", "", words)) for href, words in found]


async def test_a_row_leads_to_those_around_it_in_the_table_s_order(still: Site) -> None:
    """The table is sorted by seats, the most first."""
    assert around(await shown(still, "/lieux/places/l-2?_lang=en")) == [
        ("/lieux/places/l-3?_lang=en", "← Previous row: Café de l'Échange 3"),
        ("/lieux/places?_lang=en", "All rows of the table"),
        ("/lieux/places/l-1?_lang=en", "Next row: Café de l'Échange 1 →"),
    ]
    first = around(await shown(still, "/lieux/places/l-5"))
    assert [words for _, words in first] == [
        "Toutes les lignes de la table", "Ligne suivante\xa0: Café de l'Échange 4 →"
    ]  # fmt: skip


async def test_a_row_keeps_the_way_back_to_the_rows_it_was_found_among(still: Site) -> None:
    table = await shown(still, "/lieux/places?kind=a&_sort=name&_lang=en")
    [link, *_] = re.findall('<th scope="row"[^>]*><a href="([^"]*)" rel="nofollow">', table)
    assert link == "/lieux/places/l-1?kind=a&_sort=name&_lang=en"
    assert around(await shown(still, link)) == [
        ("/lieux/places?kind=a&_sort=name&_lang=en", "Back to the rows selected: Kind = Café"),
        ("/lieux/places/l-3?kind=a&_sort=name&_lang=en", "Next row: Café de l'Échange 3 →"),
    ]


@pytest.mark.parametrize(
    "query",
    ["", "_sort=name", "_sort_desc=name", "_sort=kind", "_sort_desc=kind", "kind=a", "_sort=tags",
     "_search=cafe&_sort_desc=opened", "_where=seats>1&_sort=insee"],
)  # fmt: skip
async def test_who_goes_on_from_row_to_row_sees_the_table(still: Site, query: str) -> None:
    table = await shown(still, f"/lieux/places?{query}")
    links = re.findall('<th scope="row"[^>]*><a href="([^"]*)"', table)
    walked, here = [], links[:1]
    while here:
        walked += here
        here = re.findall('rel="next[^"]*" href="([^"]*)"', await shown(still, walked[-1]))
    assert walked == links
    back = walked[-1:]
    while here := re.findall('rel="prev[^"]*" href="([^"]*)"', await shown(still, back[-1])):
        back += here
    assert back[::-1] == links


async def test_values_of_groups_lead_to_the_rows_that_share_them(still: Site) -> None:
    page = await shown(still, "/lieux/places/l-1?_lang=en")
    tag = '<a href="/lieux/places?tags__arraycontains=hiver&_lang=en" rel="nofollow">hiver</a>'
    assert tag in page
    assert "places?seats=" not in page
    assert "places?name=" not in page


async def test_texts_that_come_again_are_groups(root: Path) -> None:
    again, alone = Card(6, 6, 1), Card(6, 6, 6)
    factory.give_cards(
        root, {"places": {"insee": again, "name": again, "opened": again, "seats": alone}}
    )
    async with opened(root) as site:
        page = await shown(site, "/lieux/places/l-1?_lang=en")
    link = '<a href="/lieux/places?insee=01004&_lang=en" rel="nofollow">01004</a>'
    assert link in page
    linked = re.findall(r"/lieux/places\?(?!_lang)(\w+)=", page)
    assert linked == ["insee", "tags__arraycontains", "tags__arraycontains"]


async def test_a_row_is_the_same_however_it_was_reached(still: Site) -> None:
    page = await shown(still, "/lieux/places/l-1?kind=a&_lang=en")
    canonical = '<link rel="canonical" href="http://localhost/lieux/places/l-1?_lang=en">'
    assert canonical in page
    lost = await still.client.get("/lieux/places/l-1?colour=red")
    assert (lost.status_code, lost.headers["location"]) == (301, "/lieux/places/l-1")


async def test_a_row_of_a_later_page_leads_back_to_that_page(still: Site) -> None:
    table = await shown(still, "/lieux/places?_size=2&_page=2&_lang=en")
    [link, *_] = re.findall('<th scope="row"[^>]*><a href="([^"]*)"', table)
    page = await shown(still, link)
    [back] = [href for href, words in around(page) if words == "All rows of the table"]
    assert back == "/lieux/places?_size=2&_page=2&_lang=en"
    again = await shown(still, back)
    assert link in again
    first = await shown(still, "/lieux/places?_lang=en")
    assert "_page=" not in "".join(re.findall('<th scope="row"[^>]*><a href="([^"]*)"', first))


async def test_values_that_a_release_wrote_say_their_language(still: Site) -> None:
    page = await shown(still, "/lieux/places/l-1?_lang=en")
    assert '<dd><div lang="fr">' in page
    assert '<div lang="fr">' not in await shown(still, "/lieux/places/l-1?_lang=fr")
    chips = await shown(still, "/lieux/places?insee=14118&_lang=en")
    assert 'Insee</span> = <span lang="fr">14118</span>' in chips
