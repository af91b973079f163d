"""What the site is used for is counted, whoever answers; who asked is nowhere."""

import os
import resource
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio

from publish.declare.site import SiteFolder
from publish.site.app.datasette_site import Site
from publish.site.app.serve import open_site
from publish.site.base.asgi import App
from publish.usage import store
from publish.usage.keys import Keys
from publish.usage.usage import Usage
from publish.usage.use import Use
from tests import servers
from tests.servers import PATIENCE, Server, ended, serving
from tests.usage.clocks import BROWSER, SetClock

slow = pytest.mark.slow("starts servers")
PLACES = Use("table", "lieux", "places", "html")
MAIL, PHONE, TOKEN = "ada.lovelace@example.org", "+33612345678", "s3cr3t-t0k3n"
NAMES = [MAIL, PHONE, TOKEN, "198.51.100.", "2001:db8", "Firefox/132.0", "Mozilla", "typed-by"]
# A server as it is, but that it writes all the time.
EAGER = (
    sys.executable,
    "-c",
    "import publish.usage.usage as u; u.EVERY_SECONDS = 0.1; from publish.cli import main; main()",
)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest_asyncio.fixture
async def counted(root: Path, clock: SetClock) -> AsyncIterator[Site]:
    """A site that counts, by a clock of the test's."""
    site = open_site(SiteFolder(root))
    site.usage = Usage(root, Keys(), clock)
    await site.invoke_startup()
    yield site
    await site.invoke_shutdown()


async def ask(
    app: App, *paths: str, method: str = "GET", address: str = "198.51.100.1", **headers: str
) -> list[httpx.Response]:
    """The answers to who asks from an address."""
    transport = httpx.ASGITransport(app, client=(address, 50_000))  # type: ignore[arg-type]
    said = {"user-agent": BROWSER} | {name.replace("_", "-"): h for name, h in headers.items()}
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        return [await client.request(method, path, headers=said) for path in paths]


def read(root: Path, clock: SetClock | None = None) -> dict[Use, tuple[int, int]]:
    """Use -> visitors and requests, of the days that are over by tomorrow's clock."""
    now = (clock or SetClock(2e9))() + 2 * 86_400
    return {use: found for _, use, *found in store.rows(store.place(root), now)}  # type: ignore[misc]


async def test_answers_from_memory_and_304s_count(counted: Site, root: Path, clock) -> None:
    app = counted.app()
    first, again = await ask(app, "/lieux/places", "/lieux/places")
    [unchanged] = await ask(app, "/lieux/places", if_none_match=first.headers["etag"])
    assert [one.status_code for one in (first, again, unchanged)] == [200, 200, 304]
    counted.usage.write()
    assert read(root, clock) == {PLACES: [1, 3]}


async def test_errors_and_ways_elsewhere_are_no_use(counted: Site, root: Path, clock) -> None:
    app = counted.app()
    found = await ask(app, f"/{MAIL}", f"/lieux/{MAIL}", "/lieux/places?_sort=no", "/lieux/")
    assert [one.status_code for one in found] == [404, 404, 400, 302]
    await ask(app, "/lieux", method="HEAD")
    await ask(app, "/lieux", method="POST")
    counted.usage.write()
    assert read(root, clock) == {}


async def test_a_file_that_nginx_sends_counts_as_one_that_we_send(root: Path, clock) -> None:
    (root / "datasette.yaml").write_text("plugins:\n  downloads: {x_accel_redirect: /inside/}\n")
    site = open_site(SiteFolder(root))
    site.usage = Usage(root, Keys(), clock)
    await site.invoke_startup()
    [answer] = await ask(site.app(), "/download/lieux/places.csv")
    await site.invoke_shutdown()
    assert answer.headers["x-accel-redirect"] == "/inside/lieux/1.0.0/places.csv"
    site.usage.write()
    assert read(root, clock) == {Use("download", "lieux", "places", "csv"): [1, 1]}


async def test_what_assistants_post_counts_and_their_questions_inside_do_not(
    counted: Site, root: Path, clock
) -> None:
    call = {"name": "list_datasets", "arguments": {}}
    said = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    transport = httpx.ASGITransport(counted.app(), client=("198.51.100.1", 1))  # type: ignore[arg-type]
    kinds = {"accept": "application/json, text/event-stream", "user-agent": BROWSER}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.post("/mcp", json=said, headers=kinds)
    assert answer.json()["result"]["isError"] is False
    counted.usage.write()
    assert read(root, clock) == {Use("assistants"): [1, 1]}


