"""A partner's file that is not whole takes none of its rows out."""

from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.partners.look import look
from publish.declare.site import SiteFolder
from tests.partners import NORD, NORD_ROWS, by_name, gives, make_partners, partner
from tests.sites import publish_one

LATER, AFTER = date(2026, 11, 22), date(2026, 11, 23)
SAID = (
    "its last good rows stay: 0 rows came, 2 were there: more than 20% fewer; check that what it "
    "gave is whole; if it is, write `policy: {shrink: 1}` in its file for this once"
)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A published site whose tables may lose a fifth of their rows."""
    site = make_partners(tmp_path)
    declared = site.data / "lieux" / "dataset.yaml"
    declared.write_text(declared.read_text("utf-8").replace("    shrink: {max: 1}\n", ""), "utf-8")
    publish_one(site)
    return site


def test_headers_alone_take_no_row_out(site: SiteFolder) -> None:
    before = by_name(site)
    gives(site, "nord", NORD_ROWS[0])
    assert look(site, "lieux", "nord", LATER).few == SAID
    outcome = publish_one(site, LATER)
    assert [str(one) for one in outcome.problems] == [
        f"warning partner-shrunk: lieux.partners.nord: {SAID}"
    ]
    assert by_name(site) == before
    gives(site, "nord", *NORD_ROWS)
    assert publish_one(site, AFTER).problems == ()
    assert by_name(site) == before


def test_fewer_rows_are_taken_as_the_warning_says(site: SiteFolder) -> None:
    gives(site, "nord", *NORD_ROWS[:2])
    [told] = publish_one(site, LATER).problems
    assert "1 rows came, 2 were there: more than 20% fewer" in told.what
    assert "`policy: {shrink: 0.5}`" in told.fix
    partner(site, "nord", NORD + "policy: {shrink: 0.5}\n")
    declared = site.data / "lieux" / "dataset.yaml"
    text = declared.read_text("utf-8").replace(
        "    partners:", "    shrink: {max: 0.5}\n    partners:"
    )
    declared.write_text(text, "utf-8")
    assert publish_one(site, AFTER).status == "published"
    assert sorted(by_name(site)) == ["Café des Œuvres", "Fablab", "La Rotonde"]


def test_rows_that_stay_anyway_hold_nothing(site: SiteFolder) -> None:
    partner(site, "nord", NORD + "policy: {vanished: keep}\n")
    gives(site, "nord", *NORD_ROWS[:2])
    assert publish_one(site, LATER).problems == ()
    assert len(by_name(site)) == 4


@pytest.mark.parametrize(("lost", "share"), [(29, 0.29), (57, 0.57), (58, 0.58), (99, 0.99)])
def test_the_share_that_is_said_is_enough(lost: int, share: float, site: SiteFolder) -> None:
    rows = [f"{number};;Lieu {number};Lille;;" for number in range(100)]
    gives(site, "nord", NORD_ROWS[0], *rows)
    publish_one(site, LATER)
    gives(site, "nord", NORD_ROWS[0], *rows[lost:])
    assert f"`policy: {{shrink: {share}}}`" in look(site, "lieux", "nord", AFTER).few
    partner(site, "nord", NORD + f"policy: {{shrink: {share}}}\n")
    assert look(site, "lieux", "nord", AFTER).few == ""
