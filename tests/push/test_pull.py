"""Pulled by udata's own harvester or pushed by us: the same on data.gouv.fr, week after week."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from publish.site import SiteFolder
from tests.push.conftest import Peer
from tests.push.sites import push, redeclare
from tests.servers import serving
from tests.sites import DAY, ROWS, deliver, publish_one

pytestmark = pytest.mark.slow
WEEK = timedelta(days=7)


def pulled(peer: Peer) -> list[Any]:
    """What the harvester left in its organisation, as anybody sees it."""
    organization = peer.udata.organization
    url = f"{peer.address}/api/2/datasets/?organization={organization}&page_size=100"
    ids = [one["id"] for one in httpx.get(url, timeout=60).json()["data"]]
    found = [httpx.get(f"{peer.address}/api/1/datasets/{id}/", timeout=60).json() for id in ids]
    return [one for one in found if one["harvest"]["dct_identifier"] == "lieux"]


def names(resources: Any, but: tuple[str, ...] = ()) -> set[str]:
    return {name for one in resources if (name := one["url"].rpartition("/")[2]) not in but}


def test_ten_weeks_of_harvests_keep_ids_and_leave_no_zombie(site: SiteFolder, peer: Peer) -> None:
    (site.root / "metadata.yaml").write_text(
        (site.root / "metadata.yaml").read_text().replace("address: ", "# address: ")
    )
    with serving(site.root) as server:
        first = None
        for week in range(10):
            job = peer.udata.harvest(f"{server.address}/catalog.ttl")
            assert (job["job"], job["errors"], len(job["datasets"])) == ("done", [], 1)
            [there] = pulled(peer)
            first = first or there
            assert there["id"] == first["id"]
            assert [one["id"] for one in there["resources"]] == [
                one["id"] for one in first["resources"]
            ]
            more = [f"{n};Lieu {n};café;oui;c@example.org" for n in range(10, 11 + week)]
            deliver(site, *ROWS, *more)
            assert publish_one(site, DAY + (week + 1) * WEEK).status == "published"
            _wait(server.address, f"1.0.{week + 1}")
        assert there["quality"]["score"] == 1.0
        _the_same_as_pushed(site, there, peer)


def _wait(address: str, version: str) -> None:
    """Until the new release is served."""
    for _ in range(200):
        found = httpx.get(f"{address}/download/lieux/datapackage.json").json()
        if found["version"] == version:
            return
    raise AssertionError(f"{version} is not served")


def _the_same_as_pushed(site: SiteFolder, there: Any, peer: Peer) -> None:
    """The two ways give the same dataset: title, licence, frequency, time, files."""
    path = site.root / "metadata.yaml"
    path.write_text(path.read_text().replace("# address: ", "address: "), encoding="utf-8")
    assert push(site, DAY + 10 * WEEK).quality == 1.0
    team = (site.data / "lieux" / "dataset.yaml").read_text().partition("organization: '")[2][:24]
    [pushed] = peer.datasets(team)
    for key in ("title", "license", "frequency", "tags", "temporal_coverage"):
        assert pushed[key] == there[key], key
    ours = {one["url"].rpartition("/")[2]: one for one in pushed["resources"]}
    assert names(pushed["resources"], ("report.html", "openapi.json")) == names(there["resources"])
    for one in there["resources"]:
        same = ours[one["url"].rpartition("/")[2]]
        assert (same["title"], same["filesize"]) == (one["title"], one["filesize"])
        print(one["format"], same["format"], one["mime"], same["mime"])  # noqa: T201


def test_a_change_of_files_leaves_no_zombie(site: SiteFolder, peer: Peer) -> None:
    redeclare(site, "    primary_key: id", "    formats: [csv.gz, parquet]\n    primary_key: id")
    publish_one(site, DAY + WEEK)
    with serving(site.root) as server:
        before = peer.udata.harvest(f"{server.address}/catalog.ttl")
        redeclare(site, "    formats: [csv.gz, parquet]\n", "    formats: [csv.gz]\n")
        publish_one(site, DAY + 2 * WEEK)
        _wait(server.address, "1.0.2")
        after = peer.udata.harvest(f"{server.address}/catalog.ttl")
    assert "places.parquet" in names(before["datasets"][0]["resources"])
    assert "places.parquet" not in names(after["datasets"][0]["resources"])
