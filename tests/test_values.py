"""Text becomes typed values, and nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.engine import Workspace
from publish.values import CONVERTERS
from tests.tables import bench, one_column


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("values")
    with bench(folder) as opened:
        yield opened


def convert(place: Workspace, texts: list[str], type: str, **declared: Any) -> list[Any]:
    name = place.name("texts")
    staged = place.con.create_table(name, pa.table({"text": pa.array(texts, pa.string())}))
    value = CONVERTERS[type](staged.text, one_column(type, **declared))
    found: list[Any] = staged.select(value=value).to_pyarrow()["value"].to_pylist()
    return found


def test_strings_stay_as_they_are(place: Workspace) -> None:
    texts = ["01004", " padded ", "1,5", "NA", "+33612345678", "2020_10"]
    assert convert(place, texts, "string") == texts


def test_integers_are_whole_numbers_only(place: Workspace) -> None:
    texts = ["12", " -7 ", "+3", "1.5", "1e3", "1_000", "12 000", "", "99999999999999999999"]
    assert convert(place, texts, "integer") == [12, -7, 3, None, None, None, None, None, None]


def test_thousands_separators_are_declared(place: Workspace) -> None:
    texts = ["1 234", "1\u00a0234\u202f567", "12"]
    assert convert(place, texts, "integer", thousands=" ") == [1234, 1234567, 12]
    assert convert(place, ["1.234,5"], "number", thousands=".", decimal=",") == [1234.5]


def test_numbers_are_finite_decimals(place: Workspace) -> None:
    texts = ["1.5", ".5", "2.", "-3e-2", "nan", "inf", "1e999", "0x10", "1,5"]
    assert convert(place, texts, "number") == [1.5, 0.5, 2.0, -0.03, None, None, None, None, None]


def test_a_decimal_comma_is_declared(place: Workspace) -> None:
    assert convert(place, ["46,2037", "1.5"], "number", decimal=",") == [46.2037, None]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_parsed_exactly(place: Workspace, number: float) -> None:
    assert convert(place, [repr(number)], "number") == [number]


def test_booleans_are_declared_words(place: Workspace) -> None:
    texts = ["oui", " non ", "VRAI", "peut-être", "Oui"]
    declared = {"true_values": ("oui", "VRAI"), "false_values": ("non",)}
    assert convert(place, texts, "boolean", **declared) == [True, False, True, None, None]


def test_dates_have_declared_formats(place: Workspace) -> None:
    texts = ["15/11/2026", "2026-11-15", "30/02/2026", "????"]
    formats = ("%d/%m/%Y", "%Y-%m-%d")
    assert convert(place, texts, "date", format=formats) == ["2026-11-15"] * 2 + [None, None]


def test_years_of_two_digits_are_not_the_first_century(place: Workspace) -> None:
    assert convert(place, ["1/2/26"], "date", format=("%d/%m/%Y",)) == [None]


def test_dates_are_iso_by_default(place: Workspace) -> None:
    assert convert(place, ["2026-02-01", "01/02/2026"], "date") == ["2026-02-01", None]


def test_datetimes_without_a_zone_stay_local(place: Workspace) -> None:
    texts = ["2026-11-15T08:30:00", "2026-11-15 08:30", "2026-11-15T08:30:00.5"]
    expected = ["2026-11-15T08:30:00", "2026-11-15T08:30:00", "2026-11-15T08:30:00.5"]
    assert convert(place, texts, "datetime") == expected


def test_datetimes_with_a_zone_become_utc(place: Workspace) -> None:
    summer, winter = "15/07/2026 08:30", "15/01/2026 08:30"
    declared = {"format": ("%d/%m/%Y %H:%M",), "timezone": "Europe/Paris"}
    assert convert(place, [summer, winter], "datetime", **declared) == [
        "2026-07-15T06:30:00Z",
        "2026-01-15T07:30:00Z",
    ]


def test_an_offset_in_the_value_wins(place: Workspace) -> None:
    texts = ["2026-07-15T08:30:00+02:00", "2026-07-15T08:30:00"]
    assert convert(place, texts, "datetime", timezone="Europe/Paris") == [
        "2026-07-15T06:30:00Z",
        "2026-07-15T06:30:00Z",
    ]


def test_json_is_kept_when_valid(place: Workspace) -> None:
    assert convert(place, ['{"a": 1.50}', "[1", "oops"], "json") == ['{"a": 1.50}', None, None]


@pytest.mark.parametrize(
    "text", ["NaN", "[1, -Infinity]", '{"a": nan}', "[inf]", "[1, ]", '{"a": 1,}', '["\\\\", NaN]']
)
def test_what_only_some_readers_take_is_not_json(text: str, place: Workspace) -> None:
    assert convert(place, [text], "json") == [None]


@pytest.mark.parametrize(
    "text", ['"NaN"', '{"Infinity": "inf"}', '["a", "b", ",]"]', '["\\"", null, true, 1e9]', "{}"]
)
def test_their_words_in_texts_are_json(text: str, place: Workspace) -> None:
    assert convert(place, [text], "json") == [text]


def test_a_list_that_is_not_json_is_text(place: Workspace) -> None:
    assert convert(place, ["[NaN]", "[1,]"], "list", separator=";") == ['["[NaN]"]', '["[1,]"]']


def test_lists_become_json_arrays(place: Workspace) -> None:
    texts = ["a | b||c", "seul", '["a","b"]', "[pas du json"]
    assert convert(place, texts, "list", separator="|") == [
        '["a","b","c"]',
        '["seul"]',
        '["a","b"]',
        '["[pas du json"]',
    ]
