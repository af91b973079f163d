"""What each licence asks to show, in both languages."""

import re
from dataclasses import fields

import pytest

from publish.words.licenses import CONTENTS_LICENSES, LICENSES
from publish.words.notice import Notice, notice

LANGUAGES = ("fr", "en")
BOTH = [(license, language) for license in LICENSES for language in LANGUAGES]


def shown(license: str, language: str, **more: str) -> Notice:
    return notice(
        license,
        language,
        name="Lieux partagés",
        producer="Collectif des lieux",
        date="15 novembre 2026",
        **more,
    )


@pytest.mark.parametrize(("license", "language"), BOTH)
def test_every_notice_names_licence_address_licensor_and_data(license: str, language: str) -> None:
    words = shown(license, language)
    for line in (words.attribution, words.database, words.produced_work):
        assert LICENSES[license].title[language] in line
        assert LICENSES[license].url in line
        assert "Lieux partagés" in line
        assert "Collectif des lieux" in line
    assert words.licensor == "Collectif des lieux"


@pytest.mark.parametrize(("license", "language"), BOTH)
def test_no_notice_has_a_hole(license: str, language: str) -> None:
    words = shown(license, language)
    texts = [
        value for field in fields(words) if isinstance(value := getattr(words, field.name), str)
    ]
    assert all(texts)
    assert not [text for text in texts if re.search(r"[{}]|\(\)|,\s*,|  ", text)]


@pytest.mark.parametrize("license", LICENSES)
def test_french_is_set_as_french_is(license: str) -> None:
    words = shown(license, "fr")
    for text in (words.summary, words.attribution, words.database, words.produced_work):
        assert not re.search(r"[ ][:;?!]|\w'\w", text)
        assert not re.search(r"[^\u00a0]:(?!//)", text)


@pytest.mark.parametrize(("license", "language"), BOTH)
def test_the_date_is_shown_where_it_is_asked_for(license: str, language: str) -> None:
    words = shown(license, language)
    dated = "15 novembre 2026" in words.attribution and "15 novembre 2026" in words.produced_work
    assert dated == (license == "etalab-2.0")


@pytest.mark.parametrize(("license", "language"), BOTH)
def test_a_reuser_can_copy_the_address_of_the_data(license: str, language: str) -> None:
    words = shown(license, language, address="https://example.org/lieux")
    assert "https://example.org/lieux" in words.attribution
    assert "https://example.org/lieux" in words.produced_work


@pytest.mark.parametrize("license", LICENSES)
def test_every_entry_is_whole(license: str) -> None:
    entry = LICENSES[license]
    assert entry.id == license
    assert all(url.startswith("https://") for url in (entry.url, entry.text_url, entry.dcat))
    assert re.fullmatch(r"[a-z0-9-]+", entry.data_gouv)
    templates = (entry.attribution, entry.database, entry.produced_work)
    for words in (entry.title, entry.summary, *templates, *entry.duties):
        assert set(words) == set(LANGUAGES)
    assert entry.contents_license is None or entry.contents_license in CONTENTS_LICENSES


@pytest.mark.parametrize("license", LICENSES)
def test_duties_are_said_in_french_too(license: str) -> None:
    for duty in LICENSES[license].duties:
        assert re.match(r"(Citer|Donner|Ne pas|Dire|Partager)\b", duty["fr"])
        assert re.match(r"(Name|Give|Not|Say|Share)\b", duty["en"])
        assert not re.search(r"[ ][:;?!]|\w'\w", duty["fr"])


def test_only_licences_of_works_cover_single_contents() -> None:
    assert set(CONTENTS_LICENSES) == {"DbCL-1.0", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"}


def test_share_alike_licences_say_so_in_plain_words() -> None:
    share_alike = {license for license, entry in LICENSES.items() if entry.share_alike}
    assert share_alike == {"ODbL-1.0", "CC-BY-SA-4.0"}
    for license in share_alike:
        assert "sous la même licence" in LICENSES[license].summary["fr"]
        assert "under the same licence" in LICENSES[license].summary["en"]


def test_ids_at_data_gouv_are_the_ones_it_keeps() -> None:
    assert {license: entry.data_gouv for license, entry in LICENSES.items()} == {
        "etalab-2.0": "lov2",
        "ODbL-1.0": "odc-odbl",
        "CC-BY-4.0": "cc-by",
        "CC-BY-SA-4.0": "cc-by-sa",
        "CC0-1.0": "cc-zero",
        "ODC-By-1.0": "odc-by",
    }


def test_licence_ouverte_asks_for_the_source_and_its_date() -> None:
    address = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
    assert shown("etalab-2.0", "fr").attribution == (
        "Source\u00a0: Collectif des lieux, Lieux partagés, mise à jour du 15 novembre 2026, "
        f"Licence Ouverte 2.0 ({address})"
    )


def test_odbl_has_a_notice_for_databases_and_one_for_works() -> None:
    words = shown("ODbL-1.0", "en")
    assert words.database == (
        "The database Lieux partagés (Collectif des lieux) is made available under the "
        "Open Database License (ODbL) 1.0: https://opendatacommons.org/licenses/odbl/1-0/. "
        "Any rights in individual contents of the database are licensed under the Database "
        "Contents License (DbCL) 1.0 (https://opendatacommons.org/licenses/dbcl/1-0/)."
    )
    assert words.produced_work == (
        "Contains information from Lieux partagés (Collectif des lieux), which is made available "
        "under the Open Database License (ODbL) 1.0 "
        "(https://opendatacommons.org/licenses/odbl/1-0/)."
    )


@pytest.mark.parametrize("contents", CONTENTS_LICENSES)
def test_contents_may_be_under_another_licence(contents: str) -> None:
    words = shown("ODbL-1.0", "fr", contents_license=contents)
    assert CONTENTS_LICENSES[contents].url in words.database


def test_an_unknown_licence_is_an_error() -> None:
    with pytest.raises(KeyError):
        shown("WTFPL", "fr")
