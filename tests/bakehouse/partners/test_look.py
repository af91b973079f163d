"""What a look at a partner says of lists that are united with others'."""

from datetime import date
from pathlib import Path
from shutil import rmtree

import pytest

from publish.bakehouse.partners.look import look
from publish.declare.site import SiteFolder
from tests.partners import NORD_ROWS, SUD, gives, make_partners, partner, rows_of
from tests.sites import publish_one

LATER = date(2026, 11, 22)
KINDS = "kinds: {from: note, do: [{split: /}]}"
SUD_HEADER = "id,titre,city,note"


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A published site of which one row has the kinds of both partners."""
    site = make_partners(tmp_path, "{compare: {name: name}, golden: {kinds: union}}")
    partner(
        site,
        "sud",
        SUD.replace("town: city", f"town: city, {KINDS}").replace("unused: [note]\n", ""),
    )
    gives(site, "sud", SUD_HEADER, "a,Café des Œuvres,Lille,danse/café")
    gives(site, "nord", NORD_ROWS[0], '1;2026-10-01;Café des Œuvres;Lille;["café","atelier"];12')
    publish_one(site)
    assert [row["kinds"] for row in rows_of(site)] == [["atelier", "café", "danse"]]
    return site


def test_nothing_changed_where_a_partner_s_own_list_is_the_same(site: SiteFolder) -> None:
    assert [look(site, "lieux", name, LATER).changed for name in ("nord", "sud")] == [[], []]


def test_a_change_is_told_beside_what_the_partner_gave(site: SiteFolder) -> None:
    gives(site, "sud", SUD_HEADER, "a,Café des Œuvres,Lille,café")
    found = look(site, "lieux", "sud", LATER)
    assert [*found.cells("a")] == [("kinds", '["danse","café"]', '["café"]')]


def test_where_nothing_is_remembered_items_that_are_there_are_no_change(site: SiteFolder) -> None:
    rmtree(site.private / "lieux" / "partners")
    assert look(site, "lieux", "sud", LATER).changed == []
    gives(site, "sud", SUD_HEADER, "a,Café des Œuvres,Lille,danse/chant")
    merged = '["atelier","café","danse"]'
    assert [*look(site, "lieux", "sud", LATER).cells("a")] == [
        ("kinds", merged, '["danse","chant"]')
    ]
