"""What is said back when the ways in which people leave contradict each other."""

from typing import Any

import pytest

from publish.declare.people_rules import people_findings

COLUMNS = {
    "who": {"type": "string", "role": "identifier"},
    "place": {"type": "string", "role": "quasi_identifier"},
    "age": {"type": "integer", "role": "quasi_identifier"},
    "said": {"type": "string", "role": "free_text"},
    "people": {"type": "integer", "role": "open"},
    "agreed": {"type": "date", "role": "open"},
}


def told(about: str = "people", **table: Any) -> list[str]:
    tree = {"about": about, "columns": COLUMNS} | table
    found = people_findings("answers", tree, {"answers": tree, "answers_old": {}})
    return [f"{'.'.join(map(str, place))}: {what}" for place, what in found]


def counts(**by: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"by": columns} for name, columns in by.items()}


def test_counts_over_a_few_columns_are_sound() -> None:
    assert told(aggregates=counts(places=("place",), both=("place", "age"))) == []


@pytest.mark.parametrize(
    ("aggregates", "error"),
    [
        (
            counts(one=("place", "age"), two=("age", "place")),
            "aggregates.two.by: the same columns as 'one'; keep one of the two",
        ),
        (
            counts(one=("place", "place")),
            "aggregates.one.by: a column stands twice; write each once",
        ),
        (
            counts(old=("place",)),
            "aggregates.old: its table would be answers_old, which is declared; rename it",
        ),
        (
            counts(one=("place", "who")),
            "aggregates.one.by.1: 'who' has the role identifier, and no two people share its "
            "values; count over other columns",
        ),
        (
            {"one": {"by": "said"}},
            "aggregates.one.by: 'said' has the role free_text, and no two people share its "
            "values; count over other columns",
        ),
        (
            counts(one=("people",)),
            "aggregates.one.by.0: 'people' is the column of counts; rename yours",
        ),
    ],
)
def test_what_cannot_be_counted(aggregates: dict[str, Any], error: str) -> None:
    assert told(aggregates=aggregates) == [error]


def test_a_consent_has_a_day() -> None:
    assert told(named={"consent": "agreed"}) == []
    assert told(named={"consent": "place"}) == [
        "named.consent: 'place' is of type string; name the column with the day of the consent"
    ]


def test_a_directory_is_nothing_else() -> None:
    assert told(named={"consent": "agreed"}, privacy={"k": 11}) == [
        "privacy: not beside `named:`, which publishes rows by name; keep one of the two"
    ]


def test_things_have_no_privacy() -> None:
    assert told(about="things", privacy={"k": 11}) == [
        "privacy: only for tables about people; remove it, or write `about: people`"
    ]
