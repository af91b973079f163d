"""Answers are kept while nothing they show has changed, and named by ETags."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from datasette.plugins import pm

from publish.declare.site import SiteFolder
from publish.site.app.datasette_site import Site
from publish.site.app.hooks import hookimpl
from publish.site.app.serve import open_site
from publish.site.base.asgi import App, Receive, Scope, Send
from publish.site.http import caching_answers
from publish.site.http.caching import State, caching
from publish.site.http.caching_answers import Answers, WholeAnswer
from tests import factory

PAGE = "/lieux/places"
FRENCH = f"{PAGE}?_lang=fr"


class Counted:
    """What passes through the memory: of an application, or of a site as its plugin."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def around(self, app: App) -> App:
        """An application that is counted."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            self.paths.append(scope["path"])
            await app(scope, receive, send)

        return counted

    @hookimpl
    def asgi_wrapper(self) -> Callable[[App], App]:
        """As all plain wrappers, inside of the memory."""
        return self.around


class Arrivals:
    """Tells when so many requests have come."""

    def __init__(self, number: int) -> None:
        self.missing, self.all = number, asyncio.Event()

    def around(self, app: App) -> App:
        """The same application, at whose door requests are counted."""

        async def arriving(scope: Scope, receive: Receive, send: Send) -> None:
            self.missing -= 1
            if not self.missing:
                self.all.set()
            await app(scope, receive, send)

        return arriving


def client(app: App, host: str = "site.example") -> httpx.AsyncClient:
    """Asks one application: the site's own client makes a new one for each request."""
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    return httpx.AsyncClient(
        transport=transport, base_url=f"http://{host}", headers={"accept-encoding": "identity"}
    )


@pytest.fixture
def inner() -> Iterator[Counted]:
    """What passes through the memory of the site."""
    counted = Counted()
    pm.register(counted)
    yield counted
    pm.unregister(counted)


