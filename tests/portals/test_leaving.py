"""After somebody left, a real udata holds nothing of them: neither its database nor its disk."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from publish.declare.site import SiteFolder
from publish.progress import Silent
from publish.upkeep.update import update
from tests.people.askers import ADA, DAY, asked_site
from tests.people.canaries import holding
from tests.people.test_letting_go import NAME, PUBLISHED, TEXT, asked, written
from tests.portals.conftest import Peer
from tests.portals.sites import KEY, NUMBERED, QUICK, redeclare
from tests.servers import PATIENCE, free_port, serving

pytestmark = pytest.mark.slow("needs a running udata")
WEEKS = 4
MEMBERS = {"members.csv", "members.csv.gz", "members.xlsx", "lieux.db", "lieux.zip"}
PLACES = {"places.csv", "places.csv.gz", "places.xlsx", "lieux.db", "lieux.zip"}


def pushing(root: Path, peer: Peer, team: str, mode: str, address: str = "") -> SiteFolder:
    """A site of members by name and what they wrote, that pushes."""
    site = asked_site(root, PUBLISHED)
    push = f"organization: '{team}', key: {KEY}, address: '{peer.address}', mode: {mode}"
    redeclare(site, "reviewed:", f"push: {{data_gouv: {{{push}}}}}\nreviewed:")
    if address:
        with (root / "metadata.yaml").open("a", encoding="utf-8") as metadata:
            metadata.write(f"address: {address}\n")
    return site


def week(site: SiteFolder, number: int) -> None:
    """The exports and the update of a week, with nothing that had to be told."""
    written(site, number)
    done = update(site, DAY + timedelta(7 * number), Silent(), pace=QUICK)
    assert done.exit_code == 0, done.lines


def all_of(peer: Peer, team: str, folder: Path, before: Path | None = None) -> Path:
    """What udata has: all of its database, and a team's datasets with their files on its disk.

    Also what was deleted since `before`: udata calls it otherwise then, but for its files.
    """
    home = Path(peer.udata.environment["UDATA_HOME"])
    folder.mkdir()
    port = peer.udata.environment["UDATA_MONGO_PORT"]
    stored = Path(__file__).with_name("stored.py")
    subprocess.run([home / "web/bin/python", stored, port, folder], check=True, timeout=PATIENCE)
    for one in peer.ask("GET", f"2/datasets/?organization={team}&page_size=100")["data"]:
        told = json.dumps(peer.ask("GET", f"1/datasets/{one['id']}/"), ensure_ascii=False)
        (folder / f"{one['slug']}.json").write_text(told, encoding="utf-8")
    names = {told.stem for where in (folder, before or folder) for told in where.glob("*.json")}
    for kept in (home / "fs" / "resources").glob("*"):
        if kept.name in names:
            shutil.copytree(kept, folder / kept.name)
    return folder


@pytest.fixture(autouse=True)
def key(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of the editor."""
    monkeypatch.setenv(KEY, peer.key)


def test_copies_on_a_portal_forget_who_left(tmp_path: Path, peer: Peer, team: str) -> None:
    site = pushing(tmp_path / "site", peer, team, "upload")
    week(site, 0)
    before = all_of(peer, team, tmp_path / "before")
    # The search finds: what was sent is there, in every form that a portal takes.
    assert kept_as(holding(before, NAME)) == MEMBERS
    assert kept_as(holding(before, TEXT)) == PLACES
    asked(site, ADA)
    for number in range(1, WEEKS + 1):
        week(site, number)
        after = all_of(peer, team, tmp_path / f"after {number}")
        assert [holding(after, what) for what in (NAME, TEXT, ADA)] == [[], [], []]
        # Others are still there, and nothing of the week before is.
        assert kept_as(holding(after, f"Soup {number} of kitchen 3")) == PLACES
        assert kept_as(holding(after, "Member 3")) == MEMBERS
        assert holding(after, f"Soup {number - 1} of kitchen 3") == []


def test_a_dataset_that_is_deleted_there_keeps_no_file(
    tmp_path: Path, peer: Peer, team: str
) -> None:
    site = pushing(tmp_path / "site", peer, team, "upload")
    redeclare(site, "    named: {consent", "    license: ODbL-1.0\n    named: {consent")
    week(site, 0)
    before = all_of(peer, team, tmp_path / "before")
    assert {"members.csv", "members.xlsx"} <= kept_as(holding(before, NAME))
    assert len(list(before.glob("*.json"))) == 2
    asked(site, ADA)
    redeclare(site, "    license: ODbL-1.0\n", "")
    week(site, 1)
    after = all_of(peer, team, tmp_path / "after", before)
    # udata marks it as deleted, and keeps it, with its files, until a task of its own.
    assert len(peer.datasets(team)) == 1
    assert len(list(after.glob("*.json"))) == 2
    assert holding(after, NAME) == []
    assert kept_as(holding(after, "Member 3")) == MEMBERS


def test_what_a_portal_points_to_forgets_who_left(tmp_path: Path, peer: Peer, team: str) -> None:
    port = free_port()
    site = pushing(tmp_path / "site", peer, team, "remote", f"http://127.0.0.1:{port}")
    week(site, 0)
    before = pointed_to(site, port, peer, team, tmp_path / "before")
    assert {"members.csv", "members.parquet", "lieux.db", "lieux.zip"} <= {*holding(before, NAME)}
    asked(site, ADA)
    week(site, 1)
    after = pointed_to(site, port, peer, team, tmp_path / "after")
    assert {one.name for one in after.iterdir()} == {one.name for one in before.iterdir()}
    assert [holding(after, what) for what in (NAME, TEXT, ADA)] == [[], [], []]
    assert "members.csv" in holding(after, "Member 3")
    there = all_of(peer, team, tmp_path / "there")
    assert [holding(there, what) for what in (NAME, TEXT, ADA)] == [[], [], []]
    assert "dataset.bson" in holding(there, "members.csv")


def pointed_to(site: SiteFolder, port: int, peer: Peer, team: str, folder: Path) -> Path:
    """What the addresses give that udata has of a dataset's files."""
    folder.mkdir()
    [there] = peer.datasets(team)
    with serving(site.root, 1, "--port", str(port)):
        for one in there["resources"]:
            with httpx.stream("GET", one["url"], timeout=PATIENCE) as answer:
                answer.raise_for_status()
                # As they lie there: a .gz is not to be unpacked on the way.
                content = b"".join(answer.iter_raw())
            (folder / one["url"].rpartition("/")[2]).write_bytes(content)
    return folder


def kept_as(paths: list[str]) -> set[str]:
    """The files that were sent, by what udata calls them."""
    return {NUMBERED.sub(".", Path(one).name) for one in paths}
