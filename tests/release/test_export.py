"""Files of a release copied for people without a server."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import StoreError
from publish.release.export import export
from publish.release.store import Store
from tests.sites import published_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    return published_site(tmp_path_factory.mktemp("site"))


@pytest.fixture
def store(site: SiteFolder) -> Store:
    return Store(site.releases / "lieux")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_chosen_formats_come_with_the_licence(store: Store, tmp_path: Path) -> None:
    copies = export(store, ("parquet", "sqlite"), tmp_path / "new" / "folder")
    assert sorted(path.name for path in copies) == names(tmp_path / "new" / "folder")
    assert names(tmp_path / "new" / "folder") == ["LICENSE.txt", "lieux.db", "places.parquet"]


def test_without_a_choice_every_file_of_data_comes(store: Store, tmp_path: Path) -> None:
    export(store, (), tmp_path)
    assert names(tmp_path) == [
        "LICENSE.txt",
        "dictionary.csv",
        "lieux.db",
        "lieux.zip",
        "places.csv",
        "places.csv.gz",
        "places.jsonl.gz",
        "places.parquet",
        "places.xlsx",
    ]
    current = store.folder / "current"
    assert all((tmp_path / n).read_bytes() == (current / n).read_bytes() for n in names(tmp_path))


def test_an_unknown_format_names_those_there_are(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as told:
        export(store, ("ods",), tmp_path)
    assert str(told.value) == (
        "lieux 1.0.0 has no 'ods'; there: csv, csv.gz, dictionary, jsonl.gz, parquet, sqlite, "
        "xlsx, zip"
    )


def test_a_folder_that_cannot_be_written_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"/file: cannot be written"):
        export(store, (), tmp_path / "file")


def test_nothing_published_is_nothing_to_export(tmp_path: Path) -> None:
    store = Store(tmp_path / "lieux")
    with pytest.raises(StoreError, match="lieux: no release to export; run `fournil publish`"):
        export(store, (), tmp_path)
