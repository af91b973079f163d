"""`fournil doctor`: one line for each thing, the way out where it is to be mended."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.errors import StoreError
from publish.release.lock import LOCK, site_lock
from publish.release.signature import make_key
from publish.upkeep import doctor
from publish.upkeep.backup import NOTED, backup
from publish.upkeep.doctor import LOOKS, Said, look
from tests.sites import DATASET, DAY, METADATA, declare, make_site, publish_one, published_site
from tests.trees import everything

WELL = METADATA + "address: https://data.example.org\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteFolder:
    """A site in production: published, backed up, run by a timer."""
    made = published_site(tmp_path / "site")
    (made.root / "metadata.yaml").write_text(WELL, encoding="utf-8")
    program(tmp_path, monkeypatch, "systemctl", "echo enabled")
    back_up(made, DAY)
    return made


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str) -> None:
    """A program of the system that does one thing."""
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "bin" / name).write_text(f"#!/bin/sh\n{line}\n")
    (folder / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:/usr/bin:/bin")


def back_up(site: SiteFolder, day: date) -> None:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    (site.private / NOTED).touch()
    os.utime(site.private / NOTED, (at, at))


def said(site: SiteFolder, about: str, today: date = DAY) -> list[Said]:
    return [one for one in look(site, today) if one.about == about]


def to_mend(site: SiteFolder) -> list[str]:
    return [one.about for one in look(site, DAY) if one.way_out]


def test_a_line_for_each_thing_and_nothing_to_mend(site: SiteFolder) -> None:
    before = everything(site)
    found = look(site, DAY)
    assert ([one.about for one in found], to_mend(site)) == (list(LOOKS), [])
    assert everything(site) == before


def test_the_exit_code_says_whether_something_is_to_be_mended(site: SiteFolder) -> None:
    command = ["--site", str(site.root), "doctor", "--as-of", DAY.isoformat()]
    well = CliRunner().invoke(main, command)
    assert (well.exit_code, well.output.splitlines()[2:4]) == (
        0,
        ["  ok  backup: the last one is of 2026-11-21", f"  ok  timer: {doctor.TIMER} is enabled"],
    )
    (site.private / NOTED).unlink()
    ill = CliRunner().invoke(main, command)
    assert (ill.exit_code, ill.output.splitlines()[2]) == (
        1,
        f"mend  backup: none was ever made here; run `fournil --site {site.root} backup FILE`, "
        "and keep FILE elsewhere",
    )


def test_what_others_can_read_is_closed_by_the_command_that_is_printed(tmp_path: Path) -> None:
    site = published_site(tmp_path / "mon site d’été")
    site.private.chmod(0o755)
    [one] = said(site, "rights")
    assert one.what == f"others can look into {site.private}"
    assert os.system(one.way_out.split("`")[1]) == 0
    assert site.private.stat().st_mode & 0o777 == 0o700
    assert said(site, "rights")[0].way_out == ""


def test_a_lost_key_is_named(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    code = "role: open, protect: rekey, description: {fr: Code}}"
    declare(
        site, DATASET.replace("id: {type: string, role: open,", f"id: {{type: string, {code} #")
    )
    publish_one(site)
    assert said(site, "keys")[0].way_out == ""
    (site.private / "lieux" / "key").unlink()
    assert said(site, "keys")[0].what == f"{site.private / 'lieux' / 'key'} is gone"


def test_a_signed_store_wants_its_key(site: SiteFolder) -> None:
    make_key(site.private)
    publish_one(site)
    assert said(site, "keys")[0].way_out == ""
    (site.private / "store.key").unlink()
    assert said(site, "keys")[0].what == f"{site.private / 'store.key'} is gone"


def test_a_backup_grows_old(site: SiteFolder) -> None:
    assert said(site, "backup", date(2026, 12, 5))[0].way_out == ""
    [old] = said(site, "backup", date(2026, 12, 6))
    assert (old.what, old.way_out[:24]) == (
        "the last one is of 2026-11-21",
        "run `fournil backup FILE`"[:24],
    )


def test_a_backup_is_noted_when_it_is_whole(site: SiteFolder, tmp_path: Path, cheap: None) -> None:
    (site.private / NOTED).unlink()
    backup(site, tmp_path / "a.backup", "le pain est dans le four")
    assert (site.private / NOTED).stat().st_mode & 0o777 == 0o600
    assert said(site, "backup")[0].what.startswith("the last one is of ")


def test_nothing_to_save_is_no_fault(tmp_path: Path) -> None:
    assert said(make_site(tmp_path), "backup")[0] == Said("backup", "nothing to save yet")


@pytest.mark.parametrize(
    ("printed", "well"),
    [
        ("0 4 * * 1 /srv/.venv/bin/fournil --site=/srv/a update --quiet", True),
        ("# 0 4 * * 1 fournil update", False),
        ("", False),
    ],
)
def test_a_timer_of_cron_is_found(
    site: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: str, well: bool
) -> None:
    program(tmp_path, monkeypatch, "systemctl", "echo disabled; exit 1")
    program(tmp_path, monkeypatch, "crontab", f"echo '{printed}'")
    assert (said(site, "timer")[0].way_out == "") == well


def test_an_address_is_wanted_and_a_safe_one(site: SiteFolder) -> None:
    (site.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    assert "write the public one" in said(site, "address")[0].way_out
    (site.root / "metadata.yaml").write_text(METADATA + "address: http://a.example\n")
    assert said(site, "address")[0].what == "http://a.example is not encrypted"


def test_what_cannot_be_read_is_a_line_too(site: SiteFolder) -> None:
    (site.root / "metadata.yaml").write_text("titel: {fr: Essai}\n", encoding="utf-8")
    [one] = said(site, "address")
    assert one.what == f"{site.root / 'metadata.yaml'}:1: contact: missing (3 more)"
    assert to_mend(site) == ["address"]


def test_killed_runs_are_named_until_a_publication_sweeps(site: SiteFolder) -> None:
    (site.private / "lieux" / "staging-a").mkdir()
    (site.releases / "lieux" / ".baking-1").mkdir()
    [one] = said(site, "runs")
    assert one == Said(
        "runs", "a killed run of lieux left files", "`fournil publish lieux` takes them away"
    )
    declare(site, DATASET.replace("title: {fr: Lieux, en: Places}", "title: {fr: Les lieux}"))
    publish_one(site)
    assert to_mend(site) == []


def test_a_lock_that_nobody_holds_tells_of_a_killed_run(site: SiteFolder) -> None:
    held = {"pid": 1, "since": "2026-11-20 04:00:00+01:00"}
    (site.private / LOCK).write_text(json.dumps(held))
    assert said(site, "runs")[0].what == "the run of 2026-11-20 04:00:00+01:00 was killed"
    with site_lock(site.private):
        assert to_mend(site) == []
    assert to_mend(site) == []


def test_a_disk_without_room_says_how_much_is_wanted(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 60)
    [one] = said(site, "disk")
    assert one.way_out.startswith("1152921504.6 GB are wanted: make room, or keep fewer releases")


def test_a_file_in_the_place_of_the_private_folder_is_told(site: SiteFolder) -> None:
    site.private.rename(site.root / "away")
    site.private.touch()
    assert said(site, "rights") == [Said("rights", f"{site.private} is no folder", "move it away")]


def test_a_run_that_was_refused_was_not_killed(site: SiteFolder) -> None:
    with pytest.raises(StoreError), site_lock(site.private):
        raise StoreError("refused")
    assert said(site, "runs") == [Said("runs", "every run came to its end")]
