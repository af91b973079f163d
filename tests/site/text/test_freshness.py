"""Pages tell the age of a dataset by one rule: the day of its export, that of its last change."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.release.notes import NAME
from publish.release.package import Package
from publish.site.text.freshness import Dated, dated, often
from publish.site.text.languages import Shown, speaking
from publish.words.frequencies import FREQUENCIES

PACKAGE: dict[str, Any] = {
    "created": "2026-11-21T00:00:00Z",
    "frequency": "weekly",
    "updated": {"date": "2026-11-15", "basis": "read"},
}


def told(folder: Path, today: str, package: dict[str, Any] = PACKAGE) -> Dated:
    with speaking(Shown("en")):
        return dated(folder, Package(package), date.fromisoformat(today))


def note(folder: Path, export: str) -> None:
    checked = {"on": "2026-12-20", "result": "unchanged", "export": export}
    (folder / NAME).write_text(json.dumps({"checked": checked}), encoding="utf-8")


@pytest.mark.parametrize(
    ("frequency", "today", "words"),
    [
        ("weekly", "2026-11-28", "Up to date"),
        ("weekly", "2026-11-29", "Due"),
        ("weekly", "2026-11-30", "Overdue by 2 days"),
        ("monthly", "2026-12-20", "Up to date"),
        ("irregular", "2036-11-01", "No schedule"),
        ("never", "2036-11-01", "No schedule"),
        ("sometimes", "2036-11-01", "No schedule"),
    ],
)
def test_a_release_whose_export_nobody_noted_counts_from_its_day(
    frequency: str, today: str, words: str, tmp_path: Path
) -> None:
    found = told(tmp_path, today, PACKAGE | {"frequency": frequency})
    assert (found.exported, found.changed, found.words) == ("", "2026-11-15", words)


def test_an_export_without_news_keeps_it_fresh(tmp_path: Path) -> None:
    note(tmp_path, "2026-12-19")
    assert told(tmp_path, "2026-12-26") == Dated(
        exported="2026-12-19",
        changed="2026-11-15",
        basis="latest date in the data",
        frequency="every week",
        state="fresh",
        words="Up to date",
    )


def test_looking_at_an_old_export_does_not(tmp_path: Path) -> None:
    note(tmp_path, "2026-11-01")
    assert told(tmp_path, "2026-11-21").words == "Overdue by 13 days"


def test_a_day_to_come_in_the_data_does_not(tmp_path: Path) -> None:
    """An agenda's latest date is no sign of life."""
    note(tmp_path, "2026-11-01")
    coming = PACKAGE | {"updated": {"date": "2027-05-01", "basis": "read"}}
    assert told(tmp_path, "2026-11-21", coming).words == "Overdue by 13 days"


def test_every_frequency_has_words() -> None:
    for language in ("fr", "en"):
        with speaking(Shown(language)):
            silent = {name for name in FREQUENCIES if not often(name)}
        assert silent == {"unknown"}
