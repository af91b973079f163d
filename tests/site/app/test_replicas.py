"""Two replicas and one store, as processes: what is published there is served here, or is not."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from time import monotonic

import httpx
import pytest

from publish.declare.site import SiteFolder
from publish.release.followed import SILENT_AFTER
from publish.release.signature import make_key, public, read_key
from publish.release.stocklist import sign
from publish.release.store import Store
from tests import factory
from tests.servers import PATIENCE, Server, serving, start
from tests.sites import published_site

pytestmark = pytest.mark.slow("starts servers")


@pytest.fixture
def store(tmp_path: Path) -> SiteFolder:
    """A site with a release and a key, not signed yet."""
    site = published_site(tmp_path / "store")
    make_key(site.private)
    return site


def trusted(store: SiteFolder) -> str:
    key = read_key(store.private)
    assert key is not None
    return public(key)


@contextmanager
def web(folder: Path) -> Iterator[str]:
    """A plain web server over a folder."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "-b", "127.0.0.1", "-d", str(folder)]
    with Popen(command, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().split(" port ")[1].split()[0]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def status(server: Server, path: str) -> int:
    return httpx.get(server.address + path, timeout=PATIENCE).status_code


def test_two_replicas_follow_a_folder_and_a_web_server(store: SiteFolder, tmp_path: Path) -> None:
    sign(store.releases, store.private, datetime.now(UTC))
    with ExitStack() as stack:
        address = stack.enter_context(web(store.releases))
        replicas = [
            stack.enter_context(
                serving(
                    factory.site(tmp_path / name), 1, "--follow", where, "--trust", trusted(store)
                )
            )
            for name, where in (("folder", str(store.releases)), ("web", address))
        ]
        for one in replicas:
            one.until(lambda one=one: status(one, "/-/readyz") == 200)  # type: ignore[misc]
        pages = [httpx.get(f"{one.address}/lieux/places.csv").text for one in replicas]
        assert pages[0] == pages[1]
        assert "Fablab" in pages[0]

        Store(store.releases / "lieux", store.private / "lieux").withdraw(
            None, "someone is in it", date(2026, 11, 21)
        )
        sign(store.releases, store.private, datetime.now(UTC))
        begun = monotonic()
        for one in replicas:
            gone = "/download/lieux/1.0.0/places.csv"
            one.until(lambda one=one, gone=gone: status(one, gone) == 410)  # type: ignore[misc]
            one.until(lambda one=one: status(one, "/lieux/places") in (404, 410))  # type: ignore[misc]
        assert monotonic() - begun < 300


def test_a_store_that_nobody_signs_for_a_day_stops_being_served(
    store: SiteFolder, tmp_path: Path
) -> None:
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=40)
    sign(store.releases, store.private, ends - SILENT_AFTER)
    options = ("--follow", str(store.releases), "--trust", trusted(store))
    with serving(factory.site(tmp_path / "replica"), 1, *options) as server:
        server.until(lambda: status(server, "/lieux") == 200)
        server.until(lambda: status(server, "/lieux") == 503)
        assert datetime.now(UTC) > ends
        assert status(server, "/-/healthz") == 200
        assert status(server, "/-/readyz") == 503
        sign(store.releases, store.private, datetime.now(UTC))
        server.until(lambda: status(server, "/lieux") == 200)


def test_a_foreign_store_is_told_of_and_not_served(store: SiteFolder, tmp_path: Path) -> None:
    pinned = trusted(store)
    make_key(store.private)
    sign(store.releases, store.private, datetime.now(UTC))
    options = ("--follow", str(store.releases), "--trust", pinned)
    with serving(factory.site(tmp_path / "replica"), 1, *options) as server:
        assert server.process.stderr is not None
        assert server.process.stderr.readline() == (
            "error: the list of releases is not signed by a key that is trusted here; "
            "what is verified stays\n"
        )
        assert status(server, "/lieux") == 503
        assert status(server, "/-/readyz") == 503


def test_a_site_that_publishes_does_not_follow(store: SiteFolder) -> None:
    process = start(store.root, "--port", "0", "--follow", "elsewhere", "--trust", trusted(store))
    _, errors = process.communicate(timeout=PATIENCE)
    assert "holds releases that were published here (lieux)" in errors
    assert process.returncode == 6


def test_a_store_without_a_key_is_not_followed(tmp_path: Path) -> None:
    root = factory.site(tmp_path / "replica")
    process = start(root, "--port", "0", "--follow", "elsewhere")
    _, errors = process.communicate(timeout=PATIENCE)
    assert "--follow and --trust go together" in errors
    assert process.returncode == 2
