"""Pulled by udata's own harvester or pushed by us: the same on data.gouv.fr, week after week."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from publish.declare.site import SiteFolder
from tests.portals.conftest import Peer
from tests.portals.proxy import Proxy
from tests.portals.sites import ADDRESS, KEY, declaration, push, pushing_site
from tests.servers import PATIENCE, Server, serving
from tests.sites import (
    DAY,
    METADATA,
    ROWS,
    date_export,
    declare,
    deliver,
    make_site,
    publish_one,
)

pytestmark = pytest.mark.slow("needs a running udata")
WEEK = timedelta(days=7)


def pulled(peer: Peer) -> list[Any]:
    """What the harvester left in its organisation, as anybody sees it."""
    organization = peer.udata.organization
    url = f"{peer.address}/api/2/datasets/?organization={organization}&page_size=100"
    ids = [one["id"] for one in httpx.get(url, timeout=60).json()["data"]]
    found = [httpx.get(f"{peer.address}/api/1/datasets/{id}/", timeout=60).json() for id in ids]
    return [one for one in found if one["harvest"]["dct_identifier"] == "lieux"]


def names(dataset: Any, *but: str) -> set[str]:
    """The files of a dataset's resources."""
    found = {one["url"].rpartition("/")[2] for one in dataset["resources"]}
    return found - {*but}


@pytest.fixture
def today() -> date:
    """The day of udata's own clock, by which it judges."""
    return datetime.now(UTC).date()


@pytest.fixture
def weekly(
    tmp_path: Path,
    proxy: Proxy,
    team: str,
    today: date,
    monkeypatch: pytest.MonkeyPatch,
    peer: Peer,
) -> Iterator[SiteFolder]:
    """A site that began ten weeks ago, served under the address that it is asked at."""
    monkeypatch.setenv(KEY, peer.key)
    site = pushing_site(tmp_path / "weekly", proxy.address, team, day=today - 10 * WEEK)
    metadata = site.root / "metadata.yaml"
    whole = metadata.read_text(encoding="utf-8")
    metadata.write_text(whole.partition("address: ")[0], encoding="utf-8")
    yield site
    metadata.write_text(whole, encoding="utf-8")


def in_time(there: Any) -> bool:
    """Whether udata finds that updates come as often as announced."""
    return bool(there["quality"]["update_fulfilled_in_time"])


def test_ten_weeks_of_harvests_keep_ids_and_leave_no_zombie(
    weekly: SiteFolder, peer: Peer, team: str, today: date
) -> None:
    with serving(weekly.root) as server:
        first = harvested(server.address, peer)
        for week in range(1, 11):
            day = today - (10 - week) * WEEK
            more = [f"{n};Lieu {n};café;oui;c@example.org" for n in range(10, 10 + week)]
            deliver(weekly, *ROWS, *more)
            date_export(weekly, day)
            assert publish_one(weekly, day).status == "published"
            _wait(server, f"1.0.{week}")
            there = harvested(server.address, peer)
            assert there["id"] == first["id"]
            ids = [[one["id"] for one in found["resources"]] for found in (first, there)]
            assert ids[0] == ids[1]
            # Udata allows for a day: at midnight, a week may be a day too long.
            assert week == 9 or in_time(there) is (week == 10)
        assert there["quality"]["score"] == 1.0
    metadata = weekly.root / "metadata.yaml"
    metadata.write_text(f"{METADATA}address: {ADDRESS}\n", encoding="utf-8")
    assert push(weekly, today).quality == 1.0
    [pushed] = peer.datasets(team)
    the_same(pushed, there)


def test_exports_in_time_keep_the_full_score_though_they_bring_no_news(
    weekly: SiteFolder, peer: Peer, today: date
) -> None:
    with serving(weekly.root) as server:
        late = harvested(server.address, peer)
        assert publish_one(weekly, today).status == "unchanged"
        looked_at = harvested(server.address, peer)
        date_export(weekly, today)
        assert publish_one(weekly, today).status == "unchanged"
        _wait_for_files(server, today)
        confirmed = harvested(server.address, peer)
    assert [in_time(one) for one in (late, looked_at, confirmed)] == [False, False, True]
    assert late["quality"]["score"] == looked_at["quality"]["score"] < 1.0
    assert confirmed["quality"]["score"] == 1.0


def harvested(address: str, peer: Peer) -> Any:
    """The one dataset that a harvest leaves."""
    job = peer.udata.harvest(f"{address}/catalog.ttl")
    assert (job["job"], job["errors"], len(job["datasets"])) == ("done", [], 1)
    [there] = pulled(peer)
    return there


def the_same(pushed: Any, there: Any) -> None:
    """The two ways give the same title, licence, frequency, tags, time and files."""
    for key in ("title", "license", "frequency", "tags", "temporal_coverage"):
        assert pushed[key] == there[key], key
    ours = {one["url"].rpartition("/")[2]: one for one in pushed["resources"]}
    assert names(pushed, "report.html", "openapi.json") == names(there)
    for one in there["resources"]:
        same = ours[one["url"].rpartition("/")[2]]
        # The catalog leaves out the sizes and the titles of descriptions, whose names tell.
        assert one["filesize"] in (None, same["filesize"])
        assert inside(same) == inside(one)


def inside(resource: Any) -> str:
    """The harvester names a compressed file after what is inside, and JSON Lines as JSON."""
    return str(resource["format"]).partition(".")[0].replace("jsonl", "json")


def test_a_harvest_never_takes_a_file_away_a_push_does(
    tmp_path: Path, peer: Peer, proxy: Proxy, team: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit of udata's: its harvester adds and changes files, and leaves what is gone."""
    monkeypatch.setenv(KEY, peer.key)
    site = make_site(tmp_path / "site", "jardins")
    text = declaration(proxy.address, team)
    all_forms, fewer = "    formats: [csv.gz, parquet]\n", "    formats: [csv.gz]\n"
    for day, forms in ((DAY, all_forms), (DAY + WEEK, fewer)):
        declare(site, text.replace("    primary_key", f"{forms}    primary_key"), "jardins")
        assert publish_one(site, day).status == "published"
        with serving(site.root) as server:
            job = peer.udata.harvest(f"{server.address}/catalog.ttl")
    assert "places.parquet" in names(job["datasets"][0])
    (site.root / "metadata.yaml").write_text(f"{METADATA}address: {ADDRESS}\n", encoding="utf-8")
    push(site, DAY + WEEK)
    [there] = peer.datasets(team)
    assert "places.parquet" not in names(there)


def _wait_for_files(server: Server, day: date) -> None:
    """Until the catalog says that the files were confirmed on a day."""
    url = f"{server.address}/catalog.ttl"
    server.until(lambda: f'dct:modified "{day}"' in httpx.get(url, timeout=PATIENCE).text)


def _wait(server: Server, version: str) -> None:
    """Until the new release is served."""
    url = f"{server.address}/download/lieux/datapackage.json"
    server.until(lambda: httpx.get(url, timeout=PATIENCE).json()["version"] == version)