async def test_a_download_counts_once_also_in_parts(counted: Site, root: Path, clock) -> None:
    app, path = counted.app(), "/download/lieux/places.csv"
    for part in ("bytes=0-9", "bytes=10-19", "bytes=20-"):
        [answer] = await ask(app, path, range=part)
        assert answer.status_code == 206
    await ask(app, path)
    counted.usage.write()
    assert read(root, clock) == {Use("download", "lieux", "places", "csv"): [1, 2]}


async def test_what_one_person_can_invent_makes_nobody_else(
    counted: Site, root: Path, clock: SetClock
) -> None:
    app = counted.app()
    for number in range(15):
        forged = {"x_forwarded_for": f"203.0.113.{number}", "forwarded": f"for=203.0.113.{number}"}
        forged |= {"x_real_ip": f"203.0.113.{number}", "cookie": f"id={number}"}
        forged |= {"accept": f"text/html, x/y{number}"}
        browser = f"{BROWSER} {number}"
        [answer] = await ask(app, "/lieux/places", user_agent=browser, **forged)
        assert answer.status_code == 200
    counted.usage.write()
    assert read(root, clock) == {PLACES: [1, 15]}


async def test_a_subscriber_of_ipv6_is_one_visitor_by_whichever_address(
    counted: Site, root: Path, clock: SetClock
) -> None:
    app = counted.app()
    for number in range(15):
        await ask(app, "/lieux/places", address=f"2001:db8:7:{number:x}::{number:x}")
    await ask(app, "/lieux/places", address="2001:db8:8::1")
    counted.usage.write()
    assert read(root, clock) == {PLACES: [2, 16]}


async def test_a_site_that_does_not_count_writes_nothing(root: Path) -> None:
    site = open_site(SiteFolder(root))
    await site.invoke_startup()
    [answer] = await ask(site.app(), "/lieux")
    assert answer.status_code == 200
    assert site.usage is None
    assert not (root / "desk").exists()


def traces(root: Path) -> dict[str, list[str]]:
    """The files that hold something of somebody: what was typed, as it is or encoded."""
    found: dict[str, list[str]] = {}
    for path in (path for path in root.rglob("*") if path.is_file()):
        held = path.read_bytes()
        forms = [(name, form) for name in NAMES for form in {name, quote(name, safe="")}]
        if names := sorted({name for name, form in forms if form.encode() in held}):
            found[path.name] = names
    return found


@pytest.fixture
def eager(monkeypatch) -> None:
    monkeypatch.setattr(servers, "COMMAND", EAGER)


def people(numbers: range) -> list[str]:
    """The addresses of so many."""
    return [f"198.51.100.{number}" for number in numbers]


def visit(server: Server, *addresses: str, path: str = "/lieux/places") -> None:
    """One request of each visitor, as a proxy hands it on; on a connection of its own."""
    fresh = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(limits=fresh, timeout=PATIENCE, headers={"user-agent": BROWSER}) as client:
        for address in addresses:
            said = {"x-forwarded-for": address}
            assert client.get(server.address + path, headers=said).status_code == 200


def written(root: Path) -> int:
    """How many requests stand in the file."""
    with closing(sqlite3.connect(store.place(root))) as database:
        (found,) = database.execute("SELECT coalesce(sum(actions), 0) FROM requests").fetchone()
    return int(found)


@slow
def test_two_workers_add_up_and_know_a_visitor_again(root: Path) -> None:
    with serving(root, 2) as server:
        visit(server, *people(range(20)))
        visit(server, *people(range(20)))
        assert server.stop() == (0, "")
    assert read(root) == {PLACES: [20, 40]}
    assert traces(root) == {}


@slow
def test_who_comes_through_a_proxy_cannot_say_that_he_is_another(root: Path) -> None:
    with serving(root) as server:
        for number in range(15):
            # What he says, then what the proxy saw.
            visit(server, f"203.0.113.{number}, unknown, 198.51.100.7")
            visit(server, f"somebody-{number}")
        server.stop()
    assert read(root) == {PLACES: [2, 30]}


