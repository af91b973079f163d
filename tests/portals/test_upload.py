"""A site without a public address keeps copies of its files on the portal."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from publish.declare.site import SiteFolder
from publish.portals.udata import upload
from tests.portals.conftest import Peer
from tests.portals.proxy import Answer, Harm, Lost, Proxy, Request
from tests.portals.sites import KEY, push, pushing_site, redeclare, shown
from tests.sites import DAY, ROWS, deliver, publish_one

pytestmark = pytest.mark.slow("needs a running udata")
WEEK = timedelta(days=7)
FILES = [
    "places.csv", "lieux.db", "places.xlsx", "lieux.zip", "places.csv.gz",
    "dictionary.csv", "report.json",
]  # fmt: skip


@pytest.fixture
def site(
    tmp_path: Path, peer: Peer, proxy: Proxy, team: str, monkeypatch: pytest.MonkeyPatch
) -> SiteFolder:
    """A site without an address."""
    monkeypatch.setenv(KEY, peer.key)
    return pushing_site(tmp_path / "site", proxy.address, team, "upload")


def files(there: Any) -> list[str]:
    return [one["extras"]["fournil:file"] for one in there["resources"]]


def content(one: Any, proxy: Proxy) -> bytes:
    """What the portal gives for a resource, asked at the portal itself."""
    path = "/" + one["url"].partition("://")[2].partition("/")[2]
    with httpx.stream("GET", proxy.portal + path) as answer:
        # As they lie there: a .gz is not to be unpacked on the way.
        return b"".join(answer.iter_raw())


def test_copies_are_kept_byte_by_byte(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str
) -> None:
    outcome = push(site)
    assert (outcome.result, outcome.quality) == ("pushed", 1.0)
    [there] = peer.datasets(team)
    assert files(there) == FILES
    assert not there["private"]
    folder = site.releases / "lieux" / "current"
    for one, name in zip(there["resources"], FILES, strict=True):
        assert content(one, proxy) == (folder / name).read_bytes()
        assert one["filetype"] == "file"
    assert there["resources"][0]["title"] == "Lieux (places.csv)"
    assert "Le rapport de publication et le dictionnaire sont joints" in there["description"]
    proxy.forget()
    assert push(site).result == "unchanged"
    assert proxy.writes == []


def test_what_the_portal_refuses_is_left_out(site: SiteFolder, peer: Peer, team: str) -> None:
    folder = site.releases / "lieux" / "current"
    assert (folder / "places.parquet").is_file()
    assert (folder / "places.jsonl.gz").is_file()
    push(site)
    [there] = peer.datasets(team)
    path = f"{peer.address}/api/1/datasets/{there['id']}/upload/"
    for name in ("places.parquet", "report.html"):
        refused = httpx.post(
            path,
            headers={"X-API-KEY": peer.key},
            files={"file": (name, (folder / name).read_bytes())},
        )
        assert refused.status_code in (400, 415), name


def test_a_copy_is_changed_in_place_and_the_old_one_goes(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str
) -> None:
    push(site)
    [before] = peer.datasets(team)
    deliver(site, *ROWS[:2], "04;Ressourcerie du Canal;atelier;oui;ada@example.org")
    publish_one(site, DAY + WEEK)
    push(site, DAY + WEEK)
    [after] = peer.datasets(team)
    ids = [[one["id"] for one in there["resources"]] for there in (before, after)]
    assert ids[0] == ids[1]
    assert files(after) == FILES
    assert "Ressourcerie" in content(after["resources"][0], proxy).decode()
    assert after["resources"][0]["url"] != before["resources"][0]["url"]
    gone = httpx.get(proxy.portal + "/" + before["resources"][0]["url"].split("/", 3)[3])
    assert gone.status_code == 404


def test_large_files_go_in_pieces(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "PIECE", 5000)
    push(site)
    [there] = peer.datasets(team)
    database = there["resources"][1]
    path = site.releases / "lieux" / "current" / "lieux.db"
    assert content(database, proxy) == path.read_bytes()
    pieces = [one for one in proxy.writes if one.endswith("/upload/")]
    assert len(pieces) > path.stat().st_size / 5000 + len(FILES)
    proxy.forget()
    assert push(site).result == "unchanged"


def test_a_piece_that_is_lost_is_sent_again(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "PIECE", 5000)
    harms: list[Harm] = [Lost(done=True), None, Lost(done=False), None, Answer(502), None] * 9

    def harm(request: Request) -> Harm:
        return harms.pop() if request.path.endswith("/upload/") and harms else None

    proxy.harm = harm
    push(site)
    proxy.forget()
    push(site)
    [there] = peer.datasets(team)
    assert files(there) == FILES
    folder = site.releases / "lieux" / "current"
    for one, name in zip(there["resources"], FILES, strict=True):
        assert content(one, proxy) == (folder / name).read_bytes()


def test_a_withdrawal_deletes_the_copies(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str
) -> None:
    from publish.release.store import Store

    push(site)
    [before] = peer.datasets(team)
    Store(site.releases / "lieux").withdraw(None, "un nom était resté", DAY)
    push(site, DAY + WEEK)
    [there] = peer.datasets(team)
    assert there["resources"] == []
    for one in before["resources"]:
        gone = httpx.get(proxy.portal + "/" + one["url"].split("/", 3)[3])
        assert gone.status_code == 404


def test_from_links_to_copies_and_back(
    site: SiteFolder, peer: Peer, proxy: Proxy, team: str
) -> None:
    push(site)
    [first] = peer.datasets(team)
    path = site.root / "metadata.yaml"
    path.write_text(path.read_text() + "address: http://127.0.0.1:8001\n", encoding="utf-8")
    redeclare(site, "mode: upload", "mode: remote")
    (site.private / "lieux" / "data_gouv.json").read_text()
    push(site)
    [there] = peer.datasets(team)
    assert there["id"] == first["id"]
    assert {one["filetype"] for one in there["resources"]} == {"remote"}
    redeclare(site, "mode: remote", "mode: upload")
    push(site)
    [again] = peer.datasets(team)
    assert files(again) == FILES
    assert shown(again)["quality"]["score"] == 1.0


def test_links_need_an_address(site: SiteFolder, proxy: Proxy) -> None:
    redeclare(site, "mode: upload", "mode: remote")
    outcome = push(site)
    assert outcome.exit_code == 9
    assert outcome.message == (
        "lieux: the portal links to this site's files and needs its `address` in metadata.yaml; a "
        "site without one uploads: `mode: upload` under `push.data_gouv`"
    )
    assert proxy.writes == []
