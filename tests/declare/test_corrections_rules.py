"""What is said back when a table contradicts itself in what may be corrected, closed or added."""

from typing import Any

import pytest

from publish.declare.corrections_rules import corrections_findings

COLUMNS = {
    "id": {"type": "string", "role": "open"},
    "name": {"type": "string", "role": "open", "constraints": {"required": True}},
    "state": {"type": "string", "role": "open", "constraints": {"enum": ("open", "closed")}},
    "open": {"type": "boolean", "role": "open"},
    "kinds": {"type": "list", "role": "open"},
    "town": {"type": "string", "role": "open"},
    "code": {"type": "string", "role": "open", "constraints": {"unique": True}},
    "author": {"type": "string", "role": "identifier", "protect": "drop"},
}
TOWNS = ({"columns": "town", "references": {"table": "towns", "columns": "code"}},)


def told(corrections: dict[str, Any], **words: Any) -> list[str]:
    tree = {"about": "things", "primary_key": "id", "columns": COLUMNS, "foreign_keys": TOWNS}
    tree |= words | {"corrections": corrections}
    found = corrections_findings("places", tree, {"places": tree})
    return [f"{'.'.join(map(str, place))}: {what}" for place, what in found]


@pytest.mark.parametrize(
    "corrections",
    [{}, {"add": True}, {"closed": {"state": "closed"}}, {"closed": {"open": False}, "add": True}],
)
def test_what_fits_is_sound(corrections: dict[str, Any]) -> None:
    assert told(corrections) == []


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("stat", "closed", "no column 'stat'; did you mean `state`?"),
        ("state", "close", "'close' is no value of 'state'; did you mean `closed`?"),
        ("open", "closed", "'closed' is no boolean"),
        ("kinds", "closed", "'kinds' is a list; name a column that says one thing"),
    ],
)
def test_a_value_that_closes_is_one_of_its_column(column: str, value: object, what: str) -> None:
    assert told({"closed": {column: value}}) == [f"corrections.closed.{column}: {what}"]


@pytest.mark.parametrize("column", ["id", "town", "code", "author"])
def test_what_closes_can_be_corrected(column: str) -> None:
    assert told({"closed": {column: "x"}}) == [
        f"corrections.closed.{column}: {column!r} cannot be corrected: it is a key, unique, told "
        "or covered by a consent, or not published as it is read; name another column"
    ]


def test_neither_a_consent_nor_what_it_covers_can_be_corrected() -> None:
    consents = {"contact": {"column": "state", "covers": ("name",)}}
    for column, value in (("state", "closed"), ("name", "x")):
        assert told({"closed": {column: value}}) == []
        assert len(told({"closed": {column: value}}, consents=consents)) == 1


OWN = (
    "corrections.add: a row that is added gets a key of its own: needs a `primary_key` of one "
    "column of type string that is published as it is read"
)


@pytest.mark.parametrize(
    "words",
    [
        {"primary_key": ()},
        {"primary_key": ("id", "name")},
        {"columns": COLUMNS | {"id": {"type": "integer", "role": "open"}}},
        {"columns": COLUMNS | {"id": COLUMNS["id"] | {"protect": "pseudonymise"}}},
    ],
)
def test_who_adds_a_row_knows_its_key(words: dict[str, Any]) -> None:
    assert told({"add": True}, **words) == [OWN]


@pytest.mark.parametrize(
    "rules",
    [{"pattern": "[0-9]+"}, {"enum": ("1", "2")}, {"max_length": 12}, {"min_length": 14}],
)
def test_a_key_of_the_desk_may_stand_in_the_key(rules: dict[str, Any]) -> None:
    columns = COLUMNS | {"id": COLUMNS["id"] | {"constraints": rules}}
    assert told({"add": True}, columns=columns) == [
        "corrections.add: the `constraints` of 'id' take no key such as desk-k4q7x2mz"
    ]


def test_nobody_can_say_what_is_required_and_no_field_of_the_form() -> None:
    code = {"type": "string", "role": "open", "constraints": {"required": True, "unique": True}}
    assert told({"add": True}, columns=COLUMNS | {"code": code}) == [
        "corrections.add: 'code' is required and nobody could say it of a row that is added"
    ]
    only = {"id": COLUMNS["id"], "code": COLUMNS["code"]}
    assert told({"add": True}, columns=only) == [
        "corrections.add: no column can be corrected, so nothing could be said of a row that is "
        "added"
    ]


def test_nothing_of_people() -> None:
    assert told({"add": True}, about="people")[0] == (
        "corrections: only for tables about things: nobody's answer is corrected here"
    )


def test_rows_are_cleared_by_their_key() -> None:
    assert told({"cleared_by": "La Mairie"}) == []
    assert told({"cleared_by": "La Mairie"}, primary_key=()) == [
        "corrections.cleared_by: rows are cleared by their key; declare a `primary_key`"
    ]


def test_counted_numbers_are_not_cleared() -> None:
    assert (
        "corrections.cleared_by: numbers that were counted already are not cleared row by row; "
        "remove this key"
    ) in told({"cleared_by": "La Mairie"}, counts={"period": "day"})
