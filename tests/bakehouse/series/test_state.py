"""Ledger, store and clock agree, or nothing is published and a person is told what to do."""

import shutil
import signal
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.bakehouse.series.ledger import Ledger
from publish.cli import main
from publish.declare.site import SiteFolder
from publish.release.store import Store
from tests.bakehouse.series.site import answer, killed, make_survey, run
from tests.sites import copied

pytestmark = pytest.mark.slow("publishes in processes and kills them")


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return copied(tmp_path / "site", first_release)


def first_release(root: Path) -> SiteFolder:
    made = make_survey(root, range(40))
    assert run(made, "2026-01-05").version == "1.0.0"
    return made


def private(site: SiteFolder) -> Path:
    return site.private / "enquete"


def published(site: SiteFolder) -> int:
    """The rows of the release that is served."""
    current = Store(site.releases / "enquete").current()
    return next(iter(current.tables.values())).rows if current else 0


def test_held_changes_are_no_release(site: SiteFolder) -> None:
    answer(site, range(44))
    assert run(site, "2026-01-12").status == "unchanged"
    answer(site, range(52))
    outcome = run(site, "2026-01-19")
    assert (outcome.status, outcome.version, published(site)) == ("published", "1.0.1", 52)


def test_a_lost_ledger_needs_a_persons_word(site: SiteFolder) -> None:
    (private(site) / "ledger.db").unlink()
    outcome = run(site, "2026-01-12")
    assert [str(problem) for problem in outcome.problems] == [
        "blocker lost-ledger: enquete: releases about people were published, and the ledger that "
        "remembers them is gone; put private/enquete/ledger.db back (`fournil restore`), or accept "
        "that the past cannot be compared with: `fournil new-series enquete --why …`"
    ]
    asked = ["--site", str(site.root), "new-series", "enquete", "--why", "disk lost"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    outcome = run(site, "2026-01-12")
    assert (outcome.version, outcome.reasons[0]) == (
        "2.0.0",
        "new series of answers: its privacy policy or its past changed",
    )
    assert run(site, "2026-01-19").status == "unchanged"


def test_a_ledger_one_release_old_is_refused(site: SiteFolder) -> None:
    old = (private(site) / "ledger.db").read_bytes()
    answer(site, range(60))
    run(site, "2026-01-12")
    (private(site) / "ledger.db").write_bytes(old)
    outcome = run(site, "2026-01-19")
    assert [problem.code for problem in outcome.problems] == ["stale-ledger"]
    assert "the ledger's last release is 1.0.0, the store's 1.0.1" in outcome.problems[0].what


def test_a_clock_moved_back_is_refused(site: SiteFolder) -> None:
    outcome = run(site, "2026-01-04")
    assert [str(problem) for problem in outcome.problems] == [
        "blocker clock-moved-back: enquete: today is 2026-01-04, and the last release was made "
        "for 2026-01-05; set the clock right, or give `--as-of` a later day"
    ]


def test_another_key_is_refused(site: SiteFolder) -> None:
    (private(site) / "key").write_text("ab" * 32 + "\n")
    answer(site, range(60))
    assert [problem.code for problem in run(site, "2026-01-12").problems] == ["other-key"]
    (private(site) / "key").unlink()
    assert "the key of enquete is gone" in run(site, "2026-01-12").message


def test_releases_older_than_the_ledger_are_refused(site: SiteFolder, tmp_path: Path) -> None:
    shutil.copytree(site.releases, tmp_path / "copy", symlinks=True)
    answer(site, range(60))
    run(site, "2026-01-12")
    shutil.rmtree(site.releases)
    shutil.copytree(tmp_path / "copy", site.releases, symlinks=True)
    decided = private(site) / "series.json"
    known = decided.read_bytes()
    decided.unlink()
    [problem] = run(site, "2026-01-19").problems
    assert (problem.code, problem.fix) == (
        "lost-release",
        "put releases/enquete/ back from a copy, releases.json above all",
    )
    decided.write_bytes(known)
    assert run(site, "2026-01-19").version == "1.0.2"
    assert published(site) == 60


def test_ledger_and_release_are_both_or_none(site: SiteFolder, tmp_path: Path) -> None:
    """Killed at every change that another run could see; the next one finds that they agree."""
    answer(site, range(60))
    seen = set()
    for step in count(1):
        copy = SiteFolder(tmp_path / str(step))
        shutil.copytree(site.root, copy.root, symlinks=True)
        ended = killed(copy.root, "2026-01-12", step)
        if ended == 0:
            assert step > 8
            break
        assert ended == -signal.SIGKILL
        outcome = run(copy, "2026-01-12")
        assert (outcome.exit_code, published(copy)) == (0, 60)
        seen.add(outcome.status)
        told = [(one.version, one.content) for one in Ledger(private(copy)).releases()]
        given = Store(copy.releases / "enquete").entries()
        assert told == [(one.version, one.content) for one in given]
        assert not (private(copy) / "ledger.next.db").exists()
    assert seen == {"published", "unchanged"}


def test_a_withdrawn_dataset_starts_from_what_the_ledger_knows(site: SiteFolder) -> None:
    Store(site.releases / "enquete", private(site)).withdraw(None, "a name", date(2026, 1, 6))
    answer(site, range(43))
    outcome = run(site, "2026-01-12")
    assert ([one.code for one in outcome.problems], published(site)) == (["held-content"], 0)


def test_a_rebake_shares_its_rows_with_the_release_before(site: SiteFolder) -> None:
    asked = ["--site", str(site.root), "rebake", "enquete", "--as-of", "2026-01-06"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    assert [one.number for one in Ledger(private(site)).releases()] == [1, 1]
    answer(site, range(43))
    assert run(site, "2026-01-12").status == "unchanged"
