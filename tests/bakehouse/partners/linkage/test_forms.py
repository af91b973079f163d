"""Texts of each kind come into the form in which they are compared."""

from typing import Any

import duckdb
import pytest

from publish.bakehouse.partners.linkage.forms import parts, whole
from publish.declare.merging import Compared

WHOLE: list[tuple[Compared, str | None, str | None]] = [
    ("name", "  L’Œuvre   d'Été (Besançon) ", "l oeuvre d ete besancon"),
    ("name", "Ёлка и Ко", "елка и ко"),
    ("name", " - ", None),
    ("name", None, None),
    ("address", "12, Av. du Gal-Leclerc", "12 avenue du gal leclerc"),
    ("address", "3 bd St-Michel", "3 boulevard saint michel"),
    ("address", "3 rue Avenir", "3 rue avenir"),
    ("postcode", " 07 000 ", "07000"),
    ("postcode", "SW1A 1aa", "SW1A1AA"),
    ("email", "Écrire à mailto:Contact@Exemple.fr, merci", "contact@exemple.fr"),
    ("email", "contact (at) exemple.fr", None),
    ("website", "HTTPS://www.Exemple.fr/lieux/?utm=1#haut", "exemple.fr/lieux"),
    ("website", "http://exemple.fr/", "exemple.fr"),
    ("website", "exemple.fr", "exemple.fr"),
    ("website", "à venir", None),
    ("phone", "+33 (0)1 42 68 53 00", "142685300"),
    ("phone", "01.42.68.53.00", "142685300"),
    ("phone", "17", None),
    ("code", "fr-75 056 ", "FR75056"),
]
PARTS: list[tuple[Compared, str, str, Any]] = [
    ("name", "le cafe des halles", "_w", ["cafe", "halles"]),
    ("name", "des", "_w", ["des"]),
    ("address", "12 rue rue haute", "_w", ["haute", "rue"]),
    ("email", "a@exemple.fr", "_h", "exemple.fr"),
    ("email", "a@gmail.com", "_h", None),
    ("website", "exemple.fr/lieux", "_h", "exemple.fr"),
    ("website", "facebook.com/exemple", "_h", None),
]


@pytest.mark.parametrize(("kind", "text", "form"), WHOLE)
def test_a_text_has_a_normal_form(kind: Compared, text: str | None, form: str | None) -> None:
    asked = f"SELECT {whole(kind, 'text')} FROM (SELECT ?::VARCHAR AS text)"
    assert duckdb.execute(asked, [text]).fetchall() == [(form,)]


@pytest.mark.parametrize(("kind", "form", "suffix", "part"), PARTS)
def test_a_part_of_it_is_compared_too(kind: Compared, form: str, suffix: str, part: Any) -> None:
    asked = f"SELECT {parts(kind, 'form')[suffix]} FROM (SELECT ?::VARCHAR AS form)"
    assert duckdb.execute(asked, [form]).fetchall() == [(part,)]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, text, _ in WHOLE if text])
def test_a_normal_form_is_its_own(kind: Compared, text: str) -> None:
    once, twice = whole(kind, "text"), whole(kind, whole(kind, "text"))
    asked = f"SELECT {once}, {twice} FROM (SELECT ?::VARCHAR AS text)"
    [[first, second]] = duckdb.execute(asked, [text]).fetchall()
    assert first == second
