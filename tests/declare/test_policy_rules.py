"""What is said back when a policy contradicts itself."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from publish.declare.policy import Noise
from publish.declare.policy_rules import policy_findings

BUDGET = {"epsilon": 2.0}
COUNTS = {"by": {"by": "place", "title": {"fr": "Par lieu"}}}


def told(aggregates: dict[str, Any], **privacy: Any) -> list[str]:
    found = policy_findings({"aggregates": aggregates, "privacy": privacy, "contributor": "who"})
    return [f"{'.'.join(map(str, place))}: {what}" for place, what in found]


def cell_key(**words: object) -> dict[str, Any]:
    return {"cell_key": words}


def test_numbers_may_have_noise() -> None:
    assert told(COUNTS, noise=cell_key(deviation=2)) == []
    assert told(COUNTS, noise=cell_key(deviation=2, most=15)) == []


@pytest.mark.parametrize(
    ("privacy", "error"),
    [
        (
            {"k": 7, "noise": cell_key(deviation=2.5, most=13)},
            "privacy.noise.cell_key.most: 13 is too little for numbers under 7, of which none or 7 "
            "are shown; write 14 or more, or remove it",
        ),
        (
            {"interval": 12, "noise": cell_key(deviation=2)},
            "privacy.interval: no number is hidden where all have noise; remove one of the two "
            "keys",
        ),
    ],
)
def test_noise_has_room_and_hides_nothing(privacy: dict[str, Any], error: str) -> None:
    assert told(COUNTS, **privacy) == [error]


@pytest.mark.parametrize(
    ("noise", "error"),
    [
        ({}, "write one of `cell_key: {…}` and `dp: {…}`"),
        (
            {"cell_key": {"deviation": 2}, "dp": {"epsilon_per_release": 1, "budget": BUDGET}},
            "write one of `cell_key: {…}` and `dp: {…}`",
        ),
        (
            {"dp": {"epsilon_per_release": 2.5, "budget": BUDGET}},
            "2.5 for a release is over the budget, 2; write less, or a greater budget",
        ),
    ],
)
def test_noise_is_of_one_kind_and_affordable(noise: dict[str, Any], error: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(error)):
        Noise.model_validate(noise)


def test_only_counts_have_noise() -> None:
    assert told({}, noise=cell_key(deviation=2)) == [
        "privacy.noise: only for tables of counts; remove it, or declare `aggregates:`"
    ]


@pytest.mark.parametrize("deviation", [float("inf"), float("nan"), "2", None, -1])
def test_what_is_no_deviation_is_told_elsewhere(deviation: object) -> None:
    assert told(COUNTS, noise=cell_key(deviation=deviation, most=15)) == []
