"""What is said back of consents that no column tells, that cannot end or cannot be emptied."""

from typing import Any

from publish.declare.consents import consent_findings

WHY = "They ticked a box."
COLUMNS: dict[str, Any] = {
    "who": {"type": "string", "role": "identifier"},
    "line": {"type": "string", "role": "open"},
    "must": {"type": "string", "role": "open", "constraints": {"required": True}},
    "agreed": {"type": "date", "role": "open"},
    "yes": {"type": "boolean", "role": "open"},
    "terms": {"type": "string", "role": "open"},
    "edition": {"type": "integer", "role": "open"},
}
DAYS = {"column": "agreed", "why": WHY}


def told(contact: dict[str, Any] | None = None, **table: Any) -> list[str]:
    declared = {"contributor": "who", "columns": COLUMNS} | table
    if contact is not None:
        declared["consents"] = {"contact": contact}
    found = consent_findings(declared)
    return [f"{'.'.join(map(str, place))}: {what}" for place, what in found]


def test_a_consent_is_told_by_a_day_or_a_yes_and_may_cover_and_end() -> None:
    assert told(DAYS | {"covers": ("line",), "months": 12}) == []
    assert told(DAYS | {"version": "terms", "versions": ("2026",)}) == []
    assert told({"column": "yes", "why": WHY}) == []


def test_a_text_tells_no_consent() -> None:
    assert told({"column": "line", "why": WHY}) == [
        "consents.contact.column: 'line' is of type string; name the column with the day of the "
        "consent, or with true where there is one"
    ]


def test_what_has_no_day_has_no_end() -> None:
    assert told({"column": "yes", "why": WHY, "months": 12}) == [
        "consents.contact.months: 'yes' tells no day from which to count; name a column with the "
        "day, or remove this key"
    ]
    assert told(named={"consent": "yes", "months": 12}) == [
        "named.months: 'yes' tells no day from which to count; name a column with the day, or "
        "remove this key"
    ]


def test_versions_and_their_column_come_together() -> None:
    assert told(DAYS | {"version": "terms"}) == [
        "consents.contact.versions: missing; list the versions that still stand"
    ]
    assert told(DAYS | {"versions": ("2026",)}) == [
        "consents.contact.version: missing; name the column that tells which version was agreed to"
    ]
    assert told(basis={"column": "agreed", "version": "yes", "versions": ("2026",)}) == [
        "basis.version: 'yes' is of type boolean; name a column of type string or integer"
    ]


def test_a_version_that_no_integer_is_written_as_would_end_all_consents() -> None:
    assert told(DAYS | {"version": "edition", "versions": ("0", "2", "-1")}) == []
    why = "is no integer, and 'edition' has integers alone"
    assert told(DAYS | {"version": "edition", "versions": ("2", "1.0", "02")}) == [
        f'consents.contact.versions.{number}: {name!r} {why}; write it as in "2", or declare '
        "that column a string"
        for number, name in ((1, "1.0"), (2, "02"))
    ]


def test_what_holds_rows_together_or_is_required_cannot_be_covered() -> None:
    why = "holds rows together, tells whose they are or is required, and cannot be empty"
    assert told(DAYS | {"covers": ("line", "who", "must", "agreed")}, primary_key=("line",)) == [
        f"consents.contact.covers: {name!r} {why}; take it away from `covers`"
        for name in ("line", "who", "must", "agreed")
    ]


def test_rows_of_partners_have_no_consents_of_their_own() -> None:
    assert told(DAYS, partners={}) == []
    assert told(DAYS | {"covers": ("line",)}, partners={}) == [
        "consents.contact.covers: partners' rows are merged of several, and none has a consent of "
        "its own; remove this key"
    ]


def test_who_withdraws_has_to_be_found() -> None:
    assert told(DAYS, contributor=None) == [
        "consents: nothing says who is behind a row, so nobody who withdraws could be found; name "
        "the column: `contributor: …`"
    ]
