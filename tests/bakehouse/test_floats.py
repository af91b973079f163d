"""Numbers as the shortest decimal text that reads as the same number."""

import math
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.floats import decimal_sql, decimal_text

KNOWN = {
    1e-07: "0.0000001", 0.1: "0.1", 1004.0: "1004", -2.5e-5: "-0.000025", 1e22: "1" + 22 * "0",
    1.5e16: "15000000000000000", 5e-324: "0." + 323 * "0" + "5", 123456789.123: "123456789.123",
    1.7976931348623157e308: "17976931348623157" + 292 * "0", math.inf: "inf", -0.0: "-0",
}  # fmt: skip


def by_database(value: float, type: str = "DOUBLE") -> str:
    sql = decimal_sql("x")
    with duckdb.connect() as place:
        [[text]] = place.execute(f"SELECT {sql} FROM (SELECT $1::{type} AS x)", [value]).fetchall()
    return str(text)


@pytest.mark.parametrize("value", KNOWN)
def test_known_numbers(value: float) -> None:
    assert (decimal_text(value), by_database(value)) == (KNOWN[value], KNOWN[value])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_is_the_number(value: float) -> None:
    text = decimal_text(value)
    assert "e" not in text.lower()
    assert float(text) == value
    assert Decimal(text) == Decimal(repr(value))
    assert by_database(value) == text


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_so_is_that_of_a_number_of_32_bits(value: float) -> None:
    text = by_database(value, "FLOAT")
    assert "e" not in text.lower()
    assert np.float32(text) == np.float32(value)
