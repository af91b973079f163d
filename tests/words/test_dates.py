"""Dates as people read them."""

from datetime import date

import pytest

from publish.words.dates import BASES, MONTHS, dated, in_words


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2026, 11, 15), "fr", "15 novembre 2026"),
        (date(2026, 11, 15), "en", "15 November 2026"),
        (date(2026, 8, 1), "fr", "1er août 2026"),
        (date(2026, 8, 1), "en", "1 August 2026"),
    ],
)
def test_a_day_in_words(day: date, language: str, words: str) -> None:
    assert in_words(day, language) == words


def test_which_date_it_is_is_said() -> None:
    day = date(2026, 11, 15)
    assert [dated(day, basis, "fr") for basis in BASES] == [
        "15 novembre 2026 (date déclarée par le producteur)",
        "15 novembre 2026 (date la plus récente des données)",
        "15 novembre 2026 (date de l’export)",
    ]
    assert dated(day, "export", "en") == "15 November 2026 (date of the export)"


def test_a_year_has_twelve_months_in_each_language() -> None:
    assert {language: len(set(months)) for language, months in MONTHS.items()} == {
        "fr": 12,
        "en": 12,
    }
