"""Texts come in the language shown, or in French."""

import pytest

from publish.serving.words import WORDS, readable_date, text


def test_every_language_has_every_word() -> None:
    assert WORDS["fr"].keys() == WORDS["en"].keys()


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
