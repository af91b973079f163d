"""Every release says what changed since the one before it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from publish.bakehouse.publication import rebake_one
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.sites import DATASET, DAY, ROWS, declare, deliver, make_site, publish_one, published_site

NEW = (ROWS[0].replace("Café des", "Café aux"), ROWS[1], "04;Four;atelier;oui;eve@example.org")


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_site(tmp_path / "site")


@pytest.fixture
def published(tmp_path: Path) -> SiteFolder:
    """The same with its first release."""
    return published_site(tmp_path / "site")


def release(site: SiteFolder) -> Path:
    return (site.releases / "lieux" / "current").resolve()


def changes(site: SiteFolder) -> Any:
    return json.loads((release(site) / "changes.json").read_text(encoding="utf-8"))


@pytest.mark.slow("bakes two releases to compare them")
def test_the_first_release_adds_everything(published: SiteFolder) -> None:
    told = changes(published)
    assert (told["version"], told["previous"], told["reasons"]) == (
        "1.0.0",
        None,
        ["first release"],
    )
    assert told["changes"] == [{"code": "first-release"}]
    rows = {"before": 0, "after": 3, "added": 3, "removed": 0, "changed": 0, "columns_only": 0}
    assert told["tables"][0]["rows"] == rows
    assert not list(release(published).glob("*.changes.*"))


@pytest.mark.slow("bakes two releases to compare them")
def test_a_later_one_tells_cell_by_cell(published: SiteFolder) -> None:
    deliver(published, *NEW)
    publish_one(published)
    assert (changes(published)["previous"], changes(published)["version"]) == ("1.0.0", "1.0.1")
    assert (release(published) / "places.changes.csv").read_text(encoding="utf-8") == (
        "op,key,column,old,new\n"
        "changed,01,name,Café des Œuvres,Café aux Œuvres\n"
        "removed,03,,,\n"
        "added,04,name,,Four\n"
        "added,04,kind,,atelier\n"
        "added,04,open,,true\n"
    )


@pytest.mark.slow("bakes two releases to compare them")
def test_the_zip_tells_what_changed_but_no_cell(published: SiteFolder) -> None:
    deliver(published, *NEW)
    publish_one(published)
    with ZipFile(release(published) / "lieux.zip") as file:
        assert file.read("changes.json") == (release(published) / "changes.json").read_bytes()
        assert not [name for name in file.namelist() if ".changes." in name]


def test_new_forms_change_no_row(published: SiteFolder) -> None:
    rebake_one(published, "lieux", DAY, Silent())
    rows = {"before": 3, "after": 3, "added": 0, "removed": 0, "changed": 0, "columns_only": 0}
    assert changes(published)["tables"][0]["rows"] == rows
    assert (release(published) / "places.changes.jsonl").read_bytes() == b""


@pytest.mark.slow("bakes two releases to compare them")
def test_what_is_protected_from_now_on_is_not_told(published: SiteFolder) -> None:
    column = "kind: {type: string, role: open, from: Type, description: {fr: Type}"
    assert column in DATASET
    declare(published, DATASET.replace(column, f"{column}, protect: rekey"))
    assert publish_one(published).version == "2.0.0"
    told = (release(published) / "places.changes.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["old"] for line in told.splitlines()] == [None] * 3
    assert "café" not in told
    assert changes(published)["tables"][0]["columns"]["changed"] == [
        {"name": "kind", "from": {"protection": None}, "to": {"protection": "rekey"}}
    ]


@pytest.mark.slow("bakes two releases to compare them")
def test_two_builds_are_the_same(tmp_path: Path) -> None:
    built = []
    for name in ("one", "two"):
        site = make_site(tmp_path / name)
        publish_one(site)
        deliver(site, *NEW)
        publish_one(site)
        files = [*release(site).glob("*changes*")]
        built.append({path.name: sha256(path.read_bytes()).hexdigest() for path in files})
    assert built[0] == built[1]
    assert len(built[0]) == 3


@pytest.mark.slow("bakes two releases to compare them")
def test_a_new_column_changes_no_row(published: SiteFolder) -> None:
    column = "      kind: {type: string, role: open, from: Type, description: {fr: Type}}\n"
    assert column in DATASET
    declare(published, DATASET.replace(column, column + column.replace("kind:", "sort:")))
    publish_one(published)
    told = changes(published)
    assert told["reasons"] == ["column places.sort added"]
    counts = {"added": 0, "removed": 0, "changed": 0, "columns_only": 3}
    assert told["tables"][0]["rows"] == {"before": 3, "after": 3, **counts}
