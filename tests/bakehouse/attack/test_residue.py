"""Figures that tell of few people are found in reports; what is promised is not."""

from typing import Any

import pytest

from publish.bakehouse.attack.residue import Few, told_in

FEW = Few(k=11, step=5, records=frozenset({"trips"}), exact=frozenset({2339}))


def people(**said: Any) -> dict[str, Any]:
    return {"tables": [{"name": "trips", "mode": "records", **said}]}


@pytest.mark.parametrize(
    "tree",
    [
        people(waiting=3),
        people(protection={"held": {"weeks": [0, 10]}}),
        people(reached={"k_people": 10}),
        people(records_in=2339),
        {"warnings": [{"what": "4 people wait"}]},
        {"reason": ["1 personne de plus"]},
        {"changes": [{"place": "trips", "before": 100, "after": 96}]},
        {"tables": [{"name": "trips", "about": "people", "rows": {"before": 100, "after": 101}}]},
    ],
)
def test_what_tells_of_few_is_found(tree: Any) -> None:
    assert list(told_in(tree, FEW)) == [True]


@pytest.mark.parametrize(
    "tree",
    [
        people(policy={"k": 11, "delta_k": 5}, rows_out={"trips": 4}, reached={"k_people": 11}),
        people(waiting=0, shared=True, share=0.5, people=11),
        {"tables": [{"name": "spots", "mode": "things", "records_in": 3}]},
        {"what": "No count under 11 people is published"},
        {"changes": [{"place": "trips", "before": 100, "after": 105}]},
        {"changes": [{"place": "spots", "before": 100, "after": 101}]},
    ],
)
def test_what_does_not_is_not(tree: Any) -> None:
    assert list(told_in(tree, FEW)) == []
