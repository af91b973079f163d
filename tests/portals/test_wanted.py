"""Keywords as tags, contacts as contact points, texts for the page."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from publish.portals.udata.contact import contact_fields
from publish.portals.udata.french import protection
from publish.portals.udata.wanted import Wanted, tag
from tests.sites import DATASET


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Lieux partagés", "lieux-partages"),
        ("économie sociale et solidaire", "economie-sociale-et-solidaire"),
        ("L’œuvre d'ici", "loeuvre-dici"),
        ("tiers-lieux", "tiers-lieux"),
        ("3ème âge & co", "3eme-age-co"),
        ("  ESS  ", "ess"),
        ("a.b_c", "a-b-c"),
        ("Straße", "strasse"),
        ("日本", ""),
    ],
)
def test_a_keyword_as_udata_writes_tags(word: str, expected: str) -> None:
    assert tag(word) == expected


@given(st.text())
def test_a_tag_is_plain_and_stays_as_it_is(word: str) -> None:
    found = tag(word)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", found)
    assert tag(found) == found


def wanted(contact: str) -> Wanted:
    return Wanted({}, (), None, None, contact, "Le Collectif")


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("contact@example.org", {"email": "contact@example.org"}),
        ("https://example.org/ecrire", {"contact_form": "https://example.org/ecrire"}),
    ],
)
def test_a_contact_point(contact: str, expected: dict[str, str]) -> None:
    assert contact_fields(wanted(contact)) == {"name": "Le Collectif", "role": "contact"} | expected


@pytest.mark.parametrize("contact", ["12 rue des Lilas, Grenoble", "@collectif", ""])
def test_words_make_no_contact_point(contact: str) -> None:
    assert contact_fields(wanted(contact)) is None


def test_the_protection_of_each_mode() -> None:
    def table(name: str, mode: str, protection: object, techniques: tuple[str, ...] = ()) -> object:
        columns = [{"name": f"c{n}", "technique": one} for n, one in enumerate(techniques)]
        return {
            "name": name,
            "mode": mode,
            "columns_published": columns,
            "columns_dropped": [{}, {}],
            "protection": protection,
        }

    report = {
        "tables": [
            table("places", "things", {}),
            table("members", "named", {"consents": 139}),
            table("answers", "aggregates", {"k": 11}, ("ladder", "band")),
            table("trips", "records", {"policy": {"k": 12}}),
        ]
    }
    assert protection(report, {"places": "Lieux"}).splitlines() == [
        "- **Lieux** : elle décrit des choses, pas des personnes ; 2 colonnes non publiées.",
        "- **members** : annuaire de personnes qui ont accepté d’y figurer ; 2 colonnes non "
        "publiées.",
        "- **answers** : décomptes seulement, aucune ligne ne décrit une personne ; 2 colonnes non "
        "publiées ; recodage de c0, c1 ; au moins 11 personnes par groupe publié.",
        "- **trips** : lignes de personnes, rendues semblables entre elles ; 2 colonnes non "
        "publiées ; au moins 12 personnes par groupe publié.",
    ]


@pytest.mark.parametrize("key", ["udata_s3cret-key", "data_gouv_key", "", "A B"])
def test_a_key_in_the_place_of_its_name_is_refused_and_not_repeated(
    key: str, tmp_path: Path
) -> None:
    path = tmp_path / "dataset.yaml"
    push = f"push: {{data_gouv: {{organization: o, key: '{key}'}}}}\nreviewed:"
    path.write_text(DATASET.replace("reviewed:", push), encoding="utf-8")
    with pytest.raises(DeclarationError) as refused:
        load(path, Dataset)
    assert str(refused.value) == (
        f"{path}:9: push.data_gouv.key: expected the NAME of an environment variable, such as "
        "DATA_GOUV_KEY; the key itself never stands in a file"
    )