@slow
def test_nobody_but_a_proxy_that_is_declared_is_believed(root: Path) -> None:
    (root / "datasette.yaml").write_text("plugins:\n  guard: {proxies: [192.0.2.1]}\n")
    with serving(root) as server:
        visit(server, *people(range(15)))
        server.stop()
    assert read(root) == {PLACES: [1, 15]}


@slow
@pytest.mark.usefixtures("eager")
def test_kill_9_of_a_worker_loses_nothing_that_was_written(root: Path) -> None:
    with serving(root, 2) as server:
        visit(server, *people(range(20)))
        server.until(lambda: store.place(root).exists() and written(root) >= 20)
        for victim in server.workers():
            os.kill(victim, signal.SIGKILL)
            assert ended(victim)
        visit(server, *people(range(10, 30)))
        server.stop()
    # Workers that were started again have the day's key: nobody counts twice.
    assert read(root)[PLACES] == [30, 40]


@slow
def test_a_server_that_is_started_again_knows_nobody(root: Path) -> None:
    for numbers in (range(20), range(5)):
        with serving(root) as server:
            visit(server, *people(numbers))
            server.stop()
    assert read(root) == {PLACES: [20, 25]}


@slow
@pytest.mark.usefixtures("eager")
def test_where_nothing_can_be_written_all_is_answered(root: Path) -> None:
    (root / "desk").write_text("in the folder's place")
    with serving(root, 2) as server:
        visit(server, *people(range(5)))
        assert_asked(server)
        code, errors = server.stop()
    assert code == 0
    # Each worker says it once.
    assert 1 <= errors.count("what the site is used for cannot be written") <= 2
    assert "Traceback" not in errors


def assert_asked(server: Server) -> None:
    """It is ready as any other."""
    assert httpx.get(f"{server.address}/-/readyz", timeout=PATIENCE).text == "ok\n"


@pytest.fixture
def silent(root: Path) -> Iterator[Path]:
    with (root / "metadata.yaml").open("a", encoding="utf-8") as metadata:
        metadata.write("usage: false\n")
    yield root


@slow
def test_an_owner_switches_it_off(silent: Path) -> None:
    with serving(silent) as server:
        visit(server, *people(range(2)))
        server.stop()
    assert not (silent / "desk").exists()


def let_files_grow(server: Server, most: int) -> None:
    """How large files may become that the workers write: as a disk is full, and empty again."""
    for worker in server.workers():
        _, hard = resource.prlimit(worker, resource.RLIMIT_FSIZE)
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (most, hard))


@slow
@pytest.mark.usefixtures("eager")
def test_what_is_counted_while_the_disk_is_full_is_written_once_it_is_not(root: Path) -> None:
    with serving(root, 2) as server:
        visit(server, *people(range(20)))
        server.until(lambda: store.place(root).exists() and written(root) >= 20)
        let_files_grow(server, 0)
        before = written(root)
        visit(server, *people(range(20, 60)))
        assert written(root) == before
        assert_asked(server)
        let_files_grow(server, resource.RLIM_INFINITY)
        code, errors = server.stop()
    assert (code, "Traceback" in errors) == (0, False)
    assert read(root)[PLACES] == [60, 60]


@slow
@pytest.mark.usefixtures("eager")
def test_a_database_that_is_damaged_while_it_serves_fails_nobody(root: Path) -> None:
    with serving(root, 2) as server:
        visit(server, *people(range(20)))
        server.until(lambda: store.place(root).exists() and written(root) >= 20)
        path = store.place(root)
        path.write_bytes(b"no database" * 1000)
        visit(server, *people(range(20, 40)))
        assert_asked(server)
        # Moved away by hand: what was counted since is written into a new one.
        path.rename(path.with_name("damaged"))
        server.stop()
    assert read(root)[PLACES] == [20, 20]


@slow
def test_two_replicas_of_one_folder_add_up_and_count_nobody_twice(root: Path) -> None:
    with serving(root) as one, serving(root) as other:
        visit(one, *people(range(20)))
        visit(other, *people(range(15)))
        assert (one.stop()[0], other.stop()[0]) == (0, 0)
    assert read(root) == {PLACES: [20, 35]}
