"""The catalog tells ages as the page of states does."""

import json
from datetime import date
from pathlib import Path

import pytest

from publish.serve import open_site
from publish.serving.age import Age, age
from publish.serving.releases import read_release
from publish.site import SiteFolder
from publish.status import NAME
from tests import factory


@pytest.mark.parametrize(
    ("frequency", "today", "state"),
    [
        ("weekly", "2026-11-28", "fresh"),
        ("weekly", "2026-11-29", "due"),
        ("weekly", "2026-11-30", "overdue"),
        ("irregular", "2036-11-01", "unscheduled"),
        ("sometimes", "2036-11-01", "unscheduled"),
    ],
)
def test_a_release_counts_from_its_day(
    frequency: str, today: str, state: str, tmp_path: Path
) -> None:
    root = factory.site(tmp_path / "site")
    factory.places(root, frequency=frequency)
    release = read_release(root / "releases", "lieux", "1.0.0")
    found = age(open_site(SiteFolder(root)), release, date.fromisoformat(today))
    assert (found.day, found.state) == ("2026-11-15", state)


def test_an_export_without_news_is_news(tmp_path: Path) -> None:
    root = factory.site(tmp_path / "site")
    factory.places(root, frequency="weekly")
    noted = {"checked": {"on": "2026-12-20", "result": "unchanged", "export": "2026-12-19"}}
    (root / "releases" / "lieux" / NAME).write_text(json.dumps(noted))
    release = read_release(root / "releases", "lieux", "1.0.0")
    found = age(open_site(SiteFolder(root)), release, date(2026, 12, 26))
    assert found == Age("2026-11-15", "fresh")
