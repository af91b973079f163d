"""New releases are swapped into a running site without one failed request."""

import asyncio
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from publish.site.app.watch import POLL_SECONDS
from tests import factory, swaps
from tests.servers import Server, serving

pytestmark = pytest.mark.slow("swaps releases of running servers")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with two releases of `lieux`, the first current."""
    folder = factory.site(tmp_path / "site")
    swaps.releases(folder)
    return folder


@pytest.mark.parametrize("workers", [1, 2])
async def test_no_request_fails_in_twenty_swaps(workers: int, root: Path) -> None:
    with serving(root, workers) as server:
        load = await swaps.swap_under_load(server, root, swaps=20, rate=100, pause=0.6)
        code, errors = server.stop()
    assert (load.failures, errors) == ([], "")
    assert load.mixed == []
    assert set(load.statuses) == {200}
    assert load.checked > 20
    assert code == 0


def test_the_watch_looks_more_than_once_a_second() -> None:
    assert POLL_SECONDS < 1


def test_a_new_release_is_soon_served_by_every_worker(root: Path) -> None:
    with serving(root, 2) as server:
        factory.make_current(root, "lieux", "2.0.0")
        server.until(lambda: {rows(server) for _ in range(20)} == {9})
        assert {rows(server) for _ in range(20)} == {9}


def rows(server: Server) -> int:
    """How many places a worker, whichever answers, counts now."""
    address = f"{server.address}/lieux/places.json?_size=0&_extra=count"
    return int(httpx.get(address, timeout=60).json()["count"])


async def test_a_download_that_runs_over_a_swap_arrives_whole(root: Path) -> None:
    factory.places(root, "3.0.0", rows=20_000)
    with serving(root) as server:
        async with (
            httpx.AsyncClient(base_url=server.address, timeout=60) as http,
            http.stream("GET", "/lieux/places.csv?_stream=on") as response,
        ):
            lines = response.aiter_lines()
            first = [await anext(lines) for _ in range(10)]
            factory.make_current(root, "lieux", "2.0.0")
            await asyncio.to_thread(server.until, lambda: rows(server) == 9)
            rest = [line async for line in lines]
    assert len(first) + len(rest) == 20_001


def test_old_files_do_not_stay_open(root: Path) -> None:
    with serving(root) as server:
        for turn in range(6):
            factory.make_current(root, "lieux", "2.0.0" if turn % 2 else "1.0.0")
            server.until(lambda turn=turn: rows(server) == (9 if turn % 2 else 6))  # type: ignore[misc]
            httpx.get(f"{server.address}/lieux/places")
        (worker,) = server.workers()
        server.until(lambda: not [path for path in opened(worker) if "lieux/1.0.0" in path])
        assert [path for path in opened(worker) if "lieux/2.0.0" in path]


def opened(process: int) -> list[str]:
    """The files that a process holds open."""
    found = []
    for path in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.append(str(path.readlink()))
    return found
