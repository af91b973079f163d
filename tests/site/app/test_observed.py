"""Health, readiness, figures and the log of a server of several processes."""

import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from publish.site.app.connections import Registry
from publish.site.app.datasette_site import Site
from publish.site.app.health import Health
from publish.site.app.observed import Observed
from tests import factory
from tests.servers import Server, ended, free_port, serving, start

slow = pytest.mark.slow("starts servers")
SOMEBODY = "ada.lovelace"


async def ask(site: Site, health: Health, path: str, method: str = "GET") -> httpx.Response:
    transport = httpx.ASGITransport(Observed(site, health, Registry()))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        return await client.request(method, path)


async def test_alive_and_ready_are_two_things(site: Site) -> None:
    health = Health(site)
    assert (await ask(site, health, "/-/healthz")).text == "ok\n"
    waiting = await ask(site, health, "/-/readyz")
    assert (waiting.status_code, waiting.headers["retry-after"]) == (503, "30")
    assert waiting.text == "queries are not answered (not asked yet)\n"
    await health.ask()
    ready = await ask(site, health, "/-/readyz")
    assert (ready.status_code, ready.text) == (200, "ok\n")
    assert ready.headers["cache-control"] == "no-store"


async def test_a_worker_that_stops_is_alive_and_not_ready(site: Site) -> None:
    health = Health(site)
    await health.ask()
    observed = Observed(site, health, Registry())
    assert health.missing() is None
    observed.drain()
    gone = await ask(site, health, "/-/readyz")
    assert (gone.status_code, gone.text) == (503, "this worker is stopping\n")
    assert (await ask(site, health, "/-/healthz")).status_code == 200


async def test_without_a_release_it_is_not_ready(site: Site) -> None:
    site.databases = {}
    health = Health(site)
    await health.ask()
    answer = await ask(site, health, "/-/readyz")
    assert (answer.status_code, answer.text) == (503, "no release is attached\n")


async def test_sql_processes_that_do_not_start_are_noticed(site: Site, monkeypatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    health = Health(site)
    await health.ask()
    assert health.missing() == "queries are not answered (dead)"
    monkeypatch.undo()
    # The next one was started with the same command: two looks see it.
    await health.ask()
    await health.ask()
    assert health.missing() is None


async def test_a_store_that_is_silent_closes_all_but_health(site: Site) -> None:
    health = Health(site, silent=lambda: True)
    await health.ask()
    assert (await ask(site, health, "/lieux")).status_code == 200
    health.look()
    closed = await ask(site, health, "/lieux")
    assert (closed.status_code, closed.headers["retry-after"]) == (503, "30")
    assert closed.text == (
        "Ce serveur n’est peut-être plus à jour et ne montre rien pour l’instant ; revenez plus "
        "tard.\n"
    )
    assert (await ask(site, health, "/-/healthz")).status_code == 200
    assert (await ask(site, health, "/-/readyz")).status_code == 503


async def test_health_is_only_read(site: Site) -> None:
    refused = await ask(site, Health(site), "/-/healthz", "POST")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    assert (await ask(site, Health(site), "/-/healthz", "HEAD")).content == b""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one release."""
    folder = factory.site(tmp_path_factory.mktemp("observed") / "site")
    factory.places(folder)
    return folder


@pytest.fixture(scope="module")
def observed(root: Path) -> Iterator[tuple[Server, str]]:
    """A server of two workers with figures and a log, and where the figures are."""
    port = free_port()
    figures = ("--metrics-port", str(port), "--access-log", str(root / "access.log"))
    with serving(root, 2, *figures) as server:
        yield server, f"http://127.0.0.1:{port}/metrics"


def figure(where: str, name: str) -> float:
    """The value of a figure, with its labels; 0 where nothing was counted."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", httpx.get(where).text, re.MULTILINE)
    return float(found[1]) if found else 0.0


@slow
def test_the_workers_are_added_up(observed: tuple[Server, str]) -> None:
    server, where = observed
    name = 'fournil_requests_total{kind="text",status="200"}'
    before = figure(where, name)
    # Each connection is the kernel's choice: of forty, both workers get some.
    for _ in range(40):
        httpx.get(f"{server.address}/about")
    assert figure(where, name) == before + 40
    seconds = 'fournil_answer_seconds_count{kind="text"}'
    assert figure(where, seconds) == figure(where, name)
    assert figure(where, 'fournil_cache_total{result="hit"}') > 0


@slow
def test_memory_connections_sql_and_ages_are_told(observed: tuple[Server, str]) -> None:
    server, where = observed
    httpx.get(f"{server.address}/lieux/-/query.json?sql=select+1", timeout=60)
    httpx.get(f"{server.address}/lieux/-/query.json?sql=select+nothing", timeout=60)
    with httpx.Client() as client:
        client.get(f"{server.address}/about")
        server.until(lambda: figure(where, "fournil_connections") >= 1)
    server.until(lambda: figure(where, "fournil_ready") == 1)
    server.until(lambda: figure(where, 'fournil_sql_total{outcome="sql"}') >= 1)
    assert figure(where, 'fournil_sql_total{outcome="answered"}') >= 1
    assert figure(where, 'fournil_processes{role="server"}') == 2
    assert 2e7 < figure(where, 'fournil_memory_largest_bytes{role="server"}') < 1e9
    assert figure(where, 'fournil_descriptors{role="server"}') > 10
    assert figure(where, "fournil_datasets") == 1
    assert figure(where, 'fournil_release_age_days{dataset="lieux"}') >= 0


@slow
def test_figures_are_not_on_the_public_port(observed: tuple[Server, str]) -> None:
    server, where = observed
    assert httpx.get(f"{server.address}/metrics").status_code == 404
    assert httpx.get(where).status_code == 200


@slow
def test_the_log_has_a_line_for_each_and_nobody_in_it(
    observed: tuple[Server, str], root: Path
) -> None:
    server, _ = observed
    log = root / "access.log"
    before = len(log.read_text().splitlines())
    headers = dict.fromkeys(("user-agent", "referer", "cookie", "x-forwarded-for"), SOMEBODY)
    for path in (f"/{SOMEBODY}", f"/lieux/places?name={SOMEBODY}", f"/lieux/places/{SOMEBODY}"):
        httpx.get(f"{server.address}{path}", headers=headers, timeout=60)
    server.until(lambda: log.read_text().count('"kind":"row"') >= 1)
    lines = log.read_text().splitlines()
    assert len(lines) >= before + 3
    assert {json.loads(line)["method"] for line in lines} == {"GET"}
    for secret in (SOMEBODY, "ada", "127.0.0.1"):
        assert secret not in "".join(lines)


@slow
def test_a_dead_worker_counts_no_more_connections_and_keeps_its_requests(
    observed: tuple[Server, str],
) -> None:
    server, where = observed
    name = 'fournil_requests_total{kind="text",status="200"}'
    httpx.get(f"{server.address}/about")
    counted = figure(where, name)
    # The process of the figures is no worker: it comes first.
    victim = server.workers()[-1]
    os.kill(victim, signal.SIGKILL)
    assert ended(victim)
    assert figure(where, name) >= counted > 0
    server.until(lambda: len(server.workers()) == 3)


@slow
def test_a_port_of_figures_that_is_taken_is_named(root: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start(root, "--port", "0", "--metrics-port", str(port))
        _, errors = process.communicate(timeout=60)
    assert errors.startswith(f"fournil: cannot listen on 127.0.0.1 port {port}: ")
    assert process.returncode == 1
