"""What a release covers is read from its published rows."""

import json
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.publication import rebake_one
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.sites import DATASET, DAY, declare, deliver, make_site, publish, published_site

COLUMNS = """\
      opened: {type: date, role: open, description: {fr: Ouvert le}}
      lat: {type: number, role: open, description: {fr: Latitude}}
      lon: {type: number, role: open, description: {fr: Longitude}}
"""
DECLARED = (
    DATASET.replace("    browse: {", f"{COLUMNS}    browse: {{map: [lat, lon], ")
    + "coverage: {temporal: places.opened, spatial: Rhône}\n"
)
HEADER = "id;Nom;Type;open;author;opened;lat;lon"
ROWS = (
    "01;Café;café;oui;ada@example.org;2024-02-29;45.75;4.85",
    "02;Jardin;jardin;non;bob@example.org;2021-07-01;45.1;",
    "03;Fablab;atelier;;ada@example.org;;45.5;5.5",
)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_site(tmp_path / "site")


@pytest.fixture
def published(tmp_path: Path) -> SiteFolder:
    return published_site(tmp_path / "site")


def described(site: SiteFolder, name: str = "datapackage.json") -> Any:
    return json.loads((site.releases / "lieux" / "current" / name).read_text("utf-8"))


@pytest.mark.slow("publishes in whole for each coverage")
def test_days_place_and_box(site: SiteFolder) -> None:
    declare(site, DECLARED)
    deliver(site, *ROWS, header=HEADER)
    assert publish(site)[0].status == "published"
    assert described(site)["coverage"] == {
        "temporal": {"start": "2021-07-01", "end": "2024-02-29"},
        "spatial": "Rhône",
        "bbox": [4.85, 45.5, 5.5, 45.75],
    }
    assert described(site, "dataset.jsonld")["temporalCoverage"] == "2021-07-01/2024-02-29"


@pytest.mark.slow("publishes in whole for each coverage")
def test_nothing_is_guessed(published: SiteFolder) -> None:
    assert "coverage" not in described(published)


@pytest.mark.slow("publishes in whole for each coverage")
def test_days_and_box_may_be_declared(site: SiteFolder) -> None:
    declare(site, DATASET + "coverage: {since: 2024-01-01, bbox: [4.2, 45.4, 5.2, 46.3]}\n")
    publish(site)
    assert described(site)["coverage"] == {
        "temporal": {"start": "2024-01-01"},
        "bbox": [4.2, 45.4, 5.2, 46.3],
    }


@pytest.mark.slow("publishes in whole for each coverage")
def test_what_goes_on_ends_with_the_last_update(site: SiteFolder) -> None:
    declare(site, DATASET + "coverage: {since: 2024-01-01}\n")
    publish(site)
    assert described(site, "dataset.jsonld")["temporalCoverage"] == "2024-01-01/2026-11-15"


@pytest.mark.slow("publishes in whole for each coverage")
def test_what_has_ended_ends_on_its_last_day(site: SiteFolder) -> None:
    declare(site, DATASET + "coverage: {since: 2024-01-01, until: 2025-06-30}\n")
    publish(site)
    assert described(site, "dataset.jsonld")["temporalCoverage"] == "2024-01-01/2025-06-30"


@pytest.mark.slow("publishes in whole for each coverage")
def test_columns_without_values_cover_nothing(site: SiteFolder) -> None:
    declare(site, DECLARED)
    deliver(site, "01;Café;café;oui;ada@example.org;;;", header=HEADER)
    publish(site)
    assert described(site)["coverage"] == {"spatial": "Rhône"}


@pytest.mark.slow("publishes in whole for each coverage")
def test_another_coverage_is_a_patch(published: SiteFolder) -> None:
    declare(published, DATASET + "coverage: {spatial: Rhône}\n")
    (outcome,) = publish(published)
    assert (outcome.version, outcome.reasons) == ("1.0.1", ("coverage changed",))


def test_an_old_release_gets_its_descriptors_by_a_rebake(published: SiteFolder) -> None:
    old = (published.releases / "lieux" / "current").resolve()
    for name in ("croissant.json", "csv-metadata.json", "dataset.jsonld"):
        (old / name).unlink()
    declare(published, DATASET + "coverage: {spatial: Rhône}\n")
    assert rebake_one(published, "lieux", DAY, Silent()).version == "1.0.1"
    assert described(published, "croissant.json")["version"] == "1.0.1"
    assert described(published, "dataset.jsonld")["spatialCoverage"][0]["name"] == "Rhône"
    assert described(published, "csv-metadata.json")["tables"][0]["url"] == "places.csv"
