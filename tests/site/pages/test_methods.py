"""What methods an address answers, who may read the answer, and endings that nothing has."""

import itertools

import pytest

from publish.site.app.datasette_site import Site

ADDRESSES = (
    "/", "/lieux", "/lieux.json", "/lieux/places", "/lieux/places.json", "/lieux/places.csv",
    "/lieux/places/l-0", "/lieux/places/l-0.json", "/lieux/-/query",
    "/lieux/-/query.json?sql=select+1", "/search.json", "/status.json", "/catalog.ttl",
    "/feed.atom", "/static/app.css", "/download/lieux/places.csv", "/licenses", "/openapi.json",
)  # fmt: skip
ENDINGS = ("foo", "ods", "html", "json5", "CSV", "php", "j")
ENGLISH = {"_lang": "en"}
PLACES = ("/lieux", "/lieux/places", "/lieux/places/l-0", "/lieux/open_places", "/lieux/-/query")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_scripts_of_other_sites_may_read_it(still: Site, address: str) -> None:
    got = await still.client.get(address)
    assert got.status_code == 200
    assert got.headers["access-control-allow-origin"] == "*"
    assert "Link" in got.headers["access-control-expose-headers"]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_it_is_only_read(still: Site, address: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "BREW"):
        got = await still.client.request(method, address)
        assert (got.status_code, got.headers["allow"]) == (405, "GET, HEAD, OPTIONS"), method
        assert got.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("address", [*ADDRESSES, "/nowhere", "/lieux/places.foo"])
async def test_a_script_may_ask_what_it_may_do(still: Site, address: str) -> None:
    got = await still.client.options(address)
    assert (got.status_code, got.text) == (204, "")
    assert got.headers["allow"] == "GET, HEAD, OPTIONS"
    assert got.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert got.headers["access-control-allow-origin"] == "*"
    assert "Range" in got.headers["access-control-allow-headers"]


@pytest.mark.parametrize(("place", "ending"), [*itertools.product(PLACES, ENDINGS)])
async def test_no_other_ending_is_found(still: Site, place: str, ending: str) -> None:
    got = await still.client.get(f"{place}.{ending}", params=ENGLISH)
    assert got.status_code == 404
    assert f"Nothing ends in .{ending} here; there are: .json" in got.text


async def test_it_names_the_whole_files(site: Site) -> None:
    got = (await site.client.get("/lieux/places.ods", params=ENGLISH)).text
    known = "there are: .json, .csv, .xlsx, .jsonl. Whole files: /download/lieux/places.csv"
    assert known in got
    got = (await site.client.get("/lieux.zip", params=ENGLISH)).text
    assert "there are: .json, .db. Whole files: /download/lieux/lieux.db" in got


async def test_what_is_not_there_has_no_forms_either(site: Site) -> None:
    for address in ("/nowhere.foo", "/lieux/nothing.foo", "/nowhere/-/query.foo"):
        got = await site.client.get(address)
        assert got.status_code == 404
        assert "Nothing ends in" not in got.text
