"""What is not public is not shown, and a query cannot take the machine."""

import re
import time
from pathlib import Path

import httpx
import pytest
from yaml import safe_load as load

from publish.errors import DeclarationError
from publish.site.app.datasette_site import Site
from publish.site.app.serve import trusted
from publish.site.http.guard import BURST, FILTERED, MOST_CLIENTS, RATE, Buckets
from tests.servers import PATIENCE, serving, start

PRIVATE = (
    "config databases plugins settings threads tasks versions actor metadata permissions allowed "
    "rules check messages allow-debug patterns api create-token auth-token logout actions "
    "debug/autocomplete jump queries schema"
)


@pytest.mark.parametrize("page", PRIVATE.split())
@pytest.mark.parametrize("format", ["", ".json"])
async def test_the_server_s_own_pages_are_not_public(page: str, format: str, still: Site) -> None:
    response = await still.client.get(f"/-/{page}{format}?_lang=en")
    assert response.status_code == 404
    assert "This page is not public" in response.text


@pytest.mark.parametrize("path", ["/", "/lieux/places", "/-/static/app.css", "/-/config", "/none"])
async def test_headers_that_browsers_heed(path: str, still: Site) -> None:
    headers = (await still.client.get(path)).headers
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
async def test_file_paths_are_not_shown(path: str, still: Site) -> None:
    response = await still.client.get(path)
    assert response.status_code == 400
    assert response.json()["error"] == "pragma_database_list cannot be queried here"


@pytest.mark.parametrize("sql", ["select zeroblob(900000000)", "select hex(zeroblob(600000))"])
async def test_one_value_has_a_limit(sql: str, still: Site) -> None:
    start = time.monotonic()
    response = await still.client.get("/lieux/-/query.json", params={"sql": sql})
    assert (response.status_code, response.json()["error"]) == (400, "string or blob too big")
    assert time.monotonic() - start < 30


async def test_sql_stays_on_within_a_dataset(site: Site) -> None:
    response = await site.client.get("/lieux/-/query.json?sql=select count(*) as n from places")
    assert response.json()["rows"] == [{"n": 6}]


async def test_nothing_is_attached(site: Site) -> None:
    response = await site.client.get("/lieux/-/query.json?sql=attach 'x' as y")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "path", ["/lieux/places/-/insert", "/lieux/-/create", "/lieux/places/-/drop"]
)
async def test_nobody_writes(path: str, still: Site) -> None:
    assert (await still.client.post(path, json={})).status_code == 405


async def test_a_time_limit_that_is_no_number_is_refused(site: Site) -> None:
    response = await site.client.get("/lieux/-/query.json?sql=select 1&_timelimit=x")
    assert response.json()["error"] == "_timelimit: 'x' is no whole number of milliseconds"


@pytest.mark.parametrize("page", ["queries", "schema", "create", "execute-write", "queries/store"])
async def test_datasette_s_own_pages_of_a_dataset_are_not_shown(page: str, still: Site) -> None:
    assert (await still.client.get(f"/lieux/-/{page}")).status_code == 404


@pytest.mark.parametrize(
    "page", ["queries/analyze", "queries/store", "execute-write", "execute-write/analyze"]
)
async def test_no_page_has_sqlite_look_at_what_is_sent(page: str, still: Site) -> None:
    answer = await still.client.post(f"/lieux/-/{page}", json={"sql": "select 1"})
    assert answer.status_code == 405
    assert (await still.client.get(f"/lieux/-/{page}")).status_code == 404


async def test_dangerous_functions_are_gone_from_the_server_s_own_connections(site: Site) -> None:
    database = site.databases["lieux"]
    for sql in ("select fts3_tokenizer('simple')", "select load_extension('a')"):
        assert (await database.execute(sql)).single_value() is None
    assert (await database.execute("select hex('a')")).single_value() == "61"


async def test_what_programs_ask_of_a_dataset_stays(site: Site) -> None:
    for path in ("/lieux/-/schema.json", "/lieux/places/-/schema.md", "/lieux/-/queries.json"):
        assert (await site.client.get(path)).status_code == 200, path


