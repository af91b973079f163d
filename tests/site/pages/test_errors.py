"""A failure is answered in the form that was asked for, without the server's inner words."""

import sqlite3

import pytest

from publish.site.app.datasette_site import Site
from publish.site.app.release_database import ReleaseDatabase


async def test_an_unknown_dataset_is_not_found(site: Site) -> None:
    page, json = await site.client.get("/rien"), await site.client.get("/rien.json")
    assert (page.status_code, json.status_code) == (404, 404)
    assert json.json() == {
        "ok": False,
        "error": "Database not found",
        "errors": ["Database not found"],
        "status": 404,
    }


async def test_what_breaks_is_500_and_says_nothing_of_itself(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(ReleaseDatabase, "primary_keys", broken)
    response = await site.client.get("/lieux/places.json")
    assert response.status_code == 500
    assert response.json()["error"] == "Internal error"
    assert "/secret/path" in capsys.readouterr().err


async def test_a_damaged_file_is_no_fault_of_the_visitor(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def damaged(*_: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(ReleaseDatabase, "primary_keys", damaged)
    assert (await site.client.get("/lieux/places")).status_code == 503
    assert not site.databases["lieux"].sound
    await site.watch.look()
    assert site.databases["lieux"].sound, "its file is good"


async def test_a_slow_query_is_stopped_and_explained(site: Site) -> None:
    sql = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    response = await site.client.get("/lieux/-/query.json", params={"sql": sql, "_timelimit": "50"})
    assert response.status_code == 400
    assert "took too long" in response.json()["error"]


async def test_a_visitor_s_mistake_is_not_written_to_the_log(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    await site.client.get("/lieux/places?_facet=unknown")
    await site.client.get("/lieux/-/query?sql=select+nonsense")
    assert capsys.readouterr().err == ""


async def test_a_page_that_is_not_there_helps(site: Site) -> None:
    response = await site.client.get("/lieus")
    assert response.status_code == 404
    assert "<h1>Il n’y a rien à cette adresse</h1>" in response.text
    assert '<a href="/lieux">Lieux partagés</a>' in response.text
    assert 'action="/search"' in response.text


async def test_it_helps_in_english_too(site: Site) -> None:
    response = await site.client.get("/lieux/nothing?_lang=en")
    assert response.status_code == 404
    assert "<h1>There is nothing at this address</h1>" in response.text


async def test_what_is_closed_says_so(site: Site) -> None:
    site.config["databases"] = {"lieux": {"allow": {"id": "root"}}}
    page = await site.client.get("/lieux")
    json = await site.client.get("/lieux.json")
    assert (page.status_code, json.status_code) == (403, 403)
    assert "Ceci n’est pas ouvert au public" in page.text
    assert json.json()["ok"] is False


async def test_a_slow_query_is_explained_without_a_script(site: Site) -> None:
    sql = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    response = await site.client.get("/lieux/-/query", params={"sql": sql, "_timelimit": "50"})
    assert response.status_code == 400
    assert "Cette requête a pris trop de temps" in response.text
    assert "<script>" not in response.text
