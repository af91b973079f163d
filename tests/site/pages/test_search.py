"""The search finds datasets and rows everywhere, helps with spelling, and breaks on nothing."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publish.bakehouse.bake.vocabulary import bake_vocabulary
from publish.declare.site import SiteFolder
from publish.figures.first_view import write_first_views
from publish.release.release import read_package
from publish.site.app.datasette_site import Site
from publish.site.app.serve import open_site
from publish.site.search import everywhere, finder
from tests import factory
from tests.site.conftest import opened

ODBL = '<https://opendatacommons.org/licenses/odbl/1-0/>; rel="license"'
PEOPLE = """\
create table answers (place text, said text) strict;
create virtual table answers_fts using fts5 (place, content='answers');
create table members (name text) strict;
create virtual table members_fts using fts5 (name, content='members');
"""


def people(root: Path) -> None:
    """A dataset about people: answers, and members who asked to be listed."""
    folder = root / "releases" / "enquete" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "enquete.db")) as connection:
        connection.executescript(PEOPLE)
        connection.executemany("insert into answers values (?, 'oui')", [("Metz",), ("Metz",)])
        connection.execute("insert into members values ('Metz Ada')")
        for table in ("answers", "members"):
            connection.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")
        connection.commit()
    resources = [_about_people("answers", 2, "place"), _about_people("members", 1, "name")]
    resources[1] |= {"named": True, "browse": {"search": ["name"], "label": "name"}}
    package = factory.places_package("1.0.0", 0) | {"titles": {"fr": "Enquête"}}
    factory.finish(root, "enquete", "1.0.0", package | {"resources": resources})


def _about_people(name: str, rows: int, column: str) -> dict[str, Any]:
    fields = [{"name": column, "type": "string", "title": "Lieu"}]
    return {
        "name": name, "path": f"{name}.csv", "rows": rows, "licenses": [factory.ODBL],
        "about": "people", "schema": {"fields": fields},
        "browse": {"search": [column], "facets": [column]},
    }  # fmt: skip


@pytest_asyncio.fixture
async def site(root: Path) -> AsyncIterator[Site]:
    with closing(sqlite3.connect(root / "releases/lieux/1.0.0/lieux.db")) as connection:
        bake_vocabulary(connection, ["places"])
    folder = root / "releases/lieux/1.0.0"
    write_first_views(folder, read_package(folder))
    factory.write_sums(folder)
    people(root)
    async with opened(root) as started:
        yield started


async def page(site: Site, q: str, **more: str) -> str:
    response = await site.client.get(f"/search?{urlencode({'q': q, **more})}")
    assert response.status_code == 200
    return response.text


async def answer(site: Site, q: str) -> Any:
    response = await site.client.get(f"/search.json?{urlencode({'q': q})}")
    assert response.status_code == 200
    return response.json()


async def test_rows_are_found_without_their_accents(site: Site) -> None:
    found = await answer(site, "cafe echange")
    assert found["count"] == 6
    [dataset] = found["datasets"]
    [table] = dataset["tables"]
    assert (table["table"], table["count"], table["at_least"]) == ("places", 6, False)
    assert table["json_url"] == "/lieux/places.json?_search=cafe+echange"
    assert table["rows"][0] == {
        "url": "/lieux/places/l-0",
        "html": "<mark>Café</mark> de l&#39;<mark>Échange</mark> 0",
        "texts": [],
    }
    rows = (await site.client.get(table["json_url"])).json()["rows"]
    assert len(rows) == table["count"]


async def test_what_is_too_frequent_to_count_is_at_least_so_much(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder, "PAGES", -1)
    monkeypatch.setattr(finder, "COUNTED", 5)
    found = await answer(site, "cafe")
    [dataset] = found["datasets"]
    [table] = dataset["tables"]
    assert (found["count"], found["at_least"]) == (5, True)
    assert (table["count"], table["at_least"], len(table["rows"])) == (5, True, 5)
    html = await page(site, "cafe")
    assert "au moins 5 lignes" in html


async def test_a_key_that_is_typed_leads_to_its_row(site: Site) -> None:
    for typed in ("l-3", "L-3"):
        [dataset] = (await answer(site, typed))["datasets"]
        [table] = dataset["tables"]
        assert (table["count"], table["json_url"]) == (1, "/lieux/places.json?id=l-3")
        assert table["rows"][0]["url"] == "/lieux/places/l-3"
        assert [row["id"] for row in (await site.client.get(table["json_url"])).json()["rows"]] == [
            "l-3"
        ]
    assert (await answer(site, "l-333"))["datasets"] == []


async def test_the_page_leads_to_rows_and_to_the_table(site: Site) -> None:
    html = await page(site, "cafe", _lang="en")
    assert 'href="/lieux/places/l-0?_lang=en"' in html
    assert 'href="/lieux/places?_search=cafe&amp;_lang=en"' in html
    assert "See the 6 rows in the table" in html
    assert 'value="cafe"' in html


async def test_what_is_shown_names_its_licence(site: Site) -> None:
    response = await site.client.get("/search?q=cafe")
    assert response.headers["link"] == ODBL
    assert "Open Database License" in response.text
    assert (await answer(site, "cafe"))["license"]["id"] == "ODbL-1.0"
    assert "link" not in (await site.client.get("/search?q=zzzz")).headers


@pytest.mark.parametrize(
    ("q", "dataset"),
    [("frequentation", "visites"), ("shared places", "lieux"), ("visits", "visites")],
)
async def test_datasets_are_found_by_their_words(q: str, dataset: str, site: Site) -> None:
    assert (await answer(site, q))["datasets"][0]["dataset"] == dataset


async def test_a_text_in_another_language_says_so(site: Site) -> None:
    html = await page(site, "jours", _lang="en")
    assert '<span lang="fr"><mark>Jours</mark></span>' in html


async def test_a_misspelt_word_is_replaced(site: Site) -> None:
    found = await answer(site, "echnage")
    assert found["instead"] == {"echnage": "echange"}
    assert found["count"] == 6
    html = await page(site, "echnage")
    replaced = html.replace("\u00a0", " ")
    assert "Rien pour « echnage » : voici les résultats pour « échange »." in replaced


async def test_a_word_that_is_nowhere_is_left_out(site: Site) -> None:
    assert (await answer(site, "cafe zzzzzzz"))["instead"] == {"zzzzzzz": ""}
    assert "ce mot a été laissé de côté" in await page(site, "cafe zzzzzzz")


async def test_a_word_whose_nearest_finds_nothing_beside_the_others_is_left_out(site: Site) -> None:
    found = await answer(site, "metz echnage")
    assert found["instead"] == {"echnage": ""}
    assert [one["dataset"] for one in found["datasets"]] == ["enquete"]


async def test_nothing_is_said_to_be_replaced_where_nothing_is_found(site: Site) -> None:
    found = await answer(site, "metz visits zzzzzzz")
    assert (found["instead"], found["words"]) == ({}, ["metz", "visits", "zzzzzzz"])


@pytest.mark.parametrize("table", ["_words", "_words_fts", "_words_fts_data"])
async def test_the_list_of_words_is_not_for_sql(table: str, site: Site) -> None:
    response = await site.client.get(f"/lieux/-/query.json?sql=select+*+from+{table}+limit+1")
    assert response.status_code == 400
    assert response.json()["error"].startswith((f"access to {table}.", "vtable constructor failed"))


async def test_plurals_are_tried(site: Site) -> None:
    assert (await answer(site, "cafés échanges"))["count"] == 6


async def test_releases_without_a_list_of_words_are_searched(site: Site) -> None:
    assert (await answer(site, "ada"))["count"] == 1
    assert (await answer(site, "adda"))["datasets"] == []


async def test_rows_about_people_have_an_address_where_they_asked_to_be_listed(site: Site) -> None:
    [dataset] = (await answer(site, "metz"))["datasets"]
    tables = {table["table"]: table for table in dataset["tables"]}
    assert tables["answers"]["count"] == 2
    assert tables["answers"]["rows"] == []
    assert tables["members"]["rows"] == [
        {"url": "/enquete/members/1", "html": "<mark>Metz</mark> Ada", "texts": []}
    ]
    assert (await site.client.get("/enquete/members/1")).status_code == 200
    assert (await site.client.get("/enquete/answers/1")).status_code == 404
    html = await page(site, "metz")
    assert 'href="/enquete/members/1"' in html and "/enquete/answers/1" not in html
    assert 'href="/enquete/answers?_search=metz"' in html


async def test_words_that_never_meet_are_offered_one_by_one(site: Site) -> None:
    html = await page(site, "metz visits")
    assert "Un par un" in html
    assert 'href="/search?q=metz"' in html


async def test_the_values_of_facets_are_results(site: Site) -> None:
    found = await answer(site, "hiver")
    assert found["filters"] == [
        {
            "dataset": "lieux",
            "table": "places",
            "column": "tags",
            "value": "hiver",
            "title": "Tags = hiver",
            "count": 3,
            "url": "/lieux/places?tags__arraycontains=hiver",
            "json_url": "/lieux/places.json?tags__arraycontains=hiver",
        }
    ]
    rows = (await site.client.get(found["filters"][0]["json_url"])).json()["rows"]
    assert len(rows) == 3
    html = await page(site, "Tags HIVE", _lang="en")
    assert 'href="/lieux/places?tags__arraycontains=hiver&amp;_lang=en"' in html
    assert (
        '<span lang="fr">Tags</span> = <mark>hiver</mark></span> <span class="count">3 rows' in html
    )
    assert "Nothing was found" not in html


async def test_keys_are_filters_by_the_names_that_they_stand_for(site: Site) -> None:
    [found] = (await answer(site, "kind ateliers"))["filters"]
    assert (found["title"], found["value"], found["count"]) == ("Kind = Atelier", "b", 3)
    assert len((await site.client.get(found["json_url"])).json()["rows"]) == 3
    html = await page(site, "ateliers", _lang="en")
    assert 'href="/lieux/places?kind=b&amp;_lang=en"' in html
    assert (await answer(site, "b"))["filters"] == []


async def test_names_of_a_table_that_may_not_be_seen_are_no_filters(site: Site, root: Path) -> None:
    assert [one["value"] for one in (await answer(site, "ateliers"))["filters"]] == ["b"]
    (root / "datasette.yaml").write_text("databases: {lieux: {tables: {kinds: {allow: false}}}}\n")
    async with opened(root) as closed:
        assert (await answer(closed, "ateliers"))["filters"] == []
        assert [one["value"] for one in (await answer(closed, "hiver"))["filters"]] == ["hiver"]
        proposed = (await closed.client.get("/search/suggestions.json")).json()["suggestions"]
        assert not [one for one in proposed if one["text"] in ("Café", "Atelier")]


async def test_a_word_that_a_filter_has_is_not_replaced(site: Site) -> None:
    assert (await answer(site, "hiver"))["instead"] == {}


async def test_values_of_facets_about_people_are_none(site: Site) -> None:
    assert (await answer(site, "metz"))["filters"] == []


async def test_boxes_propose_titles_and_values_but_none_of_people(site: Site) -> None:
    found = (await site.client.get("/search/suggestions.json?_lang=en")).json()["suggestions"]
    assert {"text": "Shared places", "what": "Dataset", "url": "/lieux?_lang=en"} in found
    assert found[-4:] == [
        {
            "text": text,
            "what": f"{column} · Lieux ({rows})",
            "url": f"/lieux/places?{address}&_lang=en",
        }
        for text, column, rows, address in (
            ("été", "Tags", 6, "tags__arraycontains=%C3%A9t%C3%A9"),
            ("hiver", "Tags", 3, "tags__arraycontains=hiver"),
            ("Café", "Kind", 3, "kind=a"),
            ("Atelier", "Kind", 3, "kind=b"),
        )
    ]
    assert not [one for one in found if "Metz" in one["text"]]


async def test_a_box_knows_where_its_proposals_are(site: Site) -> None:
    html = await page(site, "cafe", _lang="en")
    assert 'data-suggest="/search/suggestions.json?_lang=en"' in html


async def test_no_word_is_replaced_by_one_of_another_language(site: Site) -> None:
    for language, instead in (("fr", {}), ("en", {"shered": "shared"})):
        response = await site.client.get(f"/search.json?q=shered&_lang={language}")
        assert response.json()["instead"] == instead


async def test_numbers_are_not_replaced(site: Site) -> None:
    found = await answer(site, "cafe 123456")
    assert (found["instead"], found["count"]) == ({}, 0)


async def test_an_empty_search_explains_itself(site: Site) -> None:
    assert "majuscules et accents ne comptent pas" in await page(site, "  ")
    assert "ni lettre ni chiffre" in await page(site, '"*" -')
    assert "seuls les premiers mots" in await page(site, "mot " + "a " * 500)
    assert "Essayez un autre mot" in await page(site, "zzzzzz")


async def test_time_that_runs_out_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everywhere, "ALL_SECONDS", 0.0)
    response = await site.client.get("/search?q=cafe")
    assert "La recherche était trop longue et a été arrêtée dans" in response.text
    assert response.headers["cache-control"] == "no-store"


async def test_a_table_that_may_not_be_seen_is_not_searched(root: Path) -> None:
    people(root)
    (root / "datasette.yaml").write_text(
        "databases: {lieux: {tables: {places: {allow: false}}}, visites: {allow: false}}\n"
    )
    site = open_site(SiteFolder(root))
    await site.invoke_startup()
    assert (await answer(site, "cafe"))["datasets"] == []
    assert (await answer(site, "frequentation"))["datasets"] == []
    await site.invoke_shutdown()


@pytest.mark.slow("asks a real server for hundreds of addresses")
def test_anything_is_answered_and_escaped(root: Path) -> None:
    with closing(sqlite3.connect(root / "releases/lieux/1.0.0/lieux.db")) as connection:
        bake_vocabulary(connection, ["places"])
    site = open_site(SiteFolder(root))
    loop = asyncio.new_event_loop()
    loop.run_until_complete(site.invoke_startup())

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(min_size=1))
    @example('"')
    @example("a\0b")
    @example("NEAR(a b, 2) AND {name}: ^x* OR NOT")
    @example("<script>alert(1)</script>")
    @example("café <b>échange")
    @example("\x02a\x03")
    def check(q: str) -> None:
        html = loop.run_until_complete(page(site, q))
        assert "<script>alert" not in html and "<b>" not in html
        assert html.count("<mark>") == html.count("</mark>")
        loop.run_until_complete(answer(site, q))

    check()
    loop.run_until_complete(site.invoke_shutdown())
    loop.close()
