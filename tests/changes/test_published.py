"""Every release says what changed since the one before it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from publish.progress import Silent
from publish.publication import rebake_one
from publish.site import SiteFolder
from tests.sites import DATASET, DAY, ROWS, declare, deliver, make_site, publish_one

NEW = (ROWS[0].replace("Café des", "Café aux"), ROWS[1], "04;Four;atelier;oui;eve@example.org")


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_site(tmp_path / "site")


def release(site: SiteFolder) -> Path:
    return (site.releases / "lieux" / "current").resolve()


def changes(site: SiteFolder) -> Any:
    return json.loads((release(site) / "changes.json").read_text(encoding="utf-8"))


def test_the_first_release_adds_everything(site: SiteFolder) -> None:
    publish_one(site)
    told = changes(site)
    assert (told["version"], told["previous"], told["reasons"]) == (
        "1.0.0",
        None,
        ["first release"],
    )
    rows = {"before": 0, "after": 3, "added": 3, "removed": 0, "changed": 0}
    assert told["tables"][0]["rows"] == rows
    assert not list(release(site).glob("*.changes.*"))


def test_a_later_one_tells_cell_by_cell(site: SiteFolder) -> None:
    publish_one(site)
    deliver(site, *NEW)
    publish_one(site)
    assert (changes(site)["previous"], changes(site)["version"]) == ("1.0.0", "1.0.1")
    assert (release(site) / "places.changes.csv").read_text(encoding="utf-8") == (
        "op,key,column,old,new\n"
        "changed,01,name,Café des Œuvres,Café aux Œuvres\n"
        "removed,03,,,\n"
        "added,04,name,,Four\n"
        "added,04,kind,,atelier\n"
        "added,04,open,,true\n"
    )


def test_the_zip_tells_what_changed_but_no_cell(site: SiteFolder) -> None:
    publish_one(site)
    deliver(site, *NEW)
    publish_one(site)
    with ZipFile(release(site) / "lieux.zip") as file:
        assert file.read("changes.json") == (release(site) / "changes.json").read_bytes()
        assert not [name for name in file.namelist() if ".changes." in name]


def test_new_forms_change_no_row(site: SiteFolder) -> None:
    publish_one(site)
    rebake_one(site, "lieux", DAY, Silent())
    rows = {"before": 3, "after": 3, "added": 0, "removed": 0, "changed": 0}
    assert changes(site)["tables"][0]["rows"] == rows
    assert (release(site) / "places.changes.jsonl").read_bytes() == b""


def test_what_is_protected_from_now_on_is_not_told(site: SiteFolder) -> None:
    publish_one(site)
    column = "kind: {type: string, role: open, from: Type, description: {fr: Type}"
    assert column in DATASET
    declare(site, DATASET.replace(column, f"{column}, protect: pseudonymise"))
    assert publish_one(site).version == "2.0.0"
    told = (release(site) / "places.changes.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["old"] for line in told.splitlines()] == [None] * 3
    assert "café" not in told
    assert changes(site)["tables"][0]["columns"]["changed"] == [
        {"name": "kind", "from": {"protection": None}, "to": {"protection": "pseudonymise"}}
    ]


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
