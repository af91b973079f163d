"""What a timer runs, and what its webhook is told."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.portals.udata.portal import Pace
from publish.progress import Silent
from publish.release.lock import site_lock
from publish.upkeep.update import WEBHOOK, short, update
from tests.servers import listening
from tests.sites import DATASET, DAY, declare, make_site

WEEK = timedelta(days=7)
QUICK = Pace(between=0, backoff=0.01, timeout=1)
NOWHERE = "push: {data_gouv: {organization: o, key: PORTAL_KEY, address: 'http://127.0.0.1:1'}}\n"


class Hook(BaseHTTPRequestHandler):
    """Keeps what it is told."""

    told: list[Any]
    status: int

    def do_POST(self) -> None:
        """Keep the JSON."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.told.append(json.loads(body))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hook]]:
    """A webhook that is set."""
    kind = type("Kind", (Hook,), {"told": [], "status": 200})
    with listening(kind) as address:
        monkeypatch.setenv(WEBHOOK, f"{address}/s3cret")
        yield kind


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site that is not published yet and pushes nowhere."""
    return make_site(tmp_path / "site")


@pytest.mark.slow("publishes in whole, and waits for a deaf webhook")
def test_a_site_without_push_is_published(site: SiteFolder) -> None:
    done = update(site, DAY, Silent())
    assert done.exit_code == 0
    assert done.lines == ("lieux: 1.0.0 published (first release)",)


@pytest.mark.slow("publishes in whole, and waits for a deaf webhook")
def test_a_refusal_stops_nothing_else_and_gives_the_exit_code(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_KEY", "key")
    declare(site, DATASET.replace("reviewed:", f"{NOWHERE}reviewed:"))
    (site.data / "autre").mkdir()
    declare(site, "title: oops\n", "autre")
    done = update(site, DAY, Silent(), pace=QUICK)
    assert done.exit_code == 3
    heads = [line.splitlines()[0] for line in done.lines]
    assert heads == [
        "autre: refused, nothing is published; what was served stays served",
        "lieux: 1.0.0 published (first release)",
        "lieux to 127.0.0.1:1: stopped",
    ]


def test_another_run_is_not_disturbed(site: SiteFolder) -> None:
    with site_lock(site.private):
        done = update(site, DAY, Silent())
    assert done.exit_code == 7
    assert done.lines[0].startswith("publish: another run (process ")


@pytest.mark.slow("publishes in whole, and waits for a deaf webhook")
def test_the_webhook_is_told_of_success(site: SiteFolder, hook: type[Hook]) -> None:
    assert update(site, DAY, Silent()).exit_code == 0
    text = "Essai, 2026-11-21: all is well\nNothing to do: lieux"
    assert hook.told == [{"text": text, "exit_code": 0}]


@pytest.mark.slow("publishes in whole, and waits for a deaf webhook")
def test_the_webhook_is_told_of_failure(site: SiteFolder, hook: type[Hook]) -> None:
    declare(site, "title: oops\n")
    make_site(site.root, "autre")
    assert update(site, DAY, Silent()).exit_code == 3
    [told] = hook.told
    head, *needs, well = told["text"].splitlines()
    assert (told["exit_code"], head) == (3, "Essai, 2026-11-21: 1 of 2 datasets needs a person")
    assert len(needs) == 1
    assert needs[0].startswith(f"- lieux: refused since 2026-11-21: {site.declaration('lieux')}:1:")
    assert needs[0].endswith(" more)")
    assert well == "Nothing to do: autre"


def test_the_webhook_is_told_what_stopped_the_update(site: SiteFolder, hook: type[Hook]) -> None:
    with site_lock(site.private):
        update(site, DAY, Silent())
    (site.root / "metadata.yaml").write_text("title: oops\n", encoding="utf-8")
    update(site, DAY, Silent())
    busy, damaged = (told["text"].splitlines() for told in hook.told)
    assert busy[0] == "Essai, 2026-11-21: the update did not run"
    assert busy[1].startswith("- publish: another run (process ")
    assert damaged[0] == "Fournil, 2026-11-21: the update did not run"
    assert damaged[1].startswith(f"- publish: {site.root / 'metadata.yaml'}:1: ")


@pytest.mark.slow("publishes in whole, and waits for a deaf webhook")
@pytest.mark.parametrize("address", ["http://127.0.0.1:1/s3cret", "s3cret", "http://[s3cret"])
def test_a_webhook_that_is_deaf_fails_nothing_and_is_not_repeated(
    address: str, site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WEBHOOK, address)
    done = update(site, DAY, Silent())
    assert done.exit_code == 0
    assert done.lines[-1].startswith("FOURNIL_WEBHOOK: no answer (")
    assert "s3cret" not in "".join(done.lines)


@pytest.mark.slow("publishes in whole, and waits for a deaf webhook")
def test_a_webhook_that_refuses_is_told(site: SiteFolder, hook: type[Hook]) -> None:
    hook.status = 404
    assert update(site, DAY, Silent()).lines[-1] == "FOURNIL_WEBHOOK: answered 404"


@pytest.mark.slow("publishes in whole, and waits for a deaf webhook")
def test_the_command_is_quiet_when_all_is_well(site: SiteFolder) -> None:
    words = ["--site", str(site.root), "update", "--quiet", "--delay", "0.1"]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.output) == (0, "")
    declare(site, "title: oops\n")
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 3
    assert "lieux: refused" in done.output
    again = CliRunner().invoke(main, words)
    assert (again.exit_code, again.output) == (3, "")
    declare(site, "titel: oops\n")
    assert "lieux: refused" in CliRunner().invoke(main, words).output


@pytest.mark.slow("publishes in whole")
def test_a_push_that_fails_is_said_once_until_it_fails_otherwise(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_KEY", "key")
    pushed = DATASET.replace("reviewed:", f"{NOWHERE}reviewed:")
    declare(site, pushed)
    first = update(site, DAY, Silent(), pace=QUICK)
    assert [line.splitlines()[0] for line in first.needs] == ["lieux to 127.0.0.1:1: stopped"]
    again = update(site, DAY + WEEK, Silent(), pace=QUICK)
    assert (again.exit_code, again.needs, len(again.lines)) == (10, (), 2)
    assert short(site, DAY + WEEK).splitlines()[:2] == [
        "Essai, 2026-11-28: 1 of 1 datasets needs a person",
        "- lieux: not sent since 2026-11-21: 127.0.0.1:1: "
        + first.needs[0].splitlines()[1].strip(),
    ]
    monkeypatch.delenv("PORTAL_KEY")
    other = update(site, DAY + WEEK, Silent(), pace=QUICK)
    assert [line.splitlines()[0] for line in other.needs] == ["lieux to 127.0.0.1:1: refused"]
    declare(site, DATASET)
    assert update(site, DAY + WEEK, Silent(), pace=QUICK).exit_code == 0
    assert short(site, DAY + WEEK).splitlines()[0] == "Essai, 2026-11-28: all is well"


def test_what_stops_an_update_is_said_once(site: SiteFolder) -> None:
    (site.root / "metadata.yaml").write_text("title: oops\n", encoding="utf-8")
    site.private.mkdir()
    assert len(update(site, DAY, Silent()).needs) == 1
    assert update(site, DAY + WEEK, Silent()).needs == ()
    (site.root / "metadata.yaml").write_text("titel: oops\n", encoding="utf-8")
    assert len(update(site, DAY + WEEK, Silent()).needs) == 1


def test_a_folder_that_is_no_site_gets_no_folder(tmp_path: Path) -> None:
    assert update(SiteFolder(tmp_path / "nowhere"), DAY, Silent()).exit_code == 3
    assert not (tmp_path / "nowhere").exists()
