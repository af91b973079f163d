"""A dataset is late when its rhythm says that news should have come."""

from datetime import date

import pytest

from publish.frequencies import FREQUENCIES
from publish.serving.freshness import freshness, often
from publish.serving.languages import Shown, speaking


def late(frequency: str, on: date) -> bool:
    updated = {"date": "2026-11-01", "basis": "read"}
    package = {"created": "2026-11-01T00:00:00Z", "frequency": frequency, "updated": updated}
    return freshness(package, on).late


@pytest.mark.parametrize(
    ("frequency", "day", "expected"),
    [("weekly", 9, False), ("weekly", 10, True), ("monthly", 30, False), ("never", 30, False)],
)
def test_late_by_its_rhythm(frequency: str, day: int, expected: bool) -> None:
    assert late(frequency, date(2026, 11, day)) is expected


def test_a_release_looked_at_later_counts() -> None:
    package = {
        "created": "2026-11-20T00:00:00Z",
        "frequency": "weekly",
        "updated": {"date": "2026-01-01", "basis": "declared"},
    }
    assert not freshness(package, date(2026, 11, 21)).late


def test_every_frequency_has_words() -> None:
    for language in ("fr", "en"):
        with speaking(Shown(language)):
            silent = {name for name in FREQUENCIES if not often(name)}
        assert silent == {"unknown"}
