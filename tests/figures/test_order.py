"""Values come in the order that they have of themselves."""

import sqlite3
from typing import Any

import pytest

from publish.figures.order import placed_sql, placing
from publish.release.table import Field

AGES = ["30–44", "<30", "60+", "45–59"]


@pytest.mark.parametrize(
    ("field", "values", "ordered"),
    [
        ({"order": ["c", "a"]}, ["a", "b", "c", "d"], ["c", "a", "b", "d"]),
        ({"protection": "band"}, AGES, ["<30", "30–44", "45–59", "60+"]),
        ({"protection": "band"}, ["3–<10", "<1", "1–<3", "10+"], ["<1", "1–<3", "3–<10", "10+"]),
        ({"type": "integer", "order": ["2", "1"]}, [1, 2], [2, 1]),
        ({"type": "integer"}, [10, 9], [9, 10]),
    ],
)
def test_values_in_their_order(field: dict[str, Any], values: Any, ordered: Any) -> None:
    assert sorted(values, key=placing(Field({"name": "x", **field}))) == ordered


def test_texts_have_none() -> None:
    assert placing(Field({"name": "x", "type": "string"})) is None


def test_sql_orders_alike_and_a_quote_is_no_way_in() -> None:
    field = Field({"name": "select", "order": ["it's", "<30"]})
    connection = sqlite3.connect(":memory:")
    connection.execute('create table t ("select" text)')
    found = ["b", None, "<30", "it's"]
    connection.executemany("insert into t values (?)", [(value,) for value in found])
    sql = f"select [select] from t order by {placed_sql(field)} nulls last"
    assert [row[0] for row in connection.execute(sql)] == ["it's", "<30", "b", None]
    assert placed_sql(Field({"name": "x"})) == "x"
