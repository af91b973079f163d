"""Who left a dataset does not come back where its folder has another name."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.people.leavings import leave
from publish.people.part_requests import withdraw_part
from publish.progress import Silent
from publish.upkeep.update import update
from tests.people.askers import ADA, BOB, DAY, NOW
from tests.people.canaries import holding
from tests.people.test_letting_go import LATER, TEXT, published, session, written

pytestmark = pytest.mark.slow("publishes week after week")
REFUSED = (
    "blocker withdrawn-elsewhere: spots: it has rows of people who withdrew from lieux, which is "
    "not declared any more; where it is lieux under another name, give it back that name: "
    "`mv data/spots data/lieux`; where it is another dataset, and they may be in it, remove "
    "private/lieux/withdrawals.csv and private/lieux/partings.json"
)


def renamed(site: SiteFolder) -> str:
    """What the next publication says of the dataset under another name."""
    (site.data / "lieux").rename(site.data / "spots")
    return said(site, 2)


def said(site: SiteFolder, week: int) -> str:
    return "\n".join(update(site, DAY + timedelta(7 * week), Silent()).lines)


@pytest.mark.parametrize("part", [False, True])
def test_a_dataset_under_another_name_shows_nobody_again(tmp_path: Path, part: bool) -> None:
    site = published(tmp_path / "site")
    if part:
        withdraw_part(site.desk, session(site, ADA), "lieux", "places", "77", "delete", NOW)
    else:
        leave(site.desk, session(site, ADA), ["lieux"], NOW)
    written(site, 1)
    update(site, LATER, Silent())
    assert holding(site.releases, TEXT) == []
    assert REFUSED in renamed(site)
    assert holding(site.releases, TEXT) == []
    (site.data / "spots").rename(site.data / "lieux")
    written(site, 3)
    assert "withdrawn-elsewhere" not in said(site, 3)
    assert holding(site.releases / "lieux", "Soup 3 of kitchen 3")
    assert holding(site.releases, TEXT) == []


def test_another_dataset_is_published_once_the_lists_are_gone(tmp_path: Path) -> None:
    site = published(tmp_path / "site")
    leave(site.desk, session(site, ADA), ["lieux"], NOW)
    update(site, LATER, Silent())
    assert REFUSED in renamed(site)
    (site.private / "lieux" / "withdrawals.csv").unlink()
    said(site, 3)
    assert holding(site.releases / "spots", TEXT)


def test_where_nobody_of_it_left_a_new_name_is_a_new_dataset(tmp_path: Path) -> None:
    site = published(tmp_path / "site")
    leave(site.desk, session(site, BOB), ["lieux"], NOW)
    update(site, LATER, Silent())
    assert "withdrawn-elsewhere" not in renamed(site)
    assert holding(site.releases / "spots", TEXT)
