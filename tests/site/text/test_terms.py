"""Every licence says what it asks for, in plain lines."""

import pytest

from publish.site.text.languages import Shown, speaking
from publish.site.text.terms import terms
from publish.words.licenses import LICENSES


@pytest.mark.parametrize("license_id", LICENSES)
def test_every_licence_has_terms(license_id: str) -> None:
    with speaking(Shown("fr")):
        found = terms(license_id)
    assert len(found.may) == 4
    assert bool(found.must) == (license_id != "CC0-1.0")


def test_share_alike_is_told() -> None:
    with speaking(Shown("en")):
        said = {id: " ".join(terms(id).must) for id in LICENSES}
    assert {id for id in said if "under the same licence" in said[id]} == {
        id for id, one in LICENSES.items() if one.share_alike
    }


def test_licence_ouverte_asks_the_date() -> None:
    with speaking(Shown("fr")):
        assert "Donner la date de la dernière mise à jour" in terms("etalab-2.0").must
