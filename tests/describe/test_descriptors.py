"""Every descriptor of every dataset of the demo passes its own validator."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from publish.describe.descriptors import DESCRIPTORS, write
from publish.release.package import Package
from tests.describe.demo import DATASETS
from tests.describe.validators import croissant_records, csvw_complaints, data_package_errors

pytestmark = pytest.mark.slow("runs every validator on the demo")
each_dataset = pytest.mark.parametrize("dataset", DATASETS)


def release(site: SiteFolder, dataset: str) -> Path:
    return (site.releases / dataset / "current").resolve()


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


@each_dataset
@pytest.mark.parametrize("name", ["datapackage.json", "datapackage.sqlite.json"])
def test_the_data_package_is_valid(name: str, dataset: str, demo: SiteFolder) -> None:
    assert data_package_errors(release(demo, dataset), name) == []


@each_dataset
def test_the_csv_metadata_is_valid(dataset: str, demo: SiteFolder) -> None:
    assert csvw_complaints(release(demo, dataset) / "csv-metadata.json") == []


@pytest.mark.parametrize(
    "table", ["features_week", "features_day", "countries_month", "searches_week"]
)
def test_the_metadata_of_one_csv_is_valid(table: str, demo: SiteFolder) -> None:
    folder = release(demo, "frequentation")
    assert csvw_complaints(folder / f"{table}.csv-metadata.json") == []


@each_dataset
def test_croissant_loads_two_records_of_each_table(dataset: str, demo: SiteFolder) -> None:
    folder = release(demo, dataset)
    loaded = croissant_records(folder / "croissant.json")
    tables = {one["name"]: one for one in read(folder, "datapackage.json")["resources"]}
    assert {table: len(records) for table, records in loaded.items()} == {
        name: min(2, table["rows"]) for name, table in tables.items()
    }


def test_codes_dates_and_lists_come_whole_out_of_croissant(places: Path) -> None:
    first = croissant_records(places / "croissant.json", 1)["places"][0]
    assert first["places/postcode"] == b"02000"
    assert str(first["places/opened"]) == "2023-07-23 00:00:00"
    assert (first["places/accessible"], first["places/seats"]) == (True, None)
    assert list(first["places/tags"]) == [b"entraide"]


def test_the_validators_see_what_is_wrong(places: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(places, folder)
    csv = folder / "contributions.csv"
    csv.write_text(csv.read_text("utf-8").replace("2026-01-26", "26/01/2026", 1), "utf-8")
    assert csvw_complaints(folder / "contributions.csv-metadata.json")
    assert data_package_errors(folder, "datapackage.json")


def test_a_foreign_key_that_leads_nowhere_is_seen(places: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(places, folder)
    csv = folder / "contributions.csv"
    csv.write_text(csv.read_text("utf-8").replace(",lp-", ",lp-x", 1), "utf-8")
    assert csvw_complaints(folder / "csv-metadata.json")


def test_descriptors_are_a_function_of_the_data_package(places: Path, tmp_path: Path) -> None:
    package = read(places, "datapackage.json")
    written = write(tmp_path, Package(package))
    assert [path.name for path in written] == [
        "places.csv-metadata.json",
        "contributions.csv-metadata.json",
        "csv-metadata.json",
        "croissant.json",
        "dataset.jsonld",
        "datapackage.sqlite.json",
    ]
    assert set(DESCRIPTORS) == {"csvw", "croissant", "schema-org", "sqlite"}
    for path in written:
        assert path.read_bytes() == (places / path.name).read_bytes()
    sums = (places / "SHA256SUMS").read_text("utf-8")
    assert all(f"  {path.name}\n" in sums for path in written)
