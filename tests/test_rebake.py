"""The rows that are public get new forms and texts, without their exports."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.errors import StoreError
from publish.pipeline import Outcome
from publish.progress import Silent
from publish.publication import rebake_one
from publish.release import Store
from publish.site import SiteFolder
from tests.sites import DATASET, declare, make_site, publish_one


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_site(tmp_path / "site")


def rebaked(site: SiteFolder) -> Outcome:
    return rebake_one(site, "lieux", date(2026, 11, 22), Silent())


def current(site: SiteFolder) -> Path:
    return site.releases / "lieux" / "current"


def package(site: SiteFolder) -> Any:
    return json.loads((current(site) / "datapackage.json").read_text(encoding="utf-8"))


def test_the_same_rows_get_new_texts(site: SiteFolder) -> None:
    publish_one(site)
    rows = (current(site) / "places.csv").read_bytes()
    (site.data / "lieux" / "exports" / "lieux.csv").unlink()
    declare(site, DATASET.replace("fr: Des lieux.", "fr: Des lieux ouverts à tous."))
    outcome = rebaked(site)
    assert outcome.version == "1.0.1"
    assert package(site)["description"] == "Des lieux ouverts à tous."
    assert (current(site) / "places.csv").read_bytes() == rows


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


def test_a_release_from_before_the_forms_is_rebaked(site: SiteFolder) -> None:
    publish_one(site)
    folder = current(site).resolve()
    for path in {*folder.glob("places.[!c]*"), *folder.glob("*.gz"), *folder.glob("*.zip")}:
        path.unlink()
    old = package(site)
    del old["distributions"], old["resources"][0]["distributions"]
    (folder / "datapackage.json").write_text(json.dumps(old), encoding="utf-8")
    outcome = rebaked(site)
    assert outcome.version == "1.0.1"
    assert "form parquet of places added" in outcome.reasons
    assert Store(site.releases / "lieux").verify("1.0.1") == []


def test_other_columns_need_the_exports(site: SiteFolder) -> None:
    publish_one(site)
    declare(site, DATASET.replace("      kind:", "      genre:").replace("[kind]", "[genre]"))
    with pytest.raises(StoreError) as told:
        rebaked(site)
    assert str(told.value) == (
        "lieux: the declaration no longer publishes the columns of 1.0.0; that needs the exports: "
        "run `fournil publish lieux`"
    )
    assert package(site)["version"] == "1.0.0"


def test_without_a_release_there_is_nothing_to_rebake(site: SiteFolder) -> None:
    with pytest.raises(
        StoreError, match="lieux: no release to rebake; run `fournil publish lieux`"
    ):
        rebaked(site)
