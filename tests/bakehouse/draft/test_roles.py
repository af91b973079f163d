"""Roles suspected from headers and values; no reason given holds a value."""

from collections import Counter

import pytest

from publish.bakehouse.draft.roles import RoleGuess, guess_roles


def role(header: str, *values: str) -> RoleGuess:
    return guess_roles({header: Counter(values)})[0]


@pytest.mark.parametrize(
    ("header", "role_name", "drop"),
    [
        ("Courriel auteur", "identifier", True),
        ("Prénom", "identifier", True),
        ("user_id", "identifier", True),
        ("contactEmail", "identifier", True),
        ("adresse", "quasi_identifier", False),
        ("Date de naissance", "quasi_identifier", False),
        ("sexe", "quasi_identifier", False),
        ("revenu mensuel", "sensitive", False),
        ("état de santé", "sensitive", False),
        ("Commentaires", "free_text", True),
        ("places", "open", False),
        ("Paysage", "open", False),
    ],
)
def test_headers(header: str, role_name: str, drop: bool) -> None:
    found = role(header, "x")
    assert (found.role, found.drop) == (role_name, drop)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("ada@example.org", "100 % of values look like e-mail addresses"),
        ("06 12 34 56 78", "100 % of values look like telephone numbers"),
        ("+33 6 12 34 56 78", "100 % of values look like telephone numbers"),
        ("255081416802538", "100 % of values look like social security numbers (NIR)"),
        ("FR7630006000011234567890189", "100 % of values look like bank accounts (IBAN)"),
        ("192.0.2.17", "100 % of values look like IP addresses"),
        ("2001:db8::17", "100 % of values look like IP addresses"),
    ],
)
def test_values(value: str, why: str) -> None:
    assert role("colonne", value, "") == RoleGuess("identifier", True, (why,))


def test_an_address_inside_a_text_makes_it_free_text() -> None:
    found = role("précisions", "ouvert", "écrire à ada@example.org")
    assert found == RoleGuess("free_text", True, ("50 % of values hold e-mail addresses",))


def test_sentences_are_free_text() -> None:
    found = role("précisions", "un lieu que tout le monde aime, au bord de la rivière " * 3)
    assert found.role == "free_text"


def test_numbers_in_codes_are_no_phones() -> None:
    assert role("siret", "12345678901234").role == "open"
    assert role("item", "67cbbe80c46d1fb6df0612345678", "0755281220e087835b925585").role == "open"


def test_milliseconds_are_no_social_security_numbers() -> None:
    assert role("moment", "1403647090037", "1405514712010", "1403341041745").role == "open"


def test_what_the_gate_would_refuse_is_not_drafted_as_open() -> None:
    assert role("page", "https://example.org/0612345678", "https://example.org/a") == RoleGuess(
        "free_text", True, ("50 % of values hold telephone numbers",)
    )
    assert role("valeur", "4111111111111111", *map(str, range(500))).role == "free_text"


def test_a_name_is_that_of_a_thing_unless_columns_tell_of_persons() -> None:
    things = guess_roles({"nom": Counter("a"), "ville": Counter("b")})
    people = guess_roles({"nom": Counter("a"), "prénom": Counter("c"), "ville": Counter("b")})
    assert [found.role for found in things] == ["open", "open"]
    assert [found.role for found in people] == ["identifier", "identifier", "quasi_identifier"]


def test_a_sensitive_word_turns_no_places_into_people() -> None:
    places = {
        "nom": Counter(["Café du Four", "Gîte du Pré"]),
        "siret": Counter(["73282932000074", "55210055400013"]),
        "labels_familles_handicap": Counter(["auditif, mental", "moteur"]),
        "prise_en_charge_handicap": Counter(["auditif", "moteur"]),
    }
    assert [guess.role for guess in guess_roles(places)] == ["open", "open", "open", "sensitive"]


def test_a_sensitive_column_alone_tells_of_persons() -> None:
    people = guess_roles({"nom": Counter(["a", "b"]), "salaire": Counter(["1800", "2100"])})
    assert [guess.role for guess in people] == ["identifier", "sensitive"]


def test_a_question_that_begins_with_how_is_no_remark() -> None:
    how, remark = "Comment venez-vous ?", "Comment"
    found = guess_roles({one: Counter({"Vélo": 3, "Bus": 2}) for one in (how, remark)})
    assert [(one.role, one.drop) for one in found] == [("open", False), ("free_text", True)]
    assert found[0].why == ("the header speaks of `comment`, but as in how",)


TOWNS = {
    "SIREN": ["210000017", "210000025"],
    "Commune": ["Die", "Crest"],
    "Prénom": ["Léa", "Paul"],
    "Maire": ["MARTIN", "PETIT"],
}


def test_a_directory_of_organisations_is_about_things_and_names_people() -> None:
    found = guess_roles({header: Counter(values) for header, values in TOWNS.items()})
    assert [(one.role, one.drop) for one in found] == [
        ("open", False), ("open", False), ("identifier", True), ("identifier", True),
    ]  # fmt: skip


def test_people_who_share_an_employer_s_number_are_people() -> None:
    shared = TOWNS | {"SIREN": ["210000017"] * 2}
    found = guess_roles({header: Counter(values) for header, values in shared.items()})
    assert [one.role for one in found][1] == "quasi_identifier"
