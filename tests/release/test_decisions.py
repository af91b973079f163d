"""What was decided is private state: releases/ can be lost, a backup lifts no withdrawal."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import PrivateStateError
from publish.release.store import Store
from publish.upkeep.backup import backup
from publish.upkeep.restore import restore
from tests.sites import ROWS, deliver, make_site, publish_one

PHRASE = "correct horse battery"
pytestmark = pytest.mark.slow("publishes sites, backs them up and restores them")


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    made = make_site(tmp_path / "site")
    assert publish_one(made).version == "1.0.0"
    return made


def store(site: SiteFolder) -> Store:
    return Store(site.releases / "lieux", site.private / "lieux")


def restored(file: Path, root: Path, like: SiteFolder) -> SiteFolder:
    """The backup in an empty folder, beside the same exports."""
    restore(file, root, PHRASE)
    shutil.copytree(like.data / "lieux" / "exports", root / "data" / "lieux" / "exports")
    return SiteFolder(root)


def test_the_drill_gives_the_same_content_under_the_next_number(
    site: SiteFolder, tmp_path: Path
) -> None:
    backup(site, tmp_path / "kept", PHRASE)
    again = restored(tmp_path / "kept", tmp_path / "again", site)
    outcome = publish_one(again)
    assert (outcome.version, outcome.reasons) == (
        "1.0.1",
        ("made again: the files of the last release were lost",),
    )
    assert [(one.version, one.state) for one in store(again).entries()] == [
        ("1.0.0", "pruned"),
        ("1.0.1", "kept"),
    ]
    first, second = store(again).entries()
    assert first.content == second.content


def test_what_was_withdrawn_is_not_published_after_a_restore(
    site: SiteFolder, tmp_path: Path
) -> None:
    store(site).withdraw(None, "personal data", date(2026, 11, 22))
    backup(site, tmp_path / "kept", PHRASE)
    again = restored(tmp_path / "kept", tmp_path / "again", site)
    assert [one.code for one in publish_one(again).problems] == ["held-content"]
    store(again).unhold("1.0.0")
    assert publish_one(again).version == "2.0.0"


def test_an_older_backup_lifts_no_newer_withdrawal(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "kept", PHRASE)
    store(site).withdraw(None, "personal data", date(2026, 11, 22))
    shutil.rmtree(site.private)
    restore(tmp_path / "kept", site.root, PHRASE)
    assert [one.code for one in publish_one(site).problems] == ["older-backup", "held-content"]


def test_an_index_that_is_lost_or_damaged_is_written_again(site: SiteFolder) -> None:
    index = site.releases / "lieux" / "releases.json"
    before = index.read_bytes()
    for change in (index.unlink, lambda: index.write_text("{")):
        change()
        assert publish_one(site).status == "unchanged"
        assert index.read_bytes() == before


def test_releases_of_before_are_taken_over(site: SiteFolder) -> None:
    (site.private / "lieux" / "series.json").unlink()
    deliver(site, *ROWS, "04;Halle;halle;oui;eve@example.org")
    assert publish_one(site).version == "1.0.1"
    kept = site.private / "lieux" / "series.json"
    assert [one["version"] for one in json.loads(kept.read_text())["releases"]] == [
        "1.0.0",
        "1.0.1",
    ]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_damaged_state_is_told_and_never_taken_for_none(site: SiteFolder) -> None:
    (site.private / "lieux" / "series.json").write_text("{")
    with pytest.raises(PrivateStateError, match=r"series\.json: damaged .*`fournil .*restore"):
        store(site).entries()
