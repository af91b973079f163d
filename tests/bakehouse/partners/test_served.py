"""A partner behind a real server, from its answer to the release, on good days and on bad ones."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.bakehouse.partners.services import Answer, Service, serving
from tests.partners import by_name, make_partners, partner, rows_of
from tests.sites import DAY, publish_one

pytestmark = pytest.mark.slow("publishes what a server answers, several times")

ELEMENTS = "/api/elements.json"
CARTE = """\
name: La Carte
license: ODbL-1.0
agreed: {{by: Cléo, on: 2026-01-01, until: 2999-12-31}}
source: {{path: "{address}/api/elements.json", harvest: gogocarto}}
id: id
map: {{name: name, town: address.addressLocality, kinds: categories}}
unused: [geo.latitude, geo.longitude, updatedAt, categoriesFull]
"""


def element(id: str, name: str, town: str, *categories: int) -> dict[str, object]:
    """An element as a map of GoGoCarto has it."""
    place = {"geo": {"latitude": 45.76, "longitude": 4.83}, "address": {"addressLocality": town}}
    return {"id": id, "name": name, **place, "categories": [*categories]}


def answer(*elements: dict[str, object]) -> Answer:
    """What the map answers."""
    return Answer(json.dumps({"ontology": "gogofull", "data": elements}).encode())


REMISE, QUAI = element("3x1", "La Remise", "Lyon", 7), element("3x2", "Le Quai", "Metz", 7, 8)
TAXONOMY = Answer(
    json.dumps([{"options": [{"id": 7, "name": "café"}, {"id": 8, "name": "atelier"}]}]).encode()
)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving({ELEMENTS: answer(REMISE, QUAI), "/api/taxonomy.json": TAXONOMY}) as service:
        yield service


@pytest.fixture
def site(tmp_path: Path, service: Service) -> SiteFolder:
    site = make_partners(tmp_path)
    partner(site, "carte", CARTE.format(address=service.address))
    site.private.mkdir(exist_ok=True)
    listed = f"hosts:\n  {service.host}: {{datasets: lieux}}\n"
    (site.private / "sources.yaml").write_text(listed)
    return site


def codes(site: SiteFolder, days: int) -> tuple[str, list[str]]:
    """How the run of a day ends, and the warnings about the map."""
    outcome = publish_one(site, DAY + timedelta(days))
    told = [one.code for one in outcome.problems if one.place.endswith(".carte")]
    return outcome.status, told


def test_what_a_server_answers_is_published(site: SiteFolder, service: Service) -> None:
    assert codes(site, 0) == ("published", [])
    found = by_name(site)
    assert (found["Le Quai"]["town"], found["Le Quai"]["kinds"]) == ("Metz", ["café", "atelier"])
    assert (found["La Remise"]["source"], found["La Remise"]["source_id"]) == (["carte"], ["3x1"])
    before = rows_of(site)
    assert codes(site, 1) == ("unchanged", [])
    service.answers[ELEMENTS] = answer(REMISE, QUAI, element("3x3", "La Halle", "Dole"))
    assert codes(site, 2) == ("published", [])
    assert [row for row in rows_of(site) if row["name"] != "La Halle"] == before


def test_its_rows_stay_while_it_fails(site: SiteFolder, service: Service) -> None:
    assert codes(site, 0) == ("published", [])
    before = rows_of(site)
    service.answers[ELEMENTS] = Answer(b"<!doctype html>Maintenance", "text/html")
    for days in (1, 2):
        assert codes(site, days)[1] in (["partner-stale"], [])
        assert rows_of(site) == before
    service.answers[ELEMENTS] = answer(REMISE)
    assert codes(site, 3) == ("published", [])
    assert "Le Quai" not in by_name(site)


def test_one_that_never_answered_stops_nothing(site: SiteFolder, service: Service) -> None:
    service.answers[ELEMENTS] = Answer(status=500)
    assert codes(site, 0) == ("published", ["partner-unread"])
    assert set(by_name(site)) == {"Café des Œuvres", "Fablab", "Jardin d’Éole", "La Rotonde"}


ARCHIPEL = """\
name: L’Archipel
license: ODbL-1.0
agreed: {{by: Cléo, on: 2026-01-01, until: 2999-12-31}}
source: {{path: "{address}/o", harvest: jsonld, records: "pair:Organization"}}
id: "@id"
map: {{name: pair:label, kinds: pair:hasTopic.pair:label}}
unused: ["@type"]
"""


def organisation(number: int, name: str, *topics: str) -> dict[str, object]:
    """A member of an LDP container; one topic stands alone, as servers write it."""
    told = [{"pair:label": one} for one in topics]
    here = {"@id": f"https://ldp.example.net/o/{number}", "@type": "pair:Organization"}
    return here | {"pair:label": name, "pair:hasTopic": told[0] if len(told) == 1 else told}


def test_lists_of_json_ld_are_lists_of_the_table(site: SiteFolder, service: Service) -> None:
    names = {"pair": "http://virtual-assembly.org/ontologies/pair#"}
    container = {
        "@context": names | {"ldp": "http://www.w3.org/ns/ldp#"},
        "@type": "ldp:Container",
        "ldp:contains": [
            organisation(1, "La Cale", "café", "jardin", "atelier"),
            organisation(2, "Le Môle", "four, levain"),
            organisation(3, "La Grève"),
        ],
    }
    service.answers["/o"] = Answer(json.dumps(container).encode(), "application/ld+json")
    partner(site, "archipel", ARCHIPEL.format(address=service.address))
    assert publish_one(site).status == "published"
    found = by_name(site)
    assert found["La Cale"]["kinds"] == ["café", "jardin", "atelier"]
    assert found["Le Môle"]["kinds"] == ["four, levain"]
    assert not found["La Grève"]["kinds"]
