"""Fresh until the next update is due; overdue half a rhythm later, two days at least."""

from datetime import date
from typing import Any

import pytest

from publish.serving.age import Age, age


def package(frequency: str, updated: str = "2026-11-01", created: str = "2026-11-01") -> Any:
    return {"frequency": frequency, "updated": {"date": updated}, "created": f"{created}T00:00:00Z"}


@pytest.mark.parametrize(
    ("frequency", "today", "state"),
    [
        ("weekly", "2026-11-08", "fresh"),
        ("weekly", "2026-11-09", "due"),
        ("weekly", "2026-11-11", "due"),
        ("weekly", "2026-11-12", "overdue"),
        ("daily", "2026-11-02", "fresh"),
        ("daily", "2026-11-04", "due"),
        ("daily", "2026-11-05", "overdue"),
        ("continuous", "2026-11-01", "fresh"),
        ("continuous", "2026-11-09", "overdue"),
        ("annual", "2027-11-02", "fresh"),
        ("irregular", "2036-11-01", "unknown"),
        ("never", "2036-11-01", "unknown"),
        ("unknown", "2036-11-01", "unknown"),
        ("sometimes", "2036-11-01", "unknown"),
    ],
)
def test_states(frequency: str, today: str, state: Any) -> None:
    assert age(package(frequency), date.fromisoformat(today)) == Age("2026-11-01", state)


def test_a_release_is_an_update_too() -> None:
    found = age(package("weekly", "2026-10-01", "2026-11-20"), date(2026, 11, 22))
    assert found == Age("2026-10-01", "fresh")


def test_without_a_date_of_its_own() -> None:
    assert age({"created": "2026-11-01T00:00:00Z"}, date(2026, 11, 22)).day == "2026-11-01"
