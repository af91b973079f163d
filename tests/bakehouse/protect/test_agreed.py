"""A consent stands from its day until it expires, to the words that still stand: laws over days."""

from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.agreed import agreed, expires_on, given_on, stands
from publish.bakehouse.protect.present import consenting
from publish.declare.consents import Consent
from tests.tables import column, rows_of, table

WHY = "A box on the form."
TODAY = date(2026, 11, 30)
DAYS = st.dates(date(1999, 1, 1), date(2035, 12, 31))
VERSIONS = ("2024-1", "2025-2", "")


def consent(months: int | None = None, *versions: str) -> Consent:
    told = {"version": "terms", "versions": versions} if versions else {}
    return Consent.model_validate({"column": "agreed", "why": WHY, "months": months} | told)


def standing(place: Workspace, rows: list[dict[str, Any]], of: Consent, day: date) -> list[int]:
    """The numbers of the rows whose consents stand, as a publication finds them."""
    types = {"n": pa.int64(), "agreed": pa.date32(), "terms": pa.string()}
    schema = pa.schema([pa.field(name, type) for name, type in types.items()])
    numbered = [{"n": n, "terms": None} | row for n, row in enumerate(rows)]
    made = place.brought("given", pa.Table.from_pylist(numbered, schema=schema))
    found = rows_of(made.filter(agreed(made, of, day)).select("n").order_by("n"))
    return [row["n"] for row in found]


def of_days(*days: date | None) -> list[dict[str, Any]]:
    return [{"agreed": day} for day in days]


def test_a_consent_expires_on_the_same_day_some_months_later(place: Workspace) -> None:
    given_then = of_days(date(2024, 11, 30), date(2024, 12, 1), TODAY, TODAY + timedelta(1), None)
    assert standing(place, given_then, consent(24), TODAY) == [1, 2]
    # The day before it expires the first stood as well; without months it always does.
    assert standing(place, given_then, consent(24), TODAY - timedelta(1)) == [0, 1]
    assert standing(place, given_then, consent(), TODAY) == [0, 1, 2]


def test_where_a_month_has_no_such_day_it_is_its_last(place: Workspace) -> None:
    given_then = of_days(date(2024, 1, 31))
    assert expires_on(given_then[0], consent(1)) == date(2024, 2, 29)
    assert standing(place, given_then, consent(1), date(2024, 2, 28)) == [0]
    assert standing(place, given_then, consent(1), date(2024, 2, 29)) == []


def test_words_that_are_listed_no_longer_are_no_consent(place: Workspace) -> None:
    rows = [{"agreed": TODAY, "terms": one} for one in ("2024-1", "2025-2", None, "2025")]
    assert standing(place, rows, consent(None, "2025-2"), TODAY) == [1]
    assert standing(place, rows, consent(None, "2024-1", "2025-2"), TODAY) == [0, 1]


# Each example makes a table of its own.
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given_then=st.lists(st.none() | DAYS, min_size=1, max_size=30),
    terms=st.lists(st.sampled_from(VERSIONS) | st.none(), min_size=30, max_size=30),
    day=DAYS,
    months=st.none() | st.integers(1, 240),
    listed=st.sets(st.sampled_from(VERSIONS)),
)
@pytest.mark.slow("asks many times")
def test_a_row_stays_if_and_only_if_its_consent_stands(
    place: Workspace,
    given_then: list[date | None],
    terms: list[str | None],
    day: date,
    months: int | None,
    listed: set[str],
) -> None:
    of = consent(months, *sorted(listed))
    rows: list[dict[str, Any]] = [
        {"agreed": one, "terms": word} for one, word in zip(given_then, terms, strict=False)
    ]
    found = standing(place, rows, of, day)
    for number, row in enumerate(rows):
        one, over = row["agreed"], expires_on(row, of)
        lives = one is not None and one <= day and (over is None or day < over)
        assert (number in found) is (lives and (not listed or row["terms"] in listed))
        # What a person is told of one row is what is done with all.
        assert stands(row, of, day) is (number in found)


@given(DAYS, st.integers(1, 1200))
def test_a_consent_never_stands_again_once_it_has_expired(day: date, months: int) -> None:
    row, of = {"agreed": day}, consent(months)
    over = expires_on(row, of)
    assert over is not None and over > day
    assert stands(row, of, over - timedelta(1))
    assert not any(stands(row, of, over + timedelta(later)) for later in (0, 1, 400))


def test_a_day_is_read_of_moments_and_none_of_other_words() -> None:
    assert given_on({"agreed": datetime(2026, 11, 30, 12)}, consent()) == TODAY
    assert given_on({"agreed": "2026-11-30T12:00:00Z"}, consent()) == TODAY
    for value in (True, "soon", None, "", "2026-11-30 or so"):
        assert given_on({"agreed": value}, consent()) is None
    assert expires_on({"agreed": date(9999, 1, 1)}, consent(24)) == date.max


def test_what_a_consent_covers_is_empty_without_it(place: Workspace) -> None:
    share = {"column": "yes", "why": WHY, "covers": ("age",)}
    contact = {"column": "agreed", "why": WHY, "months": 12, "covers": ("phone", "age")}
    declared = table(
        {name: column(type) for name, type in (
            ("who", "string"), ("agreed", "date"), ("yes", "boolean"), ("age", "integer"),
            ("phone", "string"))},
        contributor="who", consents={"share": share, "contact": contact},
    )  # fmt: skip
    old, new = date(2025, 11, 30), date(2025, 12, 1)
    rows = [
        {"who": "a", "agreed": new, "yes": True, "age": 30, "phone": "01"},
        {"who": "b", "agreed": old, "yes": True, "age": 40, "phone": "02"},
        {"who": "c", "agreed": new, "yes": None, "age": 50, "phone": "03"},
    ]
    made = place.brought("given", pa.Table.from_pylist(rows))
    left = rows_of(consenting(made, declared, TODAY).select("who", "age", "phone").order_by("who"))
    assert [tuple(row.values()) for row in left] == [
        ("a", 30, "01"), ("b", None, None), ("c", None, "03")
    ]  # fmt: skip
