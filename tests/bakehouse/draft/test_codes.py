"""Codes, counts and degrees in a draft: by the header, and by what the values are."""

from collections import Counter
from collections.abc import Iterable

import pytest

from publish.bakehouse.draft.degrees import order_of
from publish.bakehouse.draft.names import suggests_code
from publish.bakehouse.draft.types import guess_type


def kind(header: str, values: Iterable[object]) -> str:
    return guess_type(header, Counter(map(str, values))).type


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("arrondissement", (13001, 13002)),
        ("département", (1, 38)),
        ("code_insee", (38185, 38544)),
        ("commune", (38185, 38544)),
        ("siren", (732829320, 552100554)),
        ("entreprise", (732829320, 552100554)),
        ("établissement", (73282932000074, 55210055400013)),
        ("cp", ("01004", "38000")),
    ],
)
def test_codes_stay_as_they_are_written(header: str, values: tuple[object, ...]) -> None:
    assert kind(header, values) == "string"


@pytest.mark.parametrize("header", ["nb_communes", "Nombre de départements", "nbre_pl", "places"])
def test_counts_are_numbers_whatever_is_counted(header: str) -> None:
    assert (kind(header, (1, 38, 12)), suggests_code(header)) == ("integer", False)


def test_nine_digits_that_check_nothing_are_a_number() -> None:
    assert kind("population", (732829321, 552100555)) == "integer"


@pytest.mark.parametrize(("yes", "no"), [("Oui", "Non"), ("O", "N"), ("y", "n"), ("TRUE", "FALSE")])
def test_a_question_of_two_answers_is_yes_or_no(yes: str, no: str) -> None:
    assert kind("Avez-vous un vélo ?", (yes, no)) == "boolean"


def test_a_ticked_choice_is_yes_or_no_and_a_number_elsewhere() -> None:
    assert kind("transport/vélo", (0, 1)) == "boolean"
    assert kind("Venez-vous à vélo ?", (0, 1)) == "boolean"
    assert kind("étage", (0, 1)) == "integer"


@pytest.mark.parametrize(
    ("latitudes", "longitudes", "order"),
    [
        ((45.18, 46.1), (5.72, 5.3), "as named"),
        ((5.72, 5.3), (45.18, 46.1), "swapped"),
        ((-21.1, -20.9), (55.5, 55.3), "as named"),
        ((5.1, -4.2), (52.3, 52.4), "as named"),
        ((145.2, 145.3), (-37.8, -37.9), "swapped"),
        ((6458000, 6459000), (912000, 913000), None),
    ],
)
def test_degrees_are_told_by_name_and_range(
    latitudes: tuple[float, ...], longitudes: tuple[float, ...], order: str | None
) -> None:
    assert order_of(latitudes, longitudes) == order