PAGES = (
    "/", "/lieux", "/about", "/api", "/accessibility", "/legal", "/takedown", "/licenses",
    "/licenses/etalab-2.0", "/lieux/-/query", "/lieux/-/query?sql=select+1", "/rien", "/-/config",
    "/lieux/places?_facet=unknown",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_loads_nothing_from_elsewhere(path: str, still: Site) -> None:
    response = await still.client.get(path)
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert policy.endswith("base-uri 'none'; frame-ancestors 'self'")
    assert response.headers["x-frame-options"] == "SAMEORIGIN"
    assert "geolocation=(self)" in response.headers["permissions-policy"]
    assert "set-cookie" not in response.headers
    assert not re.search(r"<style|<script>| style=| on[a-z]+=", response.text)


async def test_only_what_is_asked_for_is_framed_elsewhere(site: Site) -> None:
    framed = await site.client.get("/lieux?_embed=1")
    assert framed.headers["content-security-policy"].endswith("frame-ancestors *")
    assert "x-frame-options" not in framed.headers
    assert '<header class="top"' not in framed.text


async def test_a_method_that_there_is_not_is_refused(site: Site) -> None:
    response = await site.client.request("BREW", "/lieux")
    assert response.status_code == 405
    assert "Cette adresse ne fait que se lire" in response.text


def asking(site: Site, address: str) -> httpx.AsyncClient:
    """A client of its own address."""
    transport = httpx.ASGITransport(app=site.app(), client=(address, 1))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://site.example")


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    buckets = Buckets(lambda: now[0])
    assert [buckets.wait("a", 1) for _ in range(int(BURST))] == [0] * int(BURST)
    assert buckets.wait("a", 1) == pytest.approx(1 / RATE)
    assert buckets.wait("a", FILTERED) == pytest.approx(FILTERED / RATE)
    assert buckets.wait("b", 1) == 0
    now[0] += 1 / RATE
    assert buckets.wait("a", 1) == 0
    assert buckets.wait("a", 1) > 0
    now[0] += 3600
    assert [buckets.wait("a", 1) > 0 for _ in range(int(BURST) + 1)].count(True) == 1


def test_who_was_seen_the_longest_ago_is_forgotten() -> None:
    buckets = Buckets(lambda: 0.0)
    buckets.wait("first", BURST)
    assert buckets.wait("first", 1) > 0
    for number in range(MOST_CLIENTS):
        buckets.wait(f"{number}", 1)
    assert buckets.wait("first", 1) == 0


async def test_who_asks_too_fast_is_sent_to_the_files(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.http.guard.BURST", 2 * FILTERED)
    monkeypatch.setattr("publish.site.http.guard.RATE", 0.001)
    async with asking(site, "2001:db8:1:2::5") as crawler:
        paths = [f"/lieux/places.json?_size={n}&_lang=en" for n in (1, 2, 3)]
        answers = [await crawler.get(path) for path in paths]
        again = await crawler.get(paths[0])
        page = await crawler.get("/lieux/places?_sort=seats&_lang=fr")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    seconds = int(answers[2].headers["retry-after"])
    assert 3000 < seconds <= FILTERED / 0.001
    assert answers[2].headers["cache-control"] == "no-store"
    assert answers[2].json() == {
        "ok": False,
        "error": "Too many requests from your address; "
        f"the next one is answered in {seconds} s. "
        "Whole tables are files, to be had at once: /lieux",
        "status": 429,
    }
    assert again.status_code == 200, "what is in memory is no work"
    assert (page.status_code, page.headers["content-type"]) == (429, "text/plain; charset=utf-8")
    assert "Les tables entières sont des fichiers" in page.text


async def test_a_network_is_one_client_and_others_are_not_slowed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.http.guard.BURST", 1.0)
    monkeypatch.setattr("publish.site.http.guard.RATE", 0.001)
    app = site.app()
    found = []
    for address in ("2001:db8:1:2::5", "2001:db8:1:2::6", "2001:db8:1:3::5", "198.51.100.1"):
        transport = httpx.ASGITransport(app=app, client=(address, 1))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{len(found)}") as http:
            found.append((await http.get("/lieux")).status_code)
    assert found == [200, 429, 200, 200]


@pytest.mark.slow("starts servers")
@pytest.mark.parametrize(
    ("declared", "believed"),
    [("", True), ("plugins: {guard: {proxies: []}}", False)],
)
def test_only_a_declared_proxy_says_who_asks(declared: str, believed: bool, root: Path) -> None:
    (root / "datasette.yaml").write_text(declared)
    rounds = range(3 * int(BURST / FILTERED))
    with serving(root) as server, httpx.Client(base_url=server.address, timeout=60) as http:
        told = {"x-forwarded-for": "127.0.0.1, 203.0.113.7", "x-forwarded-proto": "https"}
        # What is refused is counted too, and soon answered also on a busy machine.
        answers = [http.get(f"/lieux/places.json?_size=-{n + 1}", headers=told) for n in rounds]
        other = http.get("/lieux.json", headers={"x-forwarded-for": "203.0.113.8"})
    assert (429 in {answer.status_code for answer in answers}) == believed
    assert ("strict-transport-security" in answers[0].headers) == believed
    assert other.status_code == 200


@pytest.mark.parametrize("said", ["[nobody]", "[10.0.0.1/8]", "{a: b}", "7.5"])
def test_proxies_that_are_none_are_told(said: str, tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"plugins\.guard\.proxies: .*write addresses"):
        trusted(tmp_path / "datasette.yaml", {"plugins": {"guard": {"proxies": load(said)}}})
    assert trusted(tmp_path, {}) == ("127.0.0.1/32", "::1/128")


@pytest.mark.parametrize(
    ("path", "hidden"),
    [
        ("/lieux/places", False),
        ("/lieux/places?_lang=en", False),
        ("/?page=1", False),
        ("/lieux/places?kind=a", True),
        ("/lieux/places?_sort=seats", True),
        ("/?license=ODbL-1.0", True),
        ("/lieux/-/query?sql=select+1", True),
    ],
)
async def test_views_without_end_are_in_no_index(path: str, hidden: bool, still: Site) -> None:
    assert ((await still.client.get(path)).headers.get("x-robots-tag") == "noindex") == hidden


@pytest.mark.parametrize("path", ["/lieux/places?kind=a&_size=2", "/?license=ODbL-1.0&license=LO"])
async def test_no_link_to_another_view_is_followed(path: str, still: Site) -> None:
    links = re.findall(r"<a [^>]*>", (await still.client.get(path)).text)
    own = path.partition("?")[0]
    views = [one for one in links if re.search(rf'href="{own}\?(?!_lang=\w+")', one)]
    ours = [one for one in views if "hreflang" not in one]
    assert ours
    assert [one for one in ours if "nofollow" not in one] == []


DRAWN = "/lieux/places/-/chart.svg?_chart=bars&_column=kind"


@pytest.mark.parametrize(
    "path",
    [DRAWN, "/lieux/places.json", "/feed.atom", "/static/icon.svg", "/robots.txt", "/x.json"],
)
async def test_what_is_no_page_runs_nothing(path: str, still: Site) -> None:
    policy = (await still.client.get(path)).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert policy.endswith("frame-ancestors 'none'; sandbox")


async def test_a_browser_comes_back_by_https_only(root: Path, site: Site) -> None:
    header = "strict-transport-security"
    assert header not in (await site.client.get("/lieux")).headers
    transport = httpx.ASGITransport(app=site.app())  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="https://a.example") as http:
        assert (await http.get("/lieux")).headers[header] == "max-age=31536000"


@pytest.mark.slow("starts servers")
def test_a_site_without_an_address_is_asked_for_one(root: Path) -> None:
    asked = f"before others come: {root}/metadata.yaml has no `address`"
    assert asked in _said(root)
    text = (root / "metadata.yaml").read_text()
    (root / "metadata.yaml").write_text(f"{text}address: https://data.example.org\n")
    assert asked not in _said(root)


def _said(root: Path) -> str:
    process = start(root, "--port", "0")
    assert process.stdout is not None
    first = process.stdout.readline()
    process.terminate()
    rest = process.stdout.read()
    process.communicate(timeout=PATIENCE)
    return first + rest
