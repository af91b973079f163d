"""One way to write values: labels, bands, numbers, days, in both languages."""

from collections.abc import Mapping
from typing import Any

import pytest

from publish.release.table import Field
from publish.site.text.languages import Shown, speaking
from publish.site.text.values import measured, said, told, unit_beside

AGE = {"type": "string", "protection": "band", "unit": "ans", "units": {"fr": "ans", "en": "years"}}
KM = {"type": "string", "protection": "band", "unit": "km"}
DAYS = {"type": "string", "protection": "band"}
VISITS = {"type": "integer", "unit": "visites", "units": {"fr": "visites", "en": "visits"}}
TRUST = {
    "type": "integer",
    "labels": {"1": {"fr": "aucune", "en": "none"}, "2": {"fr": "entière"}},
    "unit": "points",
}
VALUES: list[tuple[Mapping[str, Any], Any, str, str]] = [
    (AGE, "<30", "moins de 30\u00a0ans", "under 30\u00a0years"),
    (AGE, "30–44", "de 30 à 44\u00a0ans", "30 to 44\u00a0years"),
    (AGE, "45+", "45\u00a0ans ou plus", "45\u00a0years or more"),
    (AGE, "18", "18\u00a0ans", "18\u00a0years"),
    (AGE, "inconnu", "inconnu", "inconnu"),
    (KM, "10–<30", "de 10 à 30\u00a0km", "10 to 30\u00a0km"),
    (KM, "-5–-1.5", "de -5 à -1,5\u00a0km", "-5 to -1.5\u00a0km"),
    (KM, "1000–2000", "de 1\u202f000 à 2\u202f000\u00a0km", "1,000 to 2,000\u00a0km"),
    (DAYS, "1990–1999", "de 1990 à 1999", "1990 to 1999"),
    (DAYS, "<2020-01-01", "avant le 1er janvier 2020", "before 1 January 2020"),
    (DAYS, "2020-01-01–2020-12-31", "du 1er janvier 2020 au 31 décembre 2020",
     "from 1 January 2020 to 31 December 2020"),
    (DAYS, "2026-11-15+", "à partir du 15 novembre 2026", "from 15 November 2026"),
    (VISITS, 1200, "1\u202f200\u00a0visites", "1,200\u00a0visits"),
    (VISITS, "1200", "1\u202f200\u00a0visites", "1,200\u00a0visits"),
    (VISITS, "12345678901234567", "12\u202f345\u202f678\u202f901\u202f234\u202f567\u00a0visites",
     "12,345,678,901,234,567\u00a0visits"),
    ({"type": "integer"}, 1998, "1998", "1998"),
    ({"type": "integer"}, 12500, "12\u202f500", "12,500"),
    ({"type": "integer", "constraints": {"minimum": 0}}, 1998, "1\u202f998", "1,998"),
    ({"type": "integer", "constraints": {"minimum": 1900}}, 1998, "1998", "1998"),
    ({"type": "number"}, 1200.5, "1\u202f200,5", "1,200.5"),
    ({"type": "number"}, 0.00001, "0,00001", "0.00001"),
    ({"type": "number", "unit": "%"}, 31.5, "31,5\u00a0%", "31.5%"),
    ({"type": "number", "unit": "°"}, 45.25, "45,25°", "45.25°"),
    (TRUST, 1, "aucune", "none"),
    (TRUST, "2", "entière", "entière"),
    (TRUST, 3, "3", "3"),
    ({"type": "boolean"}, 0, "non", "no"),
    ({"type": "date"}, "2026-01-01", "1er janvier 2026", "1 January 2026"),
    ({"type": "datetime"}, "2026-11-15T08:30:00", "15 novembre 2026 08:30",
     "15 November 2026 08:30"),
    ({"type": "string"}, None, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "french", "english"), VALUES)
def test_a_value_in_words(field: Mapping[str, Any], value: Any, french: str, english: str) -> None:
    for language, words in (("fr", french), ("en", english)):
        with speaking(Shown(language)):
            assert measured(Field(field), value) == words


def test_a_label_in_another_language_says_so() -> None:
    with speaking(Shown("en")):
        assert str(told(Field(TRUST), 2)) == '<span lang="fr">entière</span>'
        assert str(told(Field(TRUST), 1)) == "none"
        assert said(Field(TRUST), 2) == "entière"


def test_a_label_is_no_html() -> None:
    field = Field({"type": "string", "labels": {"a": {"fr": "<b>"}}})
    with speaking(Shown("fr")):
        assert str(told(field, "a")) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("title", "unit", "beside"),
    [("Visites", "visites", ""), ("Places assises", "places", ""), ("Surface", "m²", "m²")],
)
def test_a_unit_is_said_once(title: str, unit: str, beside: str) -> None:
    field = Field({"type": "integer", "title": title, "unit": unit})
    with speaking(Shown("fr")):
        assert unit_beside(field) == beside
        assert unit_beside(Field({**AGE, "title": title})) == ""
