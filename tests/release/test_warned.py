"""Every code that can be a warning is told in both languages."""

import re
from pathlib import Path

import pytest

from publish.release.warned import WARNINGS, warned

PAGE = (Path(__file__).parents[2] / "docs/gate.md").read_text("utf-8")
CODES = re.findall(r"^\| `([a-z-]+…?)` \| (?:w|b/w) \|", PAGE, re.MULTILINE)


def test_all_codes_of_warnings_have_words() -> None:
    assert sorted(CODES) == sorted(WARNINGS)


@pytest.mark.parametrize("code", CODES)
def test_each_has_its_own_in_each_language(code: str) -> None:
    assert WARNINGS[code].keys() == {"fr", "en"}
    assert warned(code, "fr") != warned(code, "en") != code


def test_a_kind_of_personal_data_is_told_as_such() -> None:
    assert warned("personal-email", "en") == "values that look like personal data"
    assert warned("personal-coordinates", "fr") == (
        "coordonnées plus précises que la grille déclarée"
    )


def test_a_code_of_a_later_fournil_is_shown_as_it_is() -> None:
    assert warned("odd-thing", "fr") == "odd-thing"
