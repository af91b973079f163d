"""Rows that stay by policy go where their partner gives them under another key."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.partners import NORD, NORD_ROWS, gives, make_partners, partner, rows_of
from tests.sites import DAY, publish_one

pytestmark = pytest.mark.slow("publishes several times")
DAYS = [DAY + timedelta(days=number) for number in range(6)]
HEADER, CAFE, GARDEN = NORD_ROWS


def made(root: Path, *rows: str, vanished: str = "keep") -> SiteFolder:
    site = make_partners(root)
    partner(site, "nord", f"{NORD}policy: {{vanished: {vanished}}}\n", HEADER, *rows)
    assert publish_one(site).status == "published"
    return site


def ids(site: SiteFolder) -> dict[str, str]:
    """The ids of the partner's rows, by its own names."""
    told = rows_of(site, "places_sources")
    return {row["source_id"]: row["id"] for row in told if row["partner"] == "nord"}


def given(site: SiteFolder, turn: int, *rows: str) -> None:
    """The partner gives these rows, and they are published; again, they are what they are."""
    gives(site, "nord", HEADER, *rows)
    assert publish_one(site, DAYS[turn]).status != "refused"
    assert publish_one(site, DAYS[turn + 1]).status == "unchanged"


@pytest.mark.parametrize("vanished", ["keep", "mark"])
def test_a_file_that_is_keyed_anew_doubles_no_row(tmp_path: Path, vanished: str) -> None:
    site = made(tmp_path, CAFE, GARDEN, vanished=vanished)
    before = ids(site)
    given(site, 1, f"X{CAFE}", f"X{GARDEN}")
    assert ids(site) == {"X1": before["1"], "X2": before["2"]}
    fresh = {row["id"]: row["quality_fresh"] for row in rows_of(site) if row["source"] == ["nord"]}
    assert fresh == {before["1"]: 1, before["2"]: 0}
    # It is known under the new key alone: one that goes from there stays so.
    given(site, 3, f"X{CAFE}")
    assert ids(site) == {"X1": before["1"], "X2": before["2"]}


def test_a_row_that_truly_went_stays(tmp_path: Path) -> None:
    site = made(tmp_path, CAFE, GARDEN)
    before = ids(site)
    given(site, 1, f"X{CAFE}")
    assert ids(site) == {"X1": before["1"], "2": before["2"]}


def test_a_row_whose_twin_is_there_stays(tmp_path: Path) -> None:
    twin = CAFE.replace("1;", "3;", 1)
    site = made(tmp_path, CAFE, twin, GARDEN)
    before = ids(site)
    given(site, 1, CAFE, GARDEN.replace("jardin", "parc"))
    assert ids(site) == before
    # Of two that went one came again: nobody knows which.
    given(site, 3, f"X{CAFE}", GARDEN)
    assert {*ids(site)} == {"1", "2", "3", "X1"}


def test_twins_that_are_keyed_anew_are_two(tmp_path: Path) -> None:
    twin = CAFE.replace("1;", "3;", 1)
    site = made(tmp_path, CAFE, twin)
    given(site, 1, f"X{CAFE}", f"X{twin}", f"Y{twin}")
    assert {*ids(site)} == {"X1", "X3", "Y3"}
