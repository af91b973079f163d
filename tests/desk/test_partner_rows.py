"""Rows of partners behind a row, as a release tells them."""

from pathlib import Path

import pytest

from publish.desk.partner_rows import Merged, behind, fed, merged, shown_as, texts_named, texts_of
from publish.desk.rows import release_of
from publish.release.release import Release
from tests.desk.pairing import fed_site
from tests.sites import published_site


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """That of a dataset whose places come of three partners."""
    found = release_of(fed_site(tmp_path_factory.mktemp("fed") / "site"), "lieux")
    assert found
    return found


def test_a_table_is_fed_by_partners_where_its_sources_are_told(
    release: Release, tmp_path: Path
) -> None:
    assert [*fed(release)] == ["places"]
    other = release_of(published_site(tmp_path / "site"), "lieux")
    assert other
    assert fed(other) == {}


def test_a_row_tells_the_rows_that_it_was_made_of(release: Release) -> None:
    places = fed(release)["places"]
    found = [(one.name, one.columns, one.facts) for one in behind(release, places, "p3")]
    assert found == [
        ("alpha/3", ("name",), {"license": "ODbL-1.0"}),
        ("beta/9", ("city",), {"license": "etalab-2.0"}),
        ("gamma/q", (), {"license": "etalab-2.0"}),
    ]
    assert behind(release, places, "p9") == []


def test_a_partner_s_row_is_found_by_what_they_call_it(release: Release) -> None:
    places = fed(release)["places"]
    asked = ["beta/x/7", "gamma/q", "beta/8", "x"]
    assert shown_as(release, places, asked) == {"beta/x/7": "p2", "gamma/q": "p3"}
    said = texts_named(release, "places", "beta/x/7")
    assert said == {"id": "p2", "name": "Le café des œuvres", "city": "Lyon"}
    assert texts_named(release, "places", "beta/8") is None
    assert texts_named(release, "rooms", "beta/x/7") is None
    assert texts_named(None, "places", "beta/x/7") is None
    assert texts_of(release, places, ("p9",)) is None


def test_merged_rows_come_in_parts(release: Release) -> None:
    places = fed(release)["places"]
    assert merged(release, places, "", 5) == [Merged("p3", "Jardin <b>d’Éole</b>", 3)]
    assert merged(release, places, "p3", 5) == []
    assert merged(release, places, "", 0) == []
