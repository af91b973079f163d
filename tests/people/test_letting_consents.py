"""A consent that is withdrawn at the desk holds against old exports, until a later one is given."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.people.part_requests import withdraw_part
from publish.progress import Silent
from publish.upkeep.update import update
from tests.people.askers import ADA, DAY, NOW, write
from tests.people.canaries import holding
from tests.people.test_letting_go import NAME, published, session, written

pytestmark = pytest.mark.slow("publishes a site")


def test_an_old_export_brings_no_withdrawn_consent_back(tmp_path: Path) -> None:
    site = published(tmp_path / "site")
    assert holding(site.releases, NAME)
    withdraw_part(site.desk, session(site, ADA), "lieux", "members", "", "name", NOW)
    for week in (1, 2):
        written(site, week)
        update(site, DAY + timedelta(7 * week), Silent())
        assert holding(site.releases, NAME) == []
    written(site, 3)
    export = (site.data / "lieux" / "exports" / "members.csv").read_text("utf-8")
    later = (DAY + timedelta(8)).isoformat()
    write(site, "members", export.replace(f"{NAME},2026-01-02", f"{NAME},{later}"))
    update(site, DAY + timedelta(21), Silent())
    assert holding(site.releases, NAME)
