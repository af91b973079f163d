"""Why there is a new version is told in the language of the page."""

import pytest

from publish.serving.changelog import told
from publish.serving.languages import Shown, speaking
from publish.versions import bump

PACKAGE = {
    "resources": [
        {
            "name": "places",
            "titles": {"fr": "Lieux", "en": "Places"},
            "schema": {"fields": [{"name": "seats", "titles": {"fr": "Sièges"}}]},
        }
    ]
}
TOLD = {
    "first release": "Première version",
    "places has 1234567 rows, had 3": "Lieux\u00a0: 1\u202f234\u202f567 lignes, 3 auparavant",
    "column places.seats added": "Nouvelle colonne\u00a0: Lieux › Sièges",
    "table gone removed": "Table retirée\u00a0: gone",
    "texts of places.seats changed": "Titres ou descriptions modifiés",
    "form parquet of places added": "Nouvelle forme de fichier\u00a0: parquet",
    "licence of places: ODbL-1.0, now etalab-2.0": (
        "Lieux\u00a0: licence etalab-2.0 au lieu de ODbL-1.0"
    ),
}


@pytest.mark.parametrize("reason", TOLD)
def test_a_reason_in_french(reason: str) -> None:
    with speaking(Shown("fr")):
        assert told(reason, PACKAGE) == TOLD[reason]


def test_an_unknown_reason_stays_english_and_says_so() -> None:
    with speaking(Shown("fr")):
        assert told("a <b> happened", PACKAGE) == '<span lang="en">a &lt;b&gt; happened</span>'
    with speaking(Shown("en")):
        assert told("a <b> happened", PACKAGE) == "a &lt;b&gt; happened"


def test_what_the_version_rule_says_is_known_here() -> None:
    old = {"resources": [{"name": "places", "rows": 1, "schema": {"fields": []}}]}
    new = {"resources": [{"name": "places", "rows": 2, "schema": {"fields": [{"name": "seats"}]}}]}
    change = bump(old, new, rows_changed=True)
    assert change is not None
    with speaking(Shown("fr")):
        assert [str(told(reason, PACKAGE)) for reason in change[1]] == [
            "Nouvelle colonne\u00a0: Lieux › Sièges",
            "Lieux\u00a0: 2 lignes, 1 auparavant",
        ]
