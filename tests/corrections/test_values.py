"""What people type for a cell becomes what a release writes, or is told at once."""

from typing import Any

import pytest

from publish.corrections.values import written
from tests.tables import one_column


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("string", " Café ", "Café"),
        ("string", " \u00a0\n", None),
        ("string", "", None),
        ("integer", " 012 ", "12"),
        ("integer", "", None),
        ("number", "48,5", "48.5"),
        ("number", "12", "12.0"),
        ("boolean", "true", "true"),
        ("date", "2026-11-30", "2026-11-30"),
        ("datetime", "2026-11-30T18:00:00Z", "2026-11-30T18:00:00Z"),
        ("datetime", "2026-11-30 18:00", "2026-11-30T18:00:00"),
        ("datetime", "2026-11-30T18:00:00.50+01:00", "2026-11-30T17:00:00.5Z"),
        ("list", '["a", "é"]', '["a","é"]'),
    ],
)
def test_a_value_is_written_as_in_a_release(type: str, text: str, value: str | None) -> None:
    assert written(one_column(type), text) == value


@pytest.mark.parametrize(
    ("type", "text", "said"),
    [
        ("integer", "douze", "'douze' is no whole number"),
        ("integer", "1" * 19, f"'{'1' * 19}' is no whole number"),
        ("number", "nan", "'nan' is no number"),
        ("number", "1e999", "'1e999' is no number"),
        ("boolean", "oui", "'oui' is neither `true` nor `false`"),
        ("date", "30/11/2026", "'30/11/2026' is no day, such as 2026-11-30"),
        ("datetime", "hier", "'hier' is no moment, such as 2026-11-30T18:00:00Z"),
        ("datetime", "2026-11-30", "'2026-11-30' is no moment, such as 2026-11-30T18:00:00Z"),
        ("datetime", "2026-W48-1", "'2026-W48-1' is no moment, such as 2026-11-30T18:00:00Z"),
        ("list", '{"a": 1}', """'{"a": 1}' is no list, such as ["a", "b"]"""),
        ("list", "a, b", """'a, b' is no list, such as ["a", "b"]"""),
    ],
)
def test_what_does_not_fit_is_told(type: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".+") as told:
        written(one_column(type), text)
    assert str(told.value) == said


def test_a_moment_is_told_as_the_cell_tells_it() -> None:
    column, utc, clock = one_column("datetime"), "2026-11-30T18:00:00Z", "2026-11-30T18:00:00"
    assert written(column, "2026-12-01T09:30:00+01:00", utc) == "2026-12-01T08:30:00Z"
    assert written(column, "2026-12-01T09:30:00Z", clock) == "2026-12-01T09:30:00"
    with pytest.raises(ValueError, match=f"is no moment, such as {utc}"):
        written(column, "2026-12-01T09:30", utc)


@pytest.mark.parametrize(
    ("type", "constraints", "text", "said"),
    [
        ("string", {"required": True}, "", "needs a value"),
        ("string", {"enum": ("a", "b")}, "c", "'c' is none of a, b"),
        ("string", {"required": True}, " \t ", "needs a value"),
        ("string", {}, "a\x1bb", r"'a\x1bb' has characters that nobody sees"),
        (
            "datetime",
            {},
            "2026-11-30\u202e18:00",
            r"'2026-11-30\u202e18:00' has characters that nobody sees",
        ),
        ("string", {"min_length": 2}, "a", "'a' is shorter than 2"),
        ("string", {"max_length": 2}, "abc", "'abc' is longer than 2"),
        ("integer", {"minimum": 0.0}, "-1", "'-1' is less than 0.0"),
        ("number", {"maximum": 1.5}, "2", "'2.0' is more than 1.5"),
        ("date", {"minimum": "2020-01-01"}, "2019-12-31", "'2019-12-31' is less than 2020-01-01"),
    ],
)
def test_constraints_hold(type: str, constraints: dict[str, Any], text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".+") as told:
        written(one_column(type, constraints=constraints), text)
    assert str(told.value) == said


def test_the_publication_alone_looks_at_a_pattern() -> None:
    # Matched here, it would take longer than anybody waits.
    column = one_column("string", constraints={"pattern": "([^,]+,? ?)+"})
    assert written(column, "a" * 60 + ",,") == "a" * 60 + ",,"
