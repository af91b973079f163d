"""Batches are read in both versions, within bounds, and say what does not fit."""

import pytest
from pydantic import JsonValue

from publish.site.base.refusals import Refusal
from publish.site.reconcile.sought import Condition, Sought, batch, listed_batch, read_json


def test_a_batch_of_openrefine() -> None:
    town: JsonValue = ["Lyon", {"id": "x", "name": "Paris"}, 3, True]
    asked: JsonValue = {
        "q0": {"query": " Café\n des  Œuvres ", "type": "places", "limit": 3, "type_strict": "any",
               "properties": [{"pid": "town", "v": town}]},
        "q1": "Mairie",
        "q2": {"query": "Mairie", "type": ["a", "b"], "type_strict": "should", "limit": 1_000},
    }  # fmt: skip
    told = Condition("town", ("Lyon", "Paris", "3", "true"))
    assert batch(asked) == {
        "q0": Sought("Café des Œuvres", (), (told,), ("places",), 3),
        "q1": Sought("Mairie"),
        "q2": Sought("Mairie", limit=50),
    }


def test_a_batch_of_the_draft() -> None:
    asked: JsonValue = {
        "queries": [
            {
                "type": "places",
                "conditions": [
                    {"matchType": "name", "propertyValue": "Mairie"},
                    {"matchType": "id", "propertyValue": ["p4", "p5"]},
                    {"matchType": "property", "propertyId": "town", "propertyValue": "Lyon",
                     "required": True, "matchQuantifier": "none"},
                ],
            }
        ]
    }  # fmt: skip
    town = Condition("town", ("Lyon",), "none", required=True)
    assert listed_batch(asked) == [Sought("Mairie", ("p4", "p5"), (town,), ("places",))]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([], 'queries: write {"q0": {"query": "…"}}'),
        ({"q0": 7}, "queries: this is not a list of objects"),
        ({"q0": {"query": "a", "properties": "b"}}, "properties: this is not a list of objects"),
        ({f"q{n}": "a" for n in range(11)}, "queries: more than 10 queries; send fewer at once"),
    ],
)
def test_what_is_no_batch(said: JsonValue, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        batch(said)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"q0": "a"}, 'queries: write {"queries": [{"conditions": […]}]}'),
        ({"queries": [{"conditions": []}]}, "conditions: a query names one at least"),
        (
            {"queries": [{"conditions": [{"matchType": "property", "matchQuantifier": "few"}]}]},
            "matchQuantifier: write any, all or none",
        ),
    ],
)
def test_what_is_no_batch_of_the_draft(said: JsonValue, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        listed_batch(said)
    assert str(refused.value) == why


@pytest.mark.parametrize("said", ['{"a": "\\ud800x"}', '{"\\udc00": "x"}'])
def test_half_a_letter_is_no_text(said: str) -> None:
    with pytest.raises(Refusal, match="queries: this is not JSON"):
        read_json(said, "queries")
    assert read_json('"\\ud83d\\ude00"', "queries") == "😀"


def test_what_is_no_json() -> None:
    with pytest.raises(Refusal, match="queries: this is not JSON"):
        read_json("[" * 100_000, "queries")
