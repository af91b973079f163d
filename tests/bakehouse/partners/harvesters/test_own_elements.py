"""What a map of ours answers as GoGoCarto is what our harvester of GoGoCarto takes, unchanged."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from publish.bakehouse.partners.harvested import Asked, Record
from publish.bakehouse.partners.harvesters.gogocarto import harvest
from publish.bakehouse.partners.polite import PoliteWeb
from publish.declare.partner import PartnerSource
from tests import factory
from tests.partners import make_partners, partner, rows_of
from tests.servers import PATIENCE, Server, serving
from tests.site.pages.test_elements import CAFE, commons
from tests.sites import DAY, publish_one

pytestmark = pytest.mark.slow("serves a site, and another one harvests it")

MAP = "/commun/places/-"
CARTE = """\
name: Notre carte
license: ODbL-1.0
agreed: {{by: Cléo, on: 2026-01-01, until: 2999-12-31}}
source: {{path: "{address}", harvest: gogocarto}}
id: id
updated: updatedAt
map: {{name: name, town: address.addressLocality, kinds: categories}}
unused: [address.postalCode, categoriesFull, geo.latitude, geo.longitude, name_, open, source]
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = factory.site(tmp_path_factory.mktemp("served") / "site")
    commons(root)
    with serving(root) as started:
        yield started


def harvested(server: Server, private: Path, path: str) -> list[Record]:
    """What our harvester takes, as politely as it asks others."""
    address = f"{server.address}{MAP}/{path}"
    web = PoliteWeb(server.address, {urlsplit(server.address).netloc: {}}, private, pauses=())
    return list(harvest(Asked(address, PartnerSource(path=address, harvest="gogocarto"), web)))


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("elements.json", "data"),
        ("elements.json?bounds=3,50,4,51&categories=cafe,garden&limit=9", "data"),
        ("elements.jsonld", "@graph"),
    ],
)
def test_elements_are_harvested_as_they_are_told(
    server: Server, tmp_path: Path, path: str, key: str
) -> None:
    told = httpx.get(f"{server.address}{MAP}/{path}", timeout=PATIENCE).json()[key]
    assert harvested(server, tmp_path, path) == told
    assert {**told[0], **CAFE} == told[0]


def test_compact_ones_too_by_their_mapping(server: Server, tmp_path: Path) -> None:
    [first, *_] = harvested(server, tmp_path, "elements.json?ontology=gogocompact")
    drawn = {"id": "p/1", "name": "Café du Canal", "latitude": 50.6, "longitude": 3.1}
    assert first == drawn | {"categories": ["cafe", "repair"]}


def test_another_site_publishes_them_and_a_second_harvest_changes_nothing(
    server: Server, tmp_path: Path
) -> None:
    site = make_partners(tmp_path)
    address = f"{server.address}{MAP}/elements.json"
    partner(site, "carte", CARTE.format(address=address))
    site.private.mkdir(exist_ok=True)
    listed = f"hosts:\n  {urlsplit(address).netloc}: {{datasets: lieux}}\n"
    (site.private / "sources.yaml").write_text(listed)
    outcome = publish_one(site, DAY)
    assert outcome.status == "published"
    assert [one for one in outcome.problems if "carte" in one.place] == []
    ours = {row["source_id"][0]: row for row in rows_of(site) if row["source"] == ["carte"]}
    told = {id: (row["name"], row["town"], row["kinds"]) for id, row in ours.items()}
    assert told == server_rows(server)
    assert ours["p/1"]["source_updated"] == "2026-10-01"
    assert publish_one(site, DAY).status == "unchanged"


def server_rows(server: Server) -> dict[str, tuple[str, str, list[str]]]:
    """The rows with a place, as the API of rows tells them."""
    told = httpx.get(f"{server.address}/commun/places.json?lat__notnull=1", timeout=PATIENCE)
    rows = told.json()["rows"]
    return {row["id"]: (row["title"], row["town"], json.loads(row["kinds"])) for row in rows}
