"""Means of ratios count each row for what it stands for; without a weight there is none."""

import sqlite3
from typing import Any

import pytest

from publish.figures.asking import Lines, Query, WholeTable, answered
from publish.figures.chart import Figures, figures
from publish.figures.specification import Specification, measurable
from publish.release.table import Table

ROWS = [("a", 10.0, 1, '["x"]'), ("a", 40.0, 2, '["x","y"]'), ("a", None, 5, "[]"),
        ("b", 7.0, 0, '["y"]'), ("b", 9.0, None, None)]  # fmt: skip
FIELDS: list[dict[str, Any]] = [
    {"name": "kind", "type": "string"},
    {"name": "rate", "type": "number", "unit": "%", "weight": "visits"},
    {"name": "visits", "type": "integer"},
    {"name": "tags", "type": "array"},
]


def asked(wanted: Specification, fields: list[dict[str, Any]] = FIELDS) -> Figures:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table t (kind text, rate real, visits integer, tags text)")
    connection.executemany("insert into t values (?, ?, ?, ?)", ROWS)

    def rows(query: Query) -> Lines:
        return connection.execute(query.sql, query.parameters).fetchall()

    return answered(figures(table(fields), wanted, 10), rows)


def table(fields: list[dict[str, Any]]) -> WholeTable:
    return WholeTable(Table({"name": "t", "rows": 5, "schema": {"fields": fields}}))


def amounts(found: Figures) -> dict[Any, Any]:
    return {mark.value: mark.amount for mark in found.marks}


def test_a_mean_of_ratios_is_weighted() -> None:
    assert amounts(asked(Specification("bars", "kind", "mean", "rate"))) == {"a": 30.0, "b": None}


def test_items_of_lists_weigh_as_their_rows() -> None:
    assert amounts(asked(Specification("bars", "tags", "mean", "rate"))) == {"x": 30.0, "y": 40.0}


def test_a_column_without_weight_has_its_usual_mean() -> None:
    plain = [FIELDS[0], {"name": "rate", "type": "number"}, *FIELDS[2:]]
    found = asked(Specification("bars", "kind", "mean", "rate"), plain)
    assert amounts(found) == {"a": 25.0, "b": 8.0}


@pytest.mark.parametrize(
    ("rate", "sums", "means"),
    [
        (FIELDS[1], ["visits"], ["rate", "visits"]),
        ({"name": "rate", "type": "number", "unit": "%"}, ["visits"], ["visits"]),
        ({"name": "rate", "type": "number", "unit": "km"}, ["rate", "visits"], ["rate", "visits"]),
        ({"name": "rate", "type": "number", "weight": "gone"}, ["visits"], ["visits"]),
    ],
)
def test_ratios_are_not_added_up_nor_averaged_alike(
    rate: dict[str, Any], sums: list[str], means: list[str]
) -> None:
    given = table([FIELDS[0], rate, *FIELDS[2:]])
    assert measurable(given, "sum") == sums
    assert measurable(given, "mean") == means
