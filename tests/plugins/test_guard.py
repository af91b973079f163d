"""What is not public is not shown, and a query cannot take the machine."""

import re
import time

import pytest

from publish.serving.datasette_site import Site

PRIVATE = (
    "config databases plugins settings threads tasks versions actor metadata permissions allowed "
    "rules check messages allow-debug patterns api create-token auth-token logout actions "
    "debug/autocomplete jump queries schema"
)


@pytest.mark.parametrize("page", PRIVATE.split())
@pytest.mark.parametrize("format", ["", ".json"])
async def test_the_server_s_own_pages_are_not_public(page: str, format: str, site: Site) -> None:
    english = {"accept-language": "en"}
    response = await site.client.get(f"/-/{page}{format}", headers=english)
    assert response.status_code == 404
    assert "This page is not public" in response.text


@pytest.mark.parametrize("path", ["/", "/lieux/places", "/-/static/app.css", "/-/config", "/none"])
async def test_headers_that_browsers_heed(path: str, site: Site) -> None:
    headers = (await site.client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("strict-origin-when-cross-origin", "no-referrer")
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/lieux/-/query.json?sql=select file from pragma_database_list",
        "/lieux/-/query.json?sql=select file from PRAGMA_database_list()",
        "/lieux/-/query.json?sql=select file from%20pragma%5Fdatabase%5Flist",
        "/lieux/places.json?_where=id in (select file from pragma_database_list)",
    ],
)
async def test_file_paths_are_not_shown(path: str, site: Site) -> None:
    response = await site.client.get(path)
    assert response.status_code == 400
    assert response.json()["error"] == "pragma_database_list cannot be queried here"


@pytest.mark.parametrize("sql", ["select randomblob(900000000)", "select hex(zeroblob(600000))"])
async def test_one_value_has_a_limit(sql: str, site: Site) -> None:
    start = time.monotonic()
    response = await site.client.get("/lieux/-/query.json", params={"sql": sql})
    assert (response.status_code, response.json()["error"]) == (400, "string or blob too big")
    assert time.monotonic() - start < 5


async def test_sql_stays_on_within_a_dataset(site: Site) -> None:
    response = await site.client.get("/lieux/-/query.json?sql=select count(*) as n from places")
    assert response.json()["rows"] == [{"n": 6}]


async def test_nothing_is_attached(site: Site) -> None:
    response = await site.client.get("/lieux/-/query.json?sql=attach 'x' as y")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "path", ["/lieux/places/-/insert", "/lieux/-/create", "/lieux/places/-/drop"]
)
async def test_nobody_writes(path: str, site: Site) -> None:
    assert (await site.client.post(path, json={})).status_code == 403


async def test_a_time_limit_that_is_no_number_is_refused(site: Site) -> None:
    response = await site.client.get("/lieux/-/query.json?sql=select 1&_timelimit=x")
    assert response.json()["error"] == "_timelimit: 'x' is no whole number of milliseconds"


@pytest.mark.parametrize("page", ["queries", "schema", "create", "execute-write", "queries/store"])
async def test_datasette_s_own_pages_of_a_dataset_are_not_shown(page: str, site: Site) -> None:
    assert (await site.client.get(f"/lieux/-/{page}")).status_code == 404


async def test_what_programs_ask_of_a_dataset_stays(site: Site) -> None:
    for path in ("/lieux/-/schema.json", "/lieux/places/-/schema.md", "/lieux/-/queries.json"):
        assert (await site.client.get(path)).status_code == 200, path


PAGES = (
    "/", "/lieux", "/about", "/api", "/accessibility", "/legal", "/takedown", "/licenses",
    "/licenses/etalab-2.0", "/lieux/-/query", "/lieux/-/query?sql=select+1", "/rien", "/-/config",
    "/lieux/places?_facet=unknown",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_loads_nothing_from_elsewhere(path: str, site: Site) -> None:
    response = await site.client.get(path)
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert policy.endswith("base-uri 'none'; frame-ancestors 'self'")
    assert response.headers["x-frame-options"] == "SAMEORIGIN"
    assert "geolocation=()" in response.headers["permissions-policy"]
    assert "set-cookie" not in response.headers
    assert not re.search(r"<style|<script>| style=| on[a-z]+=", response.text)


async def test_only_what_is_asked_for_is_framed_elsewhere(site: Site) -> None:
    framed = await site.client.get("/lieux?_embed=1")
    assert framed.headers["content-security-policy"].endswith("frame-ancestors *")
    assert "x-frame-options" not in framed.headers
    assert '<header class="top"' not in framed.text


async def test_a_method_that_there_is_not_is_refused(site: Site) -> None:
    response = await site.client.request("BREW", "/lieux", headers={"accept-language": "fr"})
    assert response.status_code == 405
    assert "Cette adresse ne fait que se lire" in response.text
