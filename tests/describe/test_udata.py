"""The software of data.gouv.fr harvests our catalog whole."""

from datetime import UTC, datetime
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from tests.describe.demo import publish_demo
from tests.servers import serving
from tests.udata import Udata

pytestmark = pytest.mark.slow("needs a running udata")

LICENSES = {
    "enquete-habitants": "lov2",
    "frequentation": "lov2",
    "lieux-partages": "odc-odbl",
    "reseau-transition": "odc-odbl",
}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """The demo whose exports came today, for udata asks its own clock whether they are late."""
    return publish_demo(tmp_path_factory.mktemp("delivered"), as_of=datetime.now(UTC).date())


@pytest.fixture(scope="module", params=["ttl", "jsonld", "rdf"])
def harvested(request: pytest.FixtureRequest, delivered: SiteFolder, udata: Udata) -> Any:
    """What udata made of the catalog in each syntax."""
    with serving(delivered.root) as server:
        return udata.harvest(f"{server.address}/catalog.{request.param}")


def by_name(harvested: Any) -> dict[str, Any]:
    return {one["identifier"]: one for one in harvested["datasets"]}


def test_the_catalog_is_harvested_whole(harvested: Any) -> None:
    assert (harvested["job"], harvested["errors"]) == ("done", [])
    assert [one for one in harvested["items"] if one["status"] != "done"] == []


def test_every_licence_is_recognised(harvested: Any) -> None:
    found = {name: one["license"] for name, one in by_name(harvested).items()}
    assert found == LICENSES


def test_every_dataset_has_the_full_quality_score(harvested: Any) -> None:
    found = {name: one["quality"] for name, one in by_name(harvested).items()}
    assert {name: one["score"] for name, one in found.items()} == dict.fromkeys(LICENSES, 1.0), (
        found
    )


def test_every_file_is_a_main_file_with_a_format(harvested: Any) -> None:
    for one in by_name(harvested).values():
        assert one["resources"]
        assert all(file["format"] and file["type"] == "main" for file in one["resources"])
