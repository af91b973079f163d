"""The requests that once stopped, filled or broke a server: each ends, and the server goes on."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factory
from tests.servers import PATIENCE, Server, serving

pytestmark = pytest.mark.slow("starts a server and attacks it")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of a small site."""
    root = factory.site(tmp_path / "site")
    factory.places(root)
    with serving(root) as started:
        yield started


def run(*command: str) -> str:
    """What a command writes."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    return done.stdout


def test_a_pointer_of_the_caller_s_crashes_nothing(server: Server, shared: Path) -> None:
    [worker] = server.workers()
    script = shared / "cases" / "serving" / "fts3_tokenizer_crash.sh"
    told = run("bash", str(script), f"{server.address}/lieux")
    assert told.count("curl rc=0") == 10
    assert told.count("not authorized to use function: fts3_tokenizer") >= 1
    assert server.workers() == [worker]


def test_every_request_is_answered_and_soon(server: Server, shared: Path) -> None:
    [worker] = server.workers()
    lines = (shared / "cases" / "serving" / "requests.txt").read_text().splitlines()
    requests = [line.partition("      #")[0] for line in lines if line.startswith("curl")]
    assert len(requests) > 7
    for request in requests:
        asked = request.replace("lieux-partages", "lieux").replace("lp-2e6b2b03", "l-1")
        asked = asked.replace("%{http_code}", "%{http_code} ").replace(
            "%{time_total}", "%{http_code}"
        )
        begun = time.monotonic()
        code, *_ = run("bash", "-c", f"B={server.address}; {asked}").split()
        assert code in ("200", "400", "404", "405", "413", "429"), request
        assert time.monotonic() - begun < 30, request
    assert server.workers() == [worker]
