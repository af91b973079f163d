"""Nothing keeps somebody who left: no cache, no scratch, no backup, no running server."""

import subprocess
import tarfile
from datetime import timedelta
from pathlib import Path
from typing import IO, cast

import httpx
import pytest

from publish.declare.site import SiteFolder
from publish.people.clock import ANSWER_SECONDS, now
from publish.people.leavings import leave
from publish.people.outbox import sweep
from publish.upkeep.encrypted import Reader
from tests.people.askers import ADA, DAY, asked_site, requested
from tests.people.canaries import holding
from tests.people.test_letting_go import NAME, PUBLISHED, TEXT, proposed, session, written
from tests.servers import COMMAND, PATIENCE, Server, serving

pytestmark = pytest.mark.slow("runs commands and a server")
PASSPHRASE = "le pain est dans le four"
# All that reads exports or releases, and what writes beside them.
COMMANDS = (
    "check", "attack lieux", "policy lieux", "risk lieux", "status", "people inventory",
    "corrections lieux", "rebake lieux", "verify", "releases lieux",
)  # fmt: skip
PAGES = {
    "/lieux/members": NAME, "/lieux/members.json": NAME, "/lieux/members.csv": NAME,
    "/lieux/members.xlsx": NAME, "/lieux/places": TEXT, "/lieux/places/77": TEXT,
    "/lieux/places.csv?said__contains=o": TEXT,
    "/lieux/-/query.json?sql=select+*+from+members": NAME,
    "/download/lieux/members.csv": NAME, "/download/lieux/places.jsonl.gz": TEXT,
    "/download/lieux/lieux.zip": TEXT, "/download/lieux/1.0.0/members.csv": NAME,
}  # fmt: skip
"""Addresses, and what each shows of her."""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds a site, and all that its user and its machine keep elsewhere."""
    house = tmp_path / "house"
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        (house / name).mkdir(parents=True)
        monkeypatch.setenv(name, str(house / name))
    monkeypatch.setenv("FOURNIL_PASSPHRASE", PASSPHRASE)
    return house


def run(site: SiteFolder, *words: str) -> None:
    """A command, as it is typed."""
    command = [*COMMAND, "--site", str(site.root), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr


def published(site: SiteFolder, week: int) -> None:
    """What a timer does in a week: who leaves is let go, and a release made."""
    written(site, week)
    run(site, "people", "serve-requests")
    run(site, "publish", "--as-of", str(DAY + timedelta(7 * week)))


def answers(server: Server, folder: Path) -> Path:
    """What a server answers, as it comes."""
    folder.mkdir()
    for number, page in enumerate(PAGES):
        with httpx.stream("GET", server.address + page, timeout=PATIENCE) as answer:
            (folder / f"{number}").write_bytes(b"".join(answer.iter_raw()))
    return folder


def packed(site: SiteFolder, folder: Path) -> Path:
    """What is in a backup, opened."""
    folder.mkdir()
    run(site, "backup", str(folder / "backup"))
    with (folder / "backup").open("rb") as file:
        sealed = cast(IO[bytes], Reader(file, PASSPHRASE, "backup"))
        with tarfile.open(fileobj=sealed, mode="r|") as archive:
            archive.extractall(folder, filter="data")
    return folder


def kept(house: Path) -> set[str]:
    """Where the house tells of her, but for the exports, which are the service's to clean."""
    found = {one for what in (NAME, TEXT, ADA) for one in holding(house, what)}
    return {one for one in found if not one.startswith("site/data/lieux/exports/")}


def test_who_left_is_in_no_cache_no_scratch_no_backup_and_no_server(
    house: Path, tmp_path: Path
) -> None:
    site = asked_site(house / "site", PUBLISHED)
    published(site, 0)
    proposed(site, ADA, "Broth")
    requested(site, ADA, now=now())
    run(site, "people", "serve-requests")
    for words in COMMANDS:
        run(site, *words.split())
    with serving(site.root) as server:
        before = answers(server, tmp_path / "before")
        # The search finds her in every answer that shows her, in all releases, and nowhere else.
        for number, what in enumerate(PAGES.values()):
            assert f"{number}" in holding(before, what)
        assert {Path(one).parts[:3] for one in kept(house)} == {("site", "releases", "lieux")}
        leave(site.desk, session(site, ADA), ["lieux"], now())
        published(site, 1)
        version = (site.releases / "lieux" / "current").readlink().name
        address = f"{server.address}/download/lieux/datapackage.json"
        server.until(lambda: httpx.get(address, timeout=PATIENCE).json()["version"] == version)
        after = answers(server, tmp_path / "after")
        assert [holding(after, what) for what in (NAME, TEXT, ADA)] == [[], [], []]
        assert holding(after, "Soup 1 of kitchen 3")
        assert kept(house) == set()
    for words in COMMANDS:
        run(site, *words.split())
    assert kept(house) == set()
    saved = packed(site, tmp_path / "saved")
    assert (saved / "private" / "lieux" / "withdrawals.csv").is_file()
    assert holding(saved / "desk", "Broth") == ["desk.db"]
    assert [holding(saved, what) for what in (NAME, TEXT, ADA)] == [[], [], []]
    assert [one.name for one in saved.rglob("*.sealed")] == []


def test_an_answer_that_is_over_leaves_nothing(house: Path) -> None:
    site = asked_site(house / "site")
    requested(site, ADA, now=now())
    run(site, "people", "serve-requests")
    outbox = site.desk.with_name("outbox")
    assert [one.name for one in outbox.iterdir()] == ["1.sealed"]
    assert sweep(site.desk, now() + ANSWER_SECONDS - 60) == 0
    assert sweep(site.desk, now() + ANSWER_SECONDS + 60) == 1
    assert [*outbox.iterdir()] == []
