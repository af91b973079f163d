"""What a descriptor says of the values of a column: all there may be, or nothing."""

from typing import Any

import pytest

from publish.bakehouse.bake.categories import values_described
from publish.bakehouse.protect.outward import outward_column
from publish.declare.column import Column

LABELS = {"1": {"fr": "Aucune", "en": "None"}}
FIVE = {"minimum": 1, "maximum": 5}


def described(**declared: Any) -> dict[str, Any]:
    column = Column.model_validate({"role": "open", **declared})
    return values_described(outward_column(column))


def test_whole_numbers_between_bounds_are_all_there_may_be() -> None:
    assert described(type="integer", constraints=FIVE, labels=LABELS) == {
        "labels": LABELS,
        "categories": [{"value": 1, "label": "Aucune"}, *({"value": n} for n in (2, 3, 4, 5))],
    }


def test_an_order_is_that_of_the_categories() -> None:
    found = described(type="string", constraints={"enum": ("a", "b", "c")}, order=("c", "a"))
    assert found["order"] == ["c", "a"]
    assert [one["value"] for one in found["categories"]] == ["c", "a", "b"]
    assert found["categoriesOrdered"] is True


def test_bands_have_an_order_of_themselves() -> None:
    found = described(type="integer", protect={"band": {"cuts": (30, 45)}}, constraints=FIVE)
    assert found == {
        "order": ["<30", "30–44", "45+"],
        "categories": [{"value": "<30"}, {"value": "30–44"}, {"value": "45+"}],
        "categoriesOrdered": True,
    }


@pytest.mark.parametrize(
    "declared",
    [
        {"type": "string", "labels": LABELS},
        {"type": "integer", "labels": LABELS, "constraints": {"minimum": 1}},
        {"type": "integer", "labels": LABELS, "constraints": {"minimum": 0, "maximum": 100}},
        {"type": "list", "labels": LABELS},
        {"type": "string", "labels": LABELS, "constraints": {"enum": ("1",)},
         "protect": {"prefix": {"length": 1}}},
    ],
)  # fmt: skip
def test_where_other_values_may_be_there_are_no_categories(declared: dict[str, Any]) -> None:
    assert described(**declared) == {"labels": LABELS}


def test_a_column_of_which_nobody_said_anything_has_nothing() -> None:
    assert described(type="integer", constraints=FIVE) == {}