@pytest_asyncio.fixture
async def http(inner: Counted, site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """A client of one application of the site, so with one memory."""
    async with client(site.app()) as opened:
        yield opened


def answering(status: int, body: bytes, *headers: tuple[bytes, bytes]) -> App:
    """An application with one answer, in two parts."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        start = {"status": status, "headers": list(headers)}
        await send({"type": "http.response.start", **start})
        half = len(body) // 2
        await send({"type": "http.response.body", "body": body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": body[half:]})

    return app


async def twice(site: Site, app: App, **headers: str) -> tuple[httpx.Response, int]:
    """The second of two answers to the same question, and how often it was made."""
    counted = Counted()
    async with client(caching(site, counted.around(app))) as http:
        await http.get("/x", headers=headers)
        return await http.get("/x", headers=headers), len(counted.paths)


@pytest.mark.parametrize(
    "path", ["/", "/lieux", PAGE, "/lieux/places.json", "/lieux/places/l-1", "/catalog.ttl"]
)
async def test_an_answer_is_made_once(path: str, http: httpx.AsyncClient, inner: Counted) -> None:
    first, second = await http.get(path), await http.get(path)
    assert (first.status_code, first.content) == (200, second.content)
    assert first.headers == second.headers
    assert inner.paths == [path]


async def test_an_answer_says_how_long_it_holds(http: httpx.AsyncClient) -> None:
    headers = (await http.get(FRENCH)).headers
    assert headers["cache-control"] == "public, max-age=60, must-revalidate"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["etag"].startswith('W/"')
    assert headers["content-length"] == str(len((await http.get(FRENCH)).content))


async def test_what_the_asker_holds_is_not_made_again(
    http: httpx.AsyncClient, inner: Counted, site: Site
) -> None:
    etag = (await http.get(PAGE)).headers["etag"]
    inner.paths.clear()
    async with client(site.app()) as fresh:
        unchanged = await fresh.get(PAGE, headers={"if-none-match": f'"other", {etag}'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["etag"] == etag
    assert unchanged.headers["vary"] == "Accept-Encoding, Accept-Language"
    assert unchanged.headers["cache-control"] == "private, max-age=60, must-revalidate"
    assert inner.paths == []


@pytest.mark.parametrize("held", ["*", '"other"', ""])
async def test_what_the_asker_does_not_hold_is_sent(held: str, http: httpx.AsyncClient) -> None:
    answer = await http.get("/nowhere", headers={"if-none-match": held})
    assert answer.status_code == 404
    assert (await http.get(PAGE, headers={"if-none-match": held})).status_code == 200


async def test_head_tells_the_length(http: httpx.AsyncClient, inner: Counted) -> None:
    head, got = await http.head(PAGE), await http.get(PAGE)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers
    assert head.headers["content-length"] == str(len(got.content))
    assert inner.paths == [PAGE]


async def test_head_of_what_is_missing_tells_the_length(http: httpx.AsyncClient) -> None:
    head, got = await http.head("/nowhere"), await http.get("/nowhere")
    assert (head.status_code, head.content) == (404, b"")
    assert head.headers["content-length"] == str(len(got.content))
    assert "etag" not in got.headers


async def test_each_difference_has_its_own_etag(site: Site) -> None:
    etags = []
    for path, host, language in (
        (PAGE, "a.example", "fr"),
        (PAGE, "b.example", "fr"),
        (PAGE, "a.example", "en"),
        (PAGE + "?_size=1", "a.example", "fr"),
        ("/lieux/kinds", "a.example", "fr"),
    ):
        memory = caching(site, answering(200, b"shown"))

        async def speaking(
            scope: Scope, receive: Receive, send: Send, to: App = memory, lang: str = language
        ) -> None:
            await to({**scope, "lang": lang}, receive, send)

        async with client(speaking, host) as http:
            etags.append((await http.get(path)).headers["etag"])
    assert len(set(etags)) == 5


# What tells an address of its own: the rows behind, facets, the request itself, another form.
NAMING = (
    "/lieux/places.json?_size=2",
    "/lieux/places.json?_size=2&_extra=request&_extra=facet_results",
    "/lieux.json",
    "/catalog.ttl",
    "/feed.atom",
    "/lieux/places/l-1",
)


@pytest.mark.parametrize("path", NAMING)
async def test_a_forged_host_is_answered_under_the_sites_own_address(
    path: str, root: Path, inner: Counted
) -> None:
    with (root / "metadata.yaml").open("a") as file:
        file.write("address: https://donnees.example.org\n")
    site = open_site(SiteFolder(root))
    app = site.app()
    async with client(app, "evil.example:8080") as forged, client(app) as usual:
        first = await forged.get(path, headers={"x-forwarded-host": "evil.example"})
        second = await usual.get(path)
    await site.invoke_shutdown()
    assert (first.status_code, second.content) == (200, first.content)
    assert "evil" not in first.text + repr(first.headers)
    if "_size" in path:
        assert "https://donnees.example.org/lieux/places.json?" in first.json()["next_url"]
    # A feed has an ETag of its own and is not kept.
    assert len(inner.paths) == (2 if path == "/feed.atom" else 1)


@pytest.mark.parametrize("path", NAMING)
async def test_without_an_address_a_forged_host_stays_with_who_forged_it(
    path: str, http: httpx.AsyncClient, site: Site
) -> None:
    forged = (await http.get(path, headers={"host": "evil.example"})).text
    assert "evil" not in (await http.get(path)).text
    assert "site.example" not in forged


async def test_each_language_is_kept_apart(http: httpx.AsyncClient, inner: Counted) -> None:
    asked = ("fr", "en", "fr-FR,fr;q=0.9", "en;q=1, fr;q=0.5")
    shown = [
        await http.get(PAGE, headers={"accept-language": one}, follow_redirects=True)
        for one in asked
    ]
    assert [page.headers["content-language"] for page in shown] == ["fr", "en", "fr", "en"]
    assert len({page.headers["etag"] for page in shown}) == 2
    assert len(inner.paths) == 2


async def test_a_new_release_gives_new_answers(
    root: Path, site: Site, http: httpx.AsyncClient
) -> None:
    before = await http.get("/lieux/places.json?_size=0&_extra=count")
    factory.places(root, "1.1.0", rows=9)
    await site.watch.look()
    after = await http.get("/lieux/places.json?_size=0&_extra=count")
    factory.make_current(root, "lieux", "1.0.0")
    await site.watch.look()
    back = await http.get("/lieux/places.json?_size=0&_extra=count")
    assert [answer.json()["count"] for answer in (before, after, back)] == [6, 9, 6]
    assert before.headers["etag"] == back.headers["etag"] != after.headers["etag"]


async def test_an_answer_of_two_moments_is_not_kept(site: Site) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        with site.watch._changing():
            await answering(200, b"old and new")(scope, receive, send)

    answer, made = await twice(site, app)
    assert made == 2
    assert "etag" not in answer.headers


async def test_an_answer_that_a_swap_overtakes_is_not_kept(root: Path, site: Site) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        factory.places(root, f"1.1.{len(list((root / 'releases/lieux').iterdir()))}")
        await site.watch.look()
        await answering(200, b"old and new")(scope, receive, send)

    answer, made = await twice(site, app)
    assert made == 2
    assert "etag" not in answer.headers


async def test_a_changed_history_gives_new_answers(
    root: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.http.caching.LOOK_SECONDS", -1)
    async with client(site.app()) as http:
        before = (await http.get(PAGE)).headers["etag"]
        (root / "releases" / "lieux" / "releases.json").write_text(json.dumps({"releases": []}))
        between = (await http.get(PAGE)).headers["etag"]
        (root / "templates").mkdir()
        (root / "templates" / "table.html").write_text("own")
        after = (await http.get(PAGE)).headers["etag"]
    assert len({before, between, after}) == 3


async def test_another_title_of_the_site_gives_new_etags(root: Path, site: Site) -> None:
    async with client(site.app()) as http:
        before = (await http.get(PAGE)).headers["etag"]
    text = (root / "metadata.yaml").read_text()
    (root / "metadata.yaml").write_text(text.replace("essai", "été"))
    renamed = open_site(SiteFolder(root))
    await renamed.invoke_startup()
    async with client(renamed.app()) as http:
        assert (await http.get(PAGE)).headers["etag"] != before
    await renamed.invoke_shutdown()


@pytest.mark.parametrize(
    ("header", "said"),
    [("cookie", "a=b; ds_actor=x"), ("cookie", "ds_x=1"), ("authorization", "x")],
)
async def test_what_is_asked_personally_is_not_kept(header: str, said: str, still: Site) -> None:
    answer, made = await twice(still, answering(200, b"for you"), **{header: said})
    assert made == 2
    assert "etag" not in answer.headers


@pytest.mark.parametrize("said", ["_ga=1; _gid=2", "session=ds_actor", "", "ds"])
async def test_a_cookie_of_somebody_else_changes_nothing(said: str, still: Site) -> None:
    vary = (b"vary", b"Cookie, Authorization, Accept-Encoding")
    answer, made = await twice(still, answering(200, b"for all", vary), cookie=said)
    assert (made, answer.headers["vary"]) == (1, "Accept-Encoding")


@pytest.mark.parametrize(
    ("path", "headers", "to"),
    [
        (PAGE, {"accept-language": "en"}, f"{PAGE}?_lang=en"),
        (PAGE, {"accept-language": "de"}, f"{PAGE}?_lang=fr"),
        (f"{PAGE}?kind=a", {"accept-language": "en"}, f"{PAGE}?kind=a&_lang=en"),
        ("/lieux/caf~C3~A9", {"accept-language": "en"}, "/lieux/caf~C3~A9?_lang=en"),
        ("/lieux/-/query", {"accept-language": "en"}, "/lieux/-/query?_lang=en"),
        (PAGE, {}, None),
        (FRENCH, {"accept-language": "en"}, None),
        ("/lieux/places.json", {"accept-language": "en"}, None),
        ("/robots.txt", {"accept-language": "en"}, None),
        ("/download/lieux/SHA256SUMS", {"accept-language": "en"}, None),
        ("/-/config", {"accept-language": "en"}, None),
        ("//evil.example", {"accept-language": "en"}, None),
        ("//evil.example/x", {"accept-language": "en"}, None),
        ("/\\evil", {"accept-language": "en"}, None),
    ],
)
async def test_a_page_is_negotiated_once(
    path: str, headers: dict[str, str], to: str | None, http: httpx.AsyncClient
) -> None:
    answer = await http.get(f"http://site.example{path}", headers=headers)
    assert (answer.status_code == 302) == (to is not None)
    assert answer.headers.get("location") == to
    if to:
        assert answer.headers["cache-control"] == "private, no-store"
        assert (await http.get(f"http://site.example{to}")).headers.get("location") is None


async def test_only_what_no_header_decides_is_for_shared_caches(http: httpx.AsyncClient) -> None:
    drawn = f"{PAGE}/-/chart.svg?_chart=bars&_column=kind"
    found = {
        path: (await http.get(path)).headers
        for path in (PAGE, FRENCH, drawn, f"{drawn}&_lang=en", "/lieux/places.json")
    }
    public = [path for path, told in found.items() if told["cache-control"].startswith("public")]
    assert public == [FRENCH, drawn, f"{drawn}&_lang=en", "/lieux/places.json"]
    varying = [path for path, told in found.items() if "Accept-Language" in told["vary"]]
    assert varying == [PAGE]


STRANGE = {
    f"{PAGE}?utm_source=x&kind=a&fbclid=1": f"{PAGE}?kind=a",
    f"{PAGE}?_utm=x": PAGE,
    f"{PAGE}?_lang=xx": PAGE,
    f"{PAGE}/l-1?utm_source=x&_lang=en": f"{PAGE}/l-1?_lang=en",
    f"{PAGE}/-/chart?_chart=bars&_column=kind&x=1": f"{PAGE}/-/chart?_chart=bars&_column=kind",
    "/?utm_source=x&license=a": "/?license=a",
    "/lieux?utm_source=x": "/lieux",
    "/lieux/-/query?sql=select+:n&n=1&utm_source=x": "/lieux/-/query?sql=select+%3An&n=1",
    "/about?ref=x": "/about",
    "/search?q=a&utm_source=x": "/search?q=a",
    "/feed.atom?x=1": "/feed.atom",
    "/static/app.css?v=1": "/static/app.css",
    "/download/lieux/places.csv?utm_source=x": "/download/lieux/places.csv",
}


@pytest.mark.parametrize("path", STRANGE)
async def test_a_page_knows_its_parameters(
    path: str, http: httpx.AsyncClient, inner: Counted
) -> None:
    for _ in range(2):
        answer = await http.get(path)
        assert (answer.status_code, answer.headers["location"]) == (301, STRANGE[path])
        assert answer.headers["cache-control"] == "no-store"
    assert len(inner.paths) == 2
    assert (await http.get(STRANGE[path])).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/lieux/places.json", "/lieux/places.csv", "/lieux/places/l-1.json", "/status.json",
     "/lieux/places/-/chart.csv?_chart=bars&_column=kind", "/search.json?q=a", "/lieux.json",
     "/lieux/-/query.json?sql=select+:n&n=1", "/lieux/-/query.csv?sql=select+:n+as+n&n=1"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["utm_source", "_utm"])
async def test_data_refuses_what_it_does_not_know(
    path: str, name: str, http: httpx.AsyncClient
) -> None:
    joint = "&" if "?" in path else "?"
    answer = await http.get(f"{path}{joint}{name}=x")
    assert answer.status_code == 400
    assert name in answer.text
    assert "etag" not in answer.headers
    assert (await http.get(path)).status_code == 200


async def test_a_release_changes_what_shows_it_and_nothing_else(
    root: Path, site: Site, http: httpx.AsyncClient
) -> None:
    paths = (
        "/visites", "/visites/days", "/visites/days.json", "/lieux", PAGE, "/lieux/places.json",
        "/", "/search?q=a", "/status", "/catalog.ttl", "/sitemap.xml",
    )  # fmt: skip
    before = {path: (await http.get(path)).headers["etag"] for path in paths}
    factory.places(root, "1.1.0", rows=9)
    await site.watch.look()
    after = {path: (await http.get(path)).headers["etag"] for path in paths}
    same = [path for path in paths if before[path] == after[path]]
    assert same == ["/visites", "/visites/days", "/visites/days.json"]


async def test_a_new_day_changes_what_tells_ages_and_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State(site)
    paths = ("/", "/lieux", "/status", "/status.json", PAGE, f"{PAGE}.json", f"{PAGE}/l-1")
    before = {path: state.digest(path) for path in paths}
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return tomorrow

    monkeypatch.setattr("publish.site.http.caching.datetime", Tomorrow)
    changed = [path for path in paths if state.digest(path) != before[path]]
    assert changed == ["/", "/lieux", "/status", "/status.json"]


async def test_every_answer_has_an_etag(http: httpx.AsyncClient) -> None:
    for path in (
        "/", "/lieux", PAGE, f"{PAGE}.json", f"{PAGE}.csv", f"{PAGE}.csv?kind=a", f"{PAGE}/l-1",
        f"{PAGE}/l-1.json", f"{PAGE}/-/chart.svg?_chart=bars&_column=kind", "/search?q=a",
        "/status.json", "/catalog.jsonld", "/feed.atom", "/static/app.css", "/robots.txt",
        "/sitemap.xml", "/llms.txt", "/openapi.json", "/download/lieux/places.csv", "/about",
        "/lieux.json", "/lieux/-/query", "/lieux/-/query.json?sql=select+1", "/licenses",
    ):  # fmt: skip
        answer = await http.get(path)
        assert (answer.status_code, "etag" in answer.headers) == (200, True), path


@pytest.mark.parametrize(
    ("status", "header"),
    [
        (200, (b"set-cookie", b"a=b")),
        (200, (b"cache-control", b"private, max-age=9")),
        (200, (b"Cache-Control", b"no-store")),
        (200, (b"ETag", b'"own"')),
        (404, (b"x-any", b"1")),
        (302, (b"location", b"/")),
    ],
)
async def test_some_answers_are_not_kept(
    status: int, header: tuple[bytes, bytes], still: Site
) -> None:
    answer, made = await twice(still, answering(status, b"whole", header))
    assert (made, answer.content, answer.status_code) == (2, b"whole", status)
    assert answer.headers[header[0].decode()] == header[1].decode()


async def test_other_methods_make_no_page(http: httpx.AsyncClient, inner: Counted) -> None:
    assert (await http.post(PAGE)).status_code == 405
    assert (await http.options("/download/lieux/places.csv")).status_code == 204
    assert inner.paths == []


@pytest.mark.parametrize(
    "path",
    [
        "/download/lieux/places.csv",
        "/lieux/places.csv",
        "/feed.atom",
        "/lieux/-/query.json?sql=select datetime('now')",
        "/lieux/-/query.json?sql=select random()",
        "/lieux/places.json?_ttl=0",
    ],
)
async def test_what_has_its_own_rules_keeps_them(path: str, http: httpx.AsyncClient) -> None:
    first, second = await http.get(path), await http.get(path)
    assert first.status_code == second.status_code == 200
    assert not first.headers.get("etag", "").startswith("W/")


async def test_other_sql_is_kept(http: httpx.AsyncClient, inner: Counted) -> None:
    path = "/lieux/-/query.json?sql=select count(*) from places"
    assert (await http.get(path)).content == (await http.get(path)).content
    assert len(inner.paths) == 1


async def test_a_query_that_shows_the_asker_is_not_kept(root: Path) -> None:
    (root / "datasette.yaml").write_text(
        "databases: {lieux: {queries: {you: {sql: 'select :_header_user_agent as agent'}}}}"
    )
    site = open_site(SiteFolder(root))
    await site.invoke_startup()
    async with client(site.app()) as http:
        seen = [
            (await http.get("/lieux/you.json", headers={"user-agent": name})).json()["rows"]
            for name in ("Ada", "Bea")
        ]
    await site.invoke_shutdown()
    assert seen == [[{"agent": "Ada"}], [{"agent": "Bea"}]]


async def test_a_large_answer_passes_as_it_comes(site: Site) -> None:
    body = bytes(caching_answers.MOST_BODY * 2 + 2)
    answer, made = await twice(site, answering(200, body))
    assert (made, answer.content) == (2, body)
    assert answer.headers["etag"].startswith('W/"')
    async with client(caching(site, answering(200, body))) as http:
        head = await http.head("/x")
    assert (head.status_code, head.content) == (200, b"")


async def test_an_announced_large_answer_is_not_held_back(site: Site) -> None:
    length = caching_answers.MOST_BODY + 1
    seen: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", str(length).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        seen.append("start")
        await send({"type": "http.response.body", "body": bytes(length)})

    async def send(message: Any) -> None:
        seen.append(message["type"])

    async with client(caching(site, app)) as http:
        assert len((await http.get("/x")).content) == length
    scope = {"type": "http", "method": "GET", "path": "/y", "headers": [], "query_string": b""}
    seen.clear()
    await caching(site, app)(scope, None, send)  # type: ignore[arg-type]
    assert seen == ["http.response.start", "start", "http.response.body"]


async def test_many_who_ask_at_once_get_one_answer(site: Site) -> None:
    asked = Arrivals(20)

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asked.all.wait()
        await answering(200, b"once")(scope, receive, send)

    counted = Counted()
    async with client(asked.around(caching(site, counted.around(slow)))) as http:
        answers = await asyncio.gather(*(http.get("/x") for _ in range(20)))
    assert {answer.content for answer in answers} == {b"once"}
    assert len(counted.paths) == 1


async def test_who_waits_for_an_answer_that_fails_asks_again(site: Site) -> None:
    asked = Arrivals(3)

    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        await asked.all.wait()
        raise ZeroDivisionError

    counted = Counted()
    async with client(asked.around(caching(site, counted.around(failing)))) as http:
        answers = await asyncio.gather(*(http.get("/x") for _ in range(3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ZeroDivisionError] * 3
    assert len(counted.paths) == 3


async def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answers()
    monkeypatch.setattr(caching_answers, "MOST_BYTES", 4 * (1000 + caching_answers.OVERHEAD))
    for number in range(6):
        answers.keep(f"{number}", WholeAnswer(200, [], bytes(1000)))
        await answers.awaited("0")
    kept = [number for number in range(6) if await answers.awaited(f"{number}")]
    assert kept == [0, 3, 4, 5]
    assert answers.size == 4 * (1000 + caching_answers.OVERHEAD)
