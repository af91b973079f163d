"""A partner's file of the Carrefour des innovations sociales, as it came out of a spreadsheet."""

from typing import Any

import pytest

from tests.real.real_site import RealSite, found

pytestmark = pytest.mark.slow("publishes a real file")

FILE = "cis-data/BDD FFE - TEST - V0.masked.csv"


@pytest.fixture
def cis(real: RealSite) -> RealSite:
    outcome = real.publish("cis/dataset", {"projets.csv": FILE})
    assert (outcome.version, found(outcome)) == (
        "1.0.0",
        [
            # Overseas, or abroad: true, so a warning and no more.
            (
                "coordinates-out-of-bounds",
                "projets.lat+long",
                "26 rows outside the declared bounds",
            )
        ],
    )
    return real


def test_padded_headers_find_their_columns(cis: RealSite, facts: dict[str, Any]) -> None:
    [projects] = cis.described("cis")["resources"]
    assert projects["rows"] == facts[FILE]["rows"] == 303
    assert len(projects["schema"]["fields"]) == facts[FILE]["columns"] - 1  # without e-mails
    assert facts[FILE]["padded_headers"] == 17


def test_words_for_nothing_are_nothing(cis: RealSite, facts: dict[str, Any]) -> None:
    tokens = facts[FILE]["tokens"]
    assert cis.ask("cis", "SELECT count(adresse) FROM projets") == [(0,)]
    filled = 303 - tokens["Twitter "]["null"]
    assert cis.ask("cis", "SELECT count(twitter) FROM projets") == [(filled,)]
    assert cis.ask("cis", "SELECT count(laureats), min(laureats) FROM projets") == [(292, 2014)]


def test_the_whole_world_is_on_the_map(cis: RealSite, facts: dict[str, Any]) -> None:
    span = "SELECT min(lat), max(lat), min(long), max(long) FROM projets"
    columns = facts[FILE]["typed_cols"]
    assert cis.ask("cis", span) == [(*columns["lat"]["range"], *columns["long"]["range"])]


def test_no_address_is_left(cis: RealSite) -> None:
    for file in cis.release("cis").iterdir():
        assert b"contact001@example.org" not in file.read_bytes()
