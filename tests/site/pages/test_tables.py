"""The page of a table shows a selection, and leads to any other."""

import html
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.site.app.datasette_site import Site
from publish.site.app.refused import Interrupted

PLACES = "/lieux/places"


async def shown(site: Site, query: str = "", path: str = PLACES) -> str:
    response = await site.client.get(f"{path}?{query}")
    assert response.status_code == 200, response.text
    return html.unescape(response.text)


def rows(page: str) -> list[str]:
    """The names of the rows."""
    return re.findall(r'<th scope="row"><a href="[^"]*"[^>]*>([^<]*)</a>', page)


def links(page: str, words: str) -> list[str]:
    return re.findall(rf'href="([^"]*)"[^>]*>(?:<[^>]*>)*{re.escape(words)}', page)


def chips(page: str) -> list[str]:
    return re.findall(r'class="unseen">Retirer le filtre </span>(.*?)<span class="x"', page)


async def test_the_rows_come_with_their_words(site: Site) -> None:
    page = await shown(site)
    assert rows(page)[0] == "Café de l'Échange 5"
    assert "6 lignes" in page
    assert '<a href="/lieux/kinds/a">Café</a>' in page
    assert '<time datetime="2026-06-01">1er juin 2026</time>' in page
    assert '<li class="badge">hiver</li>' in page
    assert re.search(
        r'aria-sort="descending"[^>]*><a [^>]*>Seats <span class="unit">\(sièges', page
    )


async def test_english_has_its_own(site: Site) -> None:
    page = await shown(site, "_lang=en")
    assert "6 rows" in page
    assert '<a href="/lieux/places/l-5?_lang=en">' in page


async def test_a_form_leads_to_one_address(site: Site) -> None:
    response = await site.client.get(
        f"{PLACES}?_search=&_in.kind=a&_in.kind=b&seats__gte=&_lang=fr"
    )
    assert response.status_code == 303
    assert response.headers["location"] == f"{PLACES}?kind__in=%5B%22a%22%2C%22b%22%5D&_lang=fr"


async def test_columns_are_chosen_in_few_words(site: Site) -> None:
    async def led(*columns: str) -> Any:
        asked = "&".join(f"_show={column}" for column in columns)
        return (await site.client.get(f"{PLACES}?{asked}&_sort=name")).headers["location"]

    assert (
        await led("name", "kind", "insee", "opened", "seats") == f"{PLACES}?_sort=name&_nocol=tags"
    )
    assert await led("name") == f"{PLACES}?_sort=name&_col=name"
    page = await shown(site, "_col=name")
    assert re.findall(r'data-column="(\w+)"', page) == ["name", "id"]


async def test_boxes_are_ticked_and_labelled(site: Site) -> None:
    page = await shown(site, "kind=a&seats__gte=2")
    assert re.search(
        r'name="_in.kind" value="a" checked><span>Café</span><span class="count">2<', page
    )
    assert re.search(r'name="_in.kind" value="b"><span>Atelier</span><span class="count">2<', page)
    assert '<input type="number" step="1" name="seats__gte" value="2">' in page
    form = page.partition('id="filters"')[2].partition("</form>")[0]
    assert 'type="hidden"' not in form


async def test_conditions_are_said_and_removed_one_by_one(site: Site) -> None:
    page = await shown(
        site, 'kind__in=["a","b"]&seats__gte=1&_search=café&insee__startswith=01&_sort=id'
    )
    assert chips(page) == [
        "mots «\xa0café\xa0»",
        "Kind = Café",
        "Kind = Atelier",
        "Seats\xa0: à partir de 1\xa0sièges",
        "Insee\xa0: commence par «\xa001\xa0»",
    ]
    [without] = re.findall(
        r'href="([^"]*)" rel="nofollow"><span class="unseen">[^<]*</span>Kind = Café', page
    )
    assert dict(parse_qsl(urlsplit(without).query)) == {
        "_search": "café", "seats__gte": "1", "insee__startswith": "01", "_sort": "id", "kind": "b"
    }  # fmt: skip
    assert links(page, "Retirer tous les filtres") == [f"{PLACES}?_sort=id"]


async def test_many_values_of_a_filter_are_said_together(site: Site) -> None:
    few = await shown(site, f"seats__in={','.join(map(str, range(1, 21)))}")
    assert len(chips(few)) == 20
    many = await shown(site, f"seats__in={','.join(map(str, range(1, 501)))}")
    assert chips(many) == ["Seats = 1\xa0sièges, 2\xa0sièges, 3\xa0sièges, … (500)"]
    [without] = re.findall(
        r'href="([^"]*)" rel="nofollow"><span class="unseen">[^<]*</span>Seats', many
    )
    assert without == PLACES
    # Each of them with a link to all others made a page of a million letters.
    assert len(many) < 200_000


async def test_pages_go_both_ways(site: Site) -> None:
    page = await shown(site, "_size=2&_page=2&_sort=name")
    assert rows(page) == ["Café de l'Échange 2", "Café de l'Échange 3"]
    assert "Lignes 3 à 4 sur 6" in page
    assert "Page 2 sur 3" in page
    assert links(page, "Précédent") == [f"{PLACES}?_size=2&_sort=name"]
    assert links(page, "Suivant") == [f"{PLACES}?_size=2&_sort=name&_page=3"]


