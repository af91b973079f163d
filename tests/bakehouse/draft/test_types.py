"""Types guessed so that no value is changed."""

from collections import Counter

import pytest

from publish.bakehouse.draft.types import TypeGuess, guess_type


def guess(header: str, *values: str) -> TypeGuess:
    return guess_type(header, Counter(values))


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("commune", ("01004", "25056")),
        ("téléphone", ("0381000000", "+33381000000")),
        ("SIRET", ("12345678901234", "98765432109876")),
        ("siret", ("123 456 789 01234", "98765432109876")),
        ("code_postal", ("25000", "39100")),
        ("codeINSEE", ("25056", "39198")),
        ("période", ("2020_10", "2020_11")),
        ("id", ("1", "2", "3")),
        ("indicatif", ("+33", "+262")),
        ("grand", ("1234567890123456789", "1")),
        ("iata", ("0E0", "CDG")),
        ("nombre", ("1e5", "2e6")),
        ("pays", ("NA", "FR")),
        ("ville", ("TRUE", "Dole")),
        ("ville", ("TRUE", "TRUE")),
        ("mixte", ("1,5", "1.5")),
        ("nombre", ("1", "+2")),
        ("heure", ("08:30", "09:15")),
        ("jour", ("01-sept", "02-sept")),
        ("jour", ("31/02/2020", "01/02/2020")),
        ("jour", ("13/02/2020", "02/13/2020")),
        ("rien", ("", " ")),
    ],
)
def test_in_doubt_a_string(header: str, values: tuple[str, ...]) -> None:
    assert guess(header, *values).type == "string"


@pytest.mark.parametrize(
    ("values", "type", "keys"),
    [
        (("1", "-20", "0", ""), "integer", {}),
        (("1.5", "-0.25", "3"), "number", {}),
        (("1,5", "-0,25", "3"), "number", {"decimal": ","}),
        (("1 234,5", "12,25"), "number", {"decimal": ",", "thousands": " "}),
        (("1,234.5", "12.25"), "number", {"thousands": ","}),
        (("Oui", "oui", "non"), "boolean",
         {"true_values": ["Oui", "oui"], "false_values": ["non"]}),
        (("t", "f"), "boolean", {"true_values": ["t"], "false_values": ["f"]}),
        (("VRAI", "FAUX"), "boolean", {"true_values": ["VRAI"], "false_values": ["FAUX"]}),
        (("0", "1"), "integer", {}),
        (("2020-01-31", "1999-12-01"), "date", {}),
        (("31/01/2020", "1/12/2019"), "date", {"format": "%d/%m/%Y"}),
        (("01/31/2020", "12/01/2019"), "date", {"format": "%m/%d/%Y"}),
        (("2020-01-31 08:30:00", "2020-02-01 09:00:00"), "datetime", {}),
        (("31/01/2020 08:30", "01/02/2020 09:00"), "datetime", {"format": "%d/%m/%Y %H:%M"}),
    ],
)  # fmt: skip
def test_types(values: tuple[str, ...], type: str, keys: dict[str, object]) -> None:
    found = guess("quantité", *values)
    assert (found.type, found.keys) == (type, keys)


@pytest.mark.parametrize(("value", "type"), [(2**53 - 1, "integer"), (2**53, "string")])
def test_integers_that_javascript_rounds_stay_text(value: int, type: str) -> None:
    assert guess("quantité", str(value), "-5").type == type
    assert guess("quantité", f"-{value}", "5").type == type


def test_why_they_stay_text() -> None:
    why = "whole numbers of 2^53 or more, which JavaScript rounds: kept as text"
    assert guess("quantité", "9007199254740993").why == (why,)


def test_an_ambiguous_day_says_so() -> None:
    found = guess("jour", "01/02/2020", "03/04/2021")
    assert found.keys == {"format": "%d/%m/%Y"}
    assert found.why == (
        "all days as %d/%m/%Y",
        "day/month or month/day? no day above 12 tells; the French order is supposed",
    )


def test_years_of_two_digits_say_which_they_are() -> None:
    said = "years of two digits are 1969 to 2068: `type: string` keeps older ones as written"
    assert guess("né le", "13/02/55", "01/02/68").why == ("all days as %d/%m/%y", said)
    assert said in guess("vu", "13/02/55 10:00", "01/02/68 11:30").why
    assert said not in guess("né le", "13/02/1955").why


def test_missing_tokens_among_typed_values_are_declared_with_a_reason() -> None:
    found = guess("places", "12", "NR", "7", "-")
    assert (found.type, found.keys) == ("integer", {"missing_values": ["", "-", "NR"]})
    assert found.why[-1] == "`-`, `NR` taken for missing among values of type integer"


def test_missing_tokens_among_strings_are_only_spoken_of() -> None:
    found = guess("pays", "NA", "FR", "BE", "CH")
    assert found.keys == {}
    assert found.why[-1] == (
        '`NA` (25 %) may mean missing, or be a value: if missing, add `missing_values: ["", "NA"]`'
    )


def test_few_commas_are_no_decimal_ones() -> None:
    found = guess_type("indicatif", Counter({"33,65": 1, "262": 60, "33": 39}))
    assert found.type == "string"
    assert found.why == ("very few values have a comma: a decimal one, or two values?",)


def test_lists_are_only_suggested() -> None:
    found = guess("services", "wifi;café", "café;wifi", "wifi;jardin", "jardin;café", "wifi")
    assert found.type == "string"
    assert found.why[-1] == 'lists? `type: list, separator: ";"` makes facets of them'
