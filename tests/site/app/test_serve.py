"""The site's door as a process: address, workers, signals, port, configuration."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.release.followed import STATE
from publish.site.app.serve import open_site
from publish.site.app.workers import Address, PortTaken, listen, url
from tests import factory
from tests.servers import PATIENCE, ended, serving, start

slow = pytest.mark.slow("starts servers")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with one release."""
    folder = factory.site(tmp_path / "site")
    factory.visits(folder)
    return folder


@pytest.mark.slow("imports in a process of its own")
def test_the_door_needs_no_bakehouse() -> None:
    code = (
        "import sys; sys.modules['pandas'] = None;"  # as in the base install
        "import publish.site.app.serve, publish.site.app.watch;"
        "print({'ibis', 'duckdb', 'pyarrow', 'adbc_driver_sqlite', 'python_calamine'}"
        " & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.slow("imports in a process of its own")
def test_the_plugins_need_no_bakehouse(root: Path) -> None:
    code = (
        "import sys; sys.modules['pandas'] = None; from pathlib import Path;"
        "from publish.site.app.serve import open_site;"
        "from publish.declare.site import SiteFolder; open_site(SiteFolder(Path(sys.argv[1])));"
        "print({'ibis', 'duckdb', 'pyarrow', 'adbc_driver_sqlite'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@slow
@pytest.mark.parametrize("workers", [1, 2])
def test_it_answers_once_it_says_so_and_stops_cleanly(workers: int, root: Path) -> None:
    with serving(root, workers) as server:
        assert len(server.workers()) == workers
        for _ in range(10):
            assert httpx.get(f"{server.address}/visites/days.json").json()["ok"] is True
        children = server.workers()
        assert server.stop() == (0, "")
    assert not any(Path(f"/proc/{child}").exists() for child in children)


@slow
def test_an_interrupt_stops_it(root: Path) -> None:
    with serving(root, 2) as server:
        assert server.stop(signal.SIGINT) == (0, "")


@slow
def test_a_worker_that_dies_is_started_again(root: Path) -> None:
    with serving(root, 2) as server:
        victim, other = server.workers()
        os.kill(victim, signal.SIGKILL)
        assert ended(victim)
        assert server.process.stderr is not None
        assert server.process.stderr.readline() == "warning: worker 1 died and is started again\n"
        answers = [httpx.get(f"{server.address}/visites", timeout=60) for _ in range(20)]
        assert {answer.status_code for answer in answers} == {200}
        server.until(lambda: len(server.workers()) == 2)
        assert other in server.workers()
        assert victim not in server.workers()
        assert server.stop() == (0, "")


@slow
def test_the_workers_stop_when_their_parent_is_killed(root: Path) -> None:
    with serving(root, 2) as server:
        children = server.workers()
        server.process.kill()
        assert all(map(ended, children))


@slow
def test_a_site_without_releases_starts_and_takes_them_in(tmp_path: Path) -> None:
    empty = factory.site(tmp_path / "empty")
    with serving(empty) as server:
        assert httpx.get(server.address).status_code == 200
        factory.visits(empty)
        server.until(lambda: httpx.get(f"{server.address}/visites").status_code == 200)


@slow
def test_a_site_without_releases_says_so(tmp_path: Path) -> None:
    process = start(factory.site(tmp_path / "empty"), "--port", "0")
    assert process.stdout is not None
    told = process.stdout.readline()
    process.terminate()
    process.communicate(timeout=PATIENCE)
    assert told == (
        f"no release in {tmp_path}/empty/releases yet: `fournil publish` makes some, "
        "and they appear here without a restart\n"
    )


@slow
def test_a_replica_without_releases_says_what_it_waits_for(tmp_path: Path) -> None:
    key = base64.b64encode(bytes(32)).decode()
    root = factory.site(tmp_path / "empty")
    begun = f"no release in {root}/releases yet: the store /nowhere "
    come = "; when it has some, they appear here without a restart\n"
    for told in ("was not read yet", "holds none"):
        process = start(root, "--port", "0", "--follow", "/nowhere", "--trust", key)
        assert process.stdout is not None
        assert process.stdout.readline() == begun + told + come
        process.terminate()
        process.communicate(timeout=PATIENCE)
        moment = "2026-11-21T00:00:00+00:00"
        state = {"seen": moment, "followed": moment, "whole": "digest"}
        (root / "releases" / STATE).write_text(json.dumps(state))


@slow
def test_a_port_that_is_taken_is_named(root: Path) -> None:
    with serving(root, 2) as first:
        port = first.address.rpartition(":")[2]
        second = start(root, "--port", port)
        output, errors = second.communicate(timeout=PATIENCE)
    assert (output, second.returncode) == ("", 1)
    assert errors == (
        f"fournil: cannot listen on 127.0.0.1 port {port}: Address already in use; "
        "stop what uses it, or choose another with --port (0 takes a free one)\n"
    )


def test_a_port_taken_by_another_program_is_refused() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken, match="Address already in use"):
            listen(Address("127.0.0.1", other.getsockname()[1]), 1)


def test_the_listeners_share_a_port_and_send_without_delay() -> None:
    first, second = listen(Address("127.0.0.1", 0), 2)
    with first, second:
        assert first.getsockname() == second.getsockname()
        assert {first.proto, second.proto} == {socket.IPPROTO_TCP}


def test_an_address_is_written_as_a_browser_wants_it() -> None:
    assert url("127.0.0.1", 8001) == "http://127.0.0.1:8001/"
    assert url("::1", 8001) == "http://[::1]:8001/"


async def test_datasette_yaml_is_read(root: Path) -> None:
    (root / "datasette.yaml").write_text(
        "settings: {default_page_size: 7}\ndatabases: {visites: {tables: {days: {sort: visits}}}}\n"
    )
    site = open_site(SiteFolder(root))
    answer = (await site.client.get("/visites/days.json")).json()
    await site.invoke_shutdown()
    assert [row["visits"] for row in answer["rows"]] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "settings: {sql_time_limit: 1}",
            "settings.sql_time_limit: unknown setting; did you mean `sql_time_limit_ms`?",
        ),
        ("settings: {sql_time_limit_ms: '1'}", "Expected int, got str"),
        ("settings: [", "write it as YAML in UTF-8"),
        ("- a", "expected keys and values, such as `settings:`"),
    ],
)
def test_a_wrong_datasette_yaml_is_told(text: str, told: str, root: Path) -> None:
    (root / "datasette.yaml").write_text(text)
    with pytest.raises(DeclarationError) as error:
        open_site(SiteFolder(root))
    assert str(error.value).startswith(f"{root}/datasette.yaml: ")
    assert told in str(error.value)


@slow
def test_a_wrong_datasette_yaml_ends_with_a_sentence(root: Path) -> None:
    (root / "datasette.yaml").write_text("settings: {sql_time_limit: 1}")
    process = start(root, "--port", "0", "--workers", "2")
    output, errors = process.communicate(timeout=PATIENCE)
    assert output == ""
    assert errors.startswith(f"fournil: {root}/datasette.yaml: settings.sql_time_limit: ")
    assert errors.count("\n") == 1
    assert process.returncode == 3


async def test_a_site_s_own_templates_come_first(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "_footer.html").write_text("Notre pied de page")
    site = open_site(SiteFolder(root))
    page = (await site.client.get("/")).text
    await site.invoke_shutdown()
    assert "Notre pied de page" in page
