"""Texts come in the language shown, or in French."""

import pytest

from publish.site.text.languages import Shown, speaking
from publish.site.text.words import (
    readable_date,
    readable_number,
    readable_period,
    readable_size,
    text,
)


@pytest.mark.parametrize(
    ("described", "shown"),
    [
        ({"titles": {"fr": "Lieux", "en": "Places"}, "title": "x"}, "Lieux"),
        ({"title": "Lieux"}, "Lieux"),
        ({}, ""),
    ],
)
def test_a_title_is_in_the_language_shown(described: dict[str, object], shown: str) -> None:
    assert text(described, "title") == shown


@pytest.mark.parametrize(
    ("iso", "read"),
    [
        ("2026-11-01", "1er novembre 2026"),
        ("2026-02-15T10:00:00Z", "15 février 2026"),
    ],
)
def test_a_date_is_written_as_it_is_read(iso: str, read: str) -> None:
    assert readable_date(iso) == read


def test_numbers_and_sizes_have_french_separators() -> None:
    assert readable_number(3500.5) == "3\u202f500,5"
    assert [readable_size(size) for size in (999, 1234, 56_789_000)] == [
        "999 octets",
        "1,2 ko",
        "57 Mo",
    ]


def test_periods_are_read_in_the_language_shown() -> None:
    assert readable_period("2026-08") == "août 2026"
    with speaking(Shown("en")):
        assert readable_period("2026-08") == "August 2026"
    assert readable_period("2026") == "2026"
