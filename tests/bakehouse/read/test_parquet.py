"""Parquet: every type as text, nothing rounded."""

from datetime import date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from publish.errors import SourceError


def test_each_type_as_text(take, tmp_path):
    instants = pa.array([1577934245123456], pa.timestamp("us", tz="Europe/Paris"))
    columns = {
        "code": (["01004"], "01004"),
        "int": ([2**63 - 1], "9223372036854775807"),
        "double": ([0.1], "0.1"),
        "whole": ([1004.0], "1004"),
        "small": ([1e-07], "0.0000001"),
        "large": ([-1e22], "-10000000000000000000000"),
        "single": (pa.array([0.1], pa.float32()), "0.1"),
        "decimal": (pa.array([Decimal("33.650")], pa.decimal128(30, 3)), "33.650"),
        "moment": ([datetime(2020, 1, 2, 3, 4, 5)], "2020-01-02T03:04:05"),
        "instant": (instants, "2020-01-02T03:04:05.123456Z"),
        "day": ([date(2020, 1, 2)], "2020-01-02"),
        "hour": ([time(8, 30)], "08:30:00"),
        "list": ([[1, 2]], "[1,2]"),
        "struct": ([{"x": 1.5, "y": 'é"'}], '{"x":1.5,"y":"é\\""}'),
        "bool": ([True], "true"),
        "word": (pa.array(["x"]).dictionary_encode(), "x"),
        "q\"'": ([None], None),
    }
    path = tmp_path / "t'.parquet"
    parquet.write_table(pa.table({name: values for name, (values, _) in columns.items()}), path)
    taken = take(path)
    assert taken.export.records == 1
    assert taken.columns == {name: [text] for name, (_, text) in columns.items()}
    assert taken.export.lines([0]) == [1]


def test_nan_is_missing_and_told(take, tmp_path):
    path = tmp_path / "t.parquet"
    single = pa.array([0.5, float("nan"), float("-inf")], pa.float32())
    columns = {"d": [float("nan"), None, 1.5], "s": single, "word": ["nan", "NaN", None]}
    parquet.write_table(pa.table(columns), path)
    taken = take(path)
    assert taken.columns == {
        "d": [None, None, "1.5"],
        "s": ["0.5", None, "-inf"],
        "word": ["nan", "NaN", None],
    }
    assert [(remark.code, remark.what, remark.public) for remark in taken.export.remarks] == [
        (
            "not-a-number",
            f"column {name!r}: 1 values are NaN, which is no number, and are missing",
            False,
        )
        for name in ("d", "s")
    ]


def test_rows_stay_in_order_over_row_groups(take, tmp_path):
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"n": list(range(5000))}), path, row_group_size=300)
    taken = take(path)
    assert taken.columns["n"] == [str(number) for number in range(5000)]
    assert taken.export.records == 5000


def test_binary_values_and_damaged_files_are_refused(take, tmp_path):
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"a": [b"\xff"]}), path)
    with pytest.raises(SourceError, match=r"t.parquet: column 'a' holds binary values"):
        take(path)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(SourceError, match=r"t.parquet: not a whole Parquet file"):
        take(path)