async def test_a_page_past_the_end_is_the_last(site: Site) -> None:
    response = await site.client.get(f"{PLACES}?_size=2&_page=9")
    assert (response.status_code, response.headers["location"]) == (
        303,
        f"{PLACES}?_size=2&_page=3",
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("_page=x", "_page\N{NO-BREAK SPACE}: écrivez un nombre entier positif"),
        ("_size=2000", "_size\N{NO-BREAK SPACE}: 1\N{NARROW NO-BREAK SPACE}000 au plus"),
        ("_page=99999999", "Les pages ne vont que jusqu’à la ligne 100000"),
    ],
)
async def test_a_page_that_cannot_be_is_told(query: str, message: str, still: Site) -> None:
    response = await still.client.get(f"{PLACES}?{query}")
    assert response.status_code == 400
    assert message in html.unescape(response.text)


async def test_every_row_is_on_one_page(site: Site) -> None:
    for sort in ("name", "kind", "insee", "tags"):
        pages = [f"_size=2&_sort={sort}{page}" for page in ("", "&_page=2", "&_page=3")]
        found = [row for query in pages for row in rows(await shown(site, query))]
        assert sorted(found) == [f"Café de l'Échange {n}" for n in range(6)], sort


async def test_no_row_tells_which_condition_to_give_up(site: Site) -> None:
    page = await shown(site, "kind=a&seats__gt=90")
    assert "Aucune ligne ne correspond à ces filtres" in page
    assert re.search(r"sans «\xa0Seats\xa0: plus de 90\xa0sièges\xa0»</a> – 3 lignes", page)
    assert re.search(r"sans «\xa0Kind = Café\xa0»</a> – 0 ligne<", page)


async def test_the_selection_is_downloaded(site: Site) -> None:
    page = await shown(site, "kind=a&seats__gt=1&_sort=name&_col=name&_size=20")
    [csv] = links(page, "Ces lignes en CSV")
    assert csv == "/lieux/places.csv?kind=a&seats__gt=1&_sort=name&_col=name"
    assert (await site.client.get(csv)).text.split("\n")[:2] == [
        "id,name",
        "l-3,Café de l'Échange 3",
    ]
    [json] = links(page, "JSON (API)")
    assert [row["id"] for row in (await site.client.get(json)).json()["rows"]] == ["l-3", "l-5"]
    [sql] = links(page, "Ouvrir dans la page SQL")
    assert dict(parse_qsl(urlsplit(sql).query))["sql"] == (
        'select name, id from places where "kind" = \'a\' and "seats" > 1 '
        "order by name nulls last, id"
    )
    assert (await site.client.get(sql.replace("query?", "query.json?"))).json()["ok"] is True


async def test_a_whole_table_is_downloaded_as_its_file(site: Site) -> None:
    page = await shown(site)
    assert links(page, "Toutes les lignes en CSV") == ["/lieux/places.csv"]
    assert '<a href="/download/lieux/places.csv" download>' in page


async def test_views_and_keyless_tables_have_pages(site: Site) -> None:
    assert "Atelier" in await shown(site, "", "/lieux/open_places")
    assert rows(await shown(site, "", "/lieux/notes")) == ["« Été » à l'œuvre"]


async def test_an_embedded_table_is_its_rows_alone(site: Site) -> None:
    page = await shown(site, "_embed=1&kind=a")
    assert len(rows(page)) == 3
    assert "<header" not in page
    assert "<form" not in page
    assert 'rel="license"' in page


async def test_there_is_nothing_inline(site: Site) -> None:
    page = await shown(site, "kind=a")
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in one or "json" in one for one in scripts)
    assert not re.search(r"<style|\sstyle=|\son\w+=\"", page.replace('style="border:0"', ""))


async def test_only_reading_is_answered(site: Site) -> None:
    assert (await site.client.post(PLACES)).status_code == 405


NAMES = (
    "_in.kind _in.unknown _in.a__b _in. _show _more _page _size _sort _search _facet _embed _col "
    "kind__in tags__arraycontains opened__gte opened__lte seats__gte seats__lt kind__isnull id"
)
VALUES = [
    "a",
    "id",
    "kind",
    "tags",
    "opened",
    "2026",
    "2026-02-30",
    "2026-03-01",
    "0",
    "9999",
    "[",
    "é",
]
PATHS = (PLACES, "/lieux/notes", "/lieux/open_places")


@pytest.mark.slow("asks a real server for hundreds of addresses")
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    arguments=st.lists(
        st.tuples(st.sampled_from(NAMES.split()), st.sampled_from(["", *VALUES])), max_size=5
    ),
    path=st.sampled_from(PATHS),
)
async def test_no_address_breaks_the_page(
    arguments: list[tuple[str, str]], path: str, site: Site
) -> None:
    response = await site.client.get(path, params=arguments, follow_redirects=True)
    assert response.status_code in (200, 400)


async def test_rows_that_cannot_be_sorted_in_time_come_unsorted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = site.databases["lieux"].execute

    async def slow(sql: str, *arguments: Any, **options: Any) -> Any:
        if "order by name" in sql:
            raise Interrupted(None, sql, {})
        return await real(sql, *arguments, **options)

    monkeypatch.setattr(site.databases["lieux"], "execute", slow)
    page = await shown(site, "_sort=name&kind=a")
    assert "Trier prend ici trop de temps" in page
    assert rows(page) == ["Café de l'Échange 1", "Café de l'Échange 3", "Café de l'Échange 5"]


@pytest.mark.parametrize("name", ["places_fts", "places_fts_data", "places_fts_idx", "_words"])
async def test_what_serves_the_search_has_no_page(still: Site, name: str) -> None:
    for ending in ("", ".json", ".csv", "/1", "/1.json", "/-/map"):
        found = await still.client.get(f"/lieux/{name}{ending}")
        assert found.status_code in (403, 404), ending
