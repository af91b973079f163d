"""What counts as alike of two cells, and of two rows."""

import duckdb
import pytest

from publish.bakehouse.partners.linkage import forms
from publish.declare.merging import Compared
from publish.desk.likeness import form, likeness
from publish.release.table import Table

TABLE = Table(
    {
        "name": "places",
        "schema": {
            "fields": [
                *({"name": name, "type": "string"} for name in ("id", "name", "kind", "mail")),
                {"name": "seats", "type": "integer"},
                {"name": "tags", "type": "array"},
            ],
            "primaryKey": ["id"],
        },
        "browse": {"label": "name", "facets": ["kind"]},
    }
)
SAME: tuple[tuple[Compared, str, str, str], ...] = (
    ("address", "12 bd Voltaire", "12, Boulevard VOLTAIRE", "text"),
    ("code", "732 829 320 00074", "73282932000074", "code"),
    ("email", "Ada@Example.org", "mailto: ada@example.org ", "email"),
    ("name", "Café des Œuvres", "cafe des oeuvres", "text"),
    ("phone", "+33 1 23 45 67 89", "01.23.45.67.89", "phone"),
    ("website", "https://www.Example.org/a/?x=1", "example.org/a", "website"),
)


@pytest.mark.parametrize(("kind", "one", "other", "looks"), SAME)
def test_what_the_linkage_takes_for_the_same_is_the_same_here(
    kind: Compared, one: str, other: str, looks: str
) -> None:
    whole = forms.whole(kind, "text")
    found = [duckdb.execute(f"SELECT {whole} FROM (SELECT ? AS text)", [said]).fetchone()
             for said in (one, other)]  # fmt: skip
    assert found[0] == found[1] != (None,)
    assert form(one) == form(other)
    assert form(one)[0] == looks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("text", "")),
        ("2026-11-30 12:00", ("text", "2026 11 30 12 00")),
        ("3 place d’Éole", ("text", "3 place d eole")),
        ("0123", ("text", "0123")),
        ("W691234567", ("code", "w691234567")),
    ],
)
def test_what_looks_like_nothing_else_is_a_text(text: str, found: tuple[str, str]) -> None:
    assert form(text) == found


def measured(said: dict[str, str], there: dict[str, str | None]) -> tuple[float, bool] | None:
    found = likeness(TABLE, said, there)
    return (found.score, found.is_likely) if found else None


def test_a_name_tells_most_and_a_kind_little() -> None:
    same_kind = measured({"name": "Serre", "kind": "café"}, {"name": "Halle", "kind": "café"})
    assert same_kind == (0.289, False)
    same_name = measured({"name": "La serre", "kind": "café"}, {"name": "Serre", "kind": "jardin"})
    assert same_name == (0.733, False)
    assert measured({"name": "SERRE"}, {"name": "Serre"}) == (1.0, True)
    assert measured({"name": "Serre"}, {"name": None}) is None


def test_one_address_of_mail_makes_somebody_look() -> None:
    one = {"name": "Serre", "mail": "ada@example.org"}
    assert measured(one, {"name": "Halle", "mail": "ADA@example.org"}) == (0.467, True)
    assert measured(one, {"name": "Halle", "mail": "bob@example.org"}) == (0.133, False)
    assert measured({"mail": "ada@example.org"}, {"name": "Halle", "kind": "café"}) is None


def test_numbers_are_the_same_or_not_and_lists_share_items() -> None:
    assert measured({"seats": "12"}, {"seats": "13"}) == (0.0, False)
    assert measured({"tags": '["a", "É"]'}, {"tags": '["e", "b"]'}) == (0.333, False)
