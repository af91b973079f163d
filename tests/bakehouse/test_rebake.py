"""The rows that are public get new forms and texts, without their exports."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.publication import rebake_one
from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from publish.errors import StoreError
from publish.progress import Silent
from publish.release.store import Store
from tests.bakehouse.series.site import SURVEY, answer, make_survey, run
from tests.sites import DATASET, declare, make_site, publish_one, published_site


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_site(tmp_path / "site")


@pytest.fixture
def published(tmp_path: Path) -> SiteFolder:
    """The same with its first release."""
    return published_site(tmp_path / "site")


def rebaked(site: SiteFolder) -> Outcome:
    return rebake_one(site, "lieux", date(2026, 11, 22), Silent())


def current(site: SiteFolder) -> Path:
    return site.releases / "lieux" / "current"


def package(site: SiteFolder) -> Any:
    return json.loads((current(site) / "datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.slow("publishes, then bakes anew")
def test_the_same_rows_get_new_texts(published: SiteFolder) -> None:
    rows = (current(published) / "places.csv").read_bytes()
    (published.data / "lieux" / "exports" / "lieux.csv").unlink()
    declare(published, DATASET.replace("fr: Des lieux.", "fr: Des lieux ouverts à tous."))
    outcome = rebaked(published)
    assert outcome.version == "1.0.1"
    assert package(published)["description"] == "Des lieux ouverts à tous."
    assert (current(published) / "places.csv").read_bytes() == rows


@pytest.mark.slow("publishes, then bakes anew")
def test_an_old_release_gets_new_forms(site: SiteFolder) -> None:
    declare(site, DATASET.replace("    browse:", "    formats: parquet\n    browse:"))
    publish_one(site)
    assert not (current(site) / "places.jsonl.gz").exists()
    (site.data / "lieux" / "exports" / "lieux.csv").unlink()
    declare(site, DATASET)
    outcome = rebaked(site)
    assert (outcome.version, outcome.reasons) == (
        "1.0.1",
        (
            "forms and texts made anew from the same rows",
            "form csv.gz of places added",
            "form jsonl.gz of places added",
            "form xlsx of places added",
        ),
    )
    lines = gzip.decompress((current(site) / "places.jsonl.gz").read_bytes()).decode()
    assert lines.splitlines()[2] == '{"id":"03","name":"Fablab","kind":"atelier","open":null}'


def test_a_release_from_before_the_forms_is_rebaked(published: SiteFolder) -> None:
    folder = current(published).resolve()
    for path in {*folder.glob("places.[!c]*"), *folder.glob("*.gz"), *folder.glob("*.zip")}:
        path.unlink()
    old = package(published)
    del old["distributions"], old["resources"][0]["distributions"]
    (folder / "datapackage.json").write_text(json.dumps(old), encoding="utf-8")
    outcome = rebaked(published)
    assert outcome.version == "1.0.1"
    assert "form parquet of places added" in outcome.reasons
    assert Store(published.releases / "lieux").verify("1.0.1") == []


def test_other_columns_need_the_exports(published: SiteFolder) -> None:
    declare(published, DATASET.replace("      kind:", "      genre:").replace("[kind]", "[genre]"))
    with pytest.raises(StoreError) as told:
        rebaked(published)
    assert str(told.value) == (
        "lieux: the declaration no longer publishes the columns of 1.0.0; that needs the exports: "
        "run `fournil publish lieux`"
    )
    assert package(published)["version"] == "1.0.0"


def test_without_a_release_there_is_nothing_to_rebake(site: SiteFolder) -> None:
    with pytest.raises(
        StoreError, match="lieux: no release to rebake; run `fournil publish lieux`"
    ):
        rebaked(site)


@pytest.mark.slow("publishes counts, makes them anew, publishes again")
def test_counts_are_made_anew_too(tmp_path: Path) -> None:
    site = make_survey(tmp_path / "site", range(40))
    counts = "aggregates: {by_age: {by: [age], title: {fr: Par âge}}}"
    path = site.data / "enquete" / "dataset.yaml"
    privacy = "privacy: {k: 5, dominance: 1.0, min_age: 0d, max_suppressed: 1}"
    path.write_text(SURVEY.replace(privacy, counts), encoding="utf-8")
    assert run(site, "2026-01-05").version == "1.0.0"
    first = (site.releases / "enquete/1.0.0/answers_by_age.csv").read_bytes()
    assert rebake_one(site, "enquete", date(2026, 1, 6), Silent()).version == "1.0.1"
    assert (site.releases / "enquete/1.0.1/answers_by_age.csv").read_bytes() == first
    assert run(site, "2026-01-12").status == "unchanged"
    answer(site, range(60))
    assert run(site, "2026-01-13").status == "unchanged"
    assert run(site, "2026-02-02").version == "1.0.2"
