"""The language in which a terminal is asked: its own, else the site's."""

from pathlib import Path

import pytest

from publish.commands.asking import language_of
from publish.declare.site import SiteFolder
from tests.sites import METADATA


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_CA"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({}, "fr"),
    ],
)
def test_the_terminal_s_language_goes_before_the_site_s(
    tmp_path: Path, environment: dict[str, str], language: str
) -> None:
    (tmp_path / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    assert language_of(environment, SiteFolder(tmp_path)) == language


def test_a_site_that_speaks_english_first_asks_in_english(tmp_path: Path) -> None:
    text = METADATA + "languages: [en, fr]\n"
    (tmp_path / "metadata.yaml").write_text(text, encoding="utf-8")
    assert language_of({}, SiteFolder(tmp_path)) == "en"


def test_a_site_whose_words_cannot_be_read_asks_in_english(tmp_path: Path) -> None:
    assert language_of({}, SiteFolder(tmp_path)) == "en"
