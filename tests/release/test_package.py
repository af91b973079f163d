"""The model of a release says what its datapackage.json says, and what follows from it."""

from pathlib import Path
from typing import Any

import pytest

from publish.errors import StoreError
from publish.release.described import Form, LicenseEntry
from publish.release.package import Package, Period
from publish.release.release import Release, listed_files, read_package
from publish.release.table import Table, TableReference
from publish.site.base.releases import read_release
from tests import factory

TREE: dict[str, Any] = factory.places_package("1.2.0", 6)


def table(**said: Any) -> Table:
    return Table({"name": "people", **said}, TREE)


def test_tables_and_columns_are_found_by_name() -> None:
    package = Package(TREE)
    assert list(package.tables) == ["places", "kinds", "notes"]
    places = package.tables["places"]
    assert places is package.table("places")
    assert (places.title, places.rows, places.primary_key) == ("Lieux", 6, ("id",))
    seats = places.columns["seats"]
    assert (seats.type, seats.unit, seats.is_number, seats.is_list) == (
        "integer", "sièges", True, False
    )  # fmt: skip
    assert places.references == (TableReference(("kind",), "kinds", ("id",)),)
    assert (places.facets, places.search, places.label) == (("kind", "tags"), ("name",), "name")
    assert (places.sort, places.map, places.charts) == ("-seats", (), None)


def test_of_a_view_nothing_is_said_but_its_name() -> None:
    view = Package(TREE).table("open_places")
    assert (view.name, view.titles, view.fields, view.references) == ("open_places", {}, (), ())


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        ({}, True),
        ({"about": "things"}, True),
        ({"about": "people"}, False),
        ({"about": "people", "named": True}, True),
    ],
)
def test_rows_about_people_have_no_pages_unless_they_asked_to_be_listed(
    said: dict[str, Any], pages: bool
) -> None:
    assert table(**said).rows_have_pages is pages


def test_a_table_without_a_licence_has_the_datasets() -> None:
    assert table().license == LicenseEntry(**factory.ODBL)
    assert table().contents_license == "DbCL-1.0"
    own = table(licenses=[factory.LO2])
    assert (own.license.name, own.contents_license) == ("etalab-2.0", None)


def test_a_release_that_lists_no_files_has_its_csv_and_its_database() -> None:
    assert Package(TREE).forms == (
        *(Form(f"{name}.csv", "csv", "text/csv", name) for name in ("places", "kinds", "notes")),
        Form("lieux.db", "sqlite", "application/vnd.sqlite3"),
    )


def test_files_are_told_with_size_and_digest() -> None:
    listed = {"format": "parquet", "path": "people.parquet", "mediatype": "application/x"}
    csv = {"path": "people.csv", "bytes": 3, "hash": "sha256:aa"}
    found = table(**csv, distributions=[{**listed, "bytes": 5, "hash": "sha256:bb"}])
    assert found.forms == (
        Form("people.csv", "csv", "text/csv", "people", 3, "aa"),
        Form("people.parquet", "parquet", "application/x", "people", 5, "bb"),
    )


def test_french_stands_first_and_stands_in() -> None:
    assert list(table(titles={"en": "Rows", "fr": "Lignes"}).titles) == ["fr", "en"]
    assert table(titles={"en": "Rows"}, title="Lignes").titles == {"fr": "Lignes", "en": "Rows"}
    assert (table().title, table().description) == ("people", None)


def test_days_and_rhythm() -> None:
    package = Package(TREE | {"frequency": "weekly", "coverage": {"temporal": {"start": "2023"}}})
    assert (package.created, package.updated, package.basis) == (
        "2026-11-21", "2026-11-15", "declared"
    )  # fmt: skip
    assert package.coverage.temporal == Period("2023")
    assert (package.frequency, package.period) == ("weekly", ("2023", "2026-11-15"))
    bare = Package({"name": "lieux", "created": "2026-11-21T00:00:00Z", "frequency": "sometimes"})
    assert (bare.frequency, bare.updated, bare.basis, bare.period) == (None, "2026-11-21", "", None)


@pytest.mark.parametrize("written", ["{", "[]", '{"resources": [{}]}'])
def test_what_is_no_descriptor_is_refused(written: str, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(written)
    with pytest.raises(StoreError, match=r"no descriptor that can be read .*; publish again"):
        read_package(tmp_path)


def test_a_release_counts_its_database_and_knows_its_digest(tmp_path: Path) -> None:
    root = factory.site(tmp_path / "site")
    factory.places(root)
    release = read_release(root / "releases", "lieux", "1.0.0")
    assert {name: release.counts[name] for name in release.tables} == {
        "places": 6, "kinds": 2, "notes": 1
    }  # fmt: skip
    assert release.hash == listed_files(release.folder)["lieux.db"]
    assert release.tables is release.package.tables


def test_a_list_of_checksums_that_is_damaged_lists_nothing(tmp_path: Path) -> None:
    assert listed_files(tmp_path) == {}
    (tmp_path / "SHA256SUMS").write_text("aa  lieux.db\nx")
    assert listed_files(tmp_path) == {}
    (tmp_path / "datapackage.json").write_text("{}")
    assert len(Release("lieux", "1.0.0", tmp_path, Package({})).hash) == 64
