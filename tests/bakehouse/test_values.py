"""Text becomes typed values, and nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.blanks import bare
from publish.bakehouse.engine import Workspace
from publish.bakehouse.values import BARE, CONVERTERS
from tests.tables import bench, one_column


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("values")
    with bench(folder) as opened:
        yield opened


def convert(place: Workspace, texts: list[str], type: str, **declared: Any) -> list[Any]:
    name = place.name("texts")
    staged = place.con.create_table(name, pa.table({"text": pa.array(texts, pa.string())}))
    text = bare(staged.text) if type in BARE else staged.text
    value = CONVERTERS[type](text, one_column(type, **declared))
    found: list[Any] = staged.select(value=value).to_pyarrow()["value"].to_pylist()
    return found


def test_strings_stay_as_they_are(place: Workspace) -> None:
    texts = ["01004", " padded ", "1,5", "NA", "+33612345678", "2020_10"]
    assert convert(place, texts, "string") == texts


def test_integers_are_whole_numbers_only(place: Workspace) -> None:
    texts = ["12", " -7\u00a0", "+03", "1.5", "1e3", "1_000", "12 000", "", "99999999999999999999"]
    assert convert(place, texts, "integer") == [12, -7, 3, None, None, None, None, None, None]


def test_integers_may_have_the_zero_that_pandas_adds(place: Workspace) -> None:
    texts = ["1.0", "-20.00", "9007199254740993.0", "1.", "1.01", ".0"]
    read = [1, -20, 9007199254740993, None, None, None]
    assert convert(place, texts, "integer") == read
    assert convert(place, ["1.0", "1.000"], "integer", thousands=".") == [None, 1000]


def test_thousands_separators_are_declared(place: Workspace) -> None:
    texts = ["1 234", "1\u00a0234\u202f567", "12"]
    assert convert(place, texts, "integer", thousands=" ") == [1234, 1234567, 12]
    assert convert(place, ["1.234,5"], "number", thousands=".", decimal=",") == [1234.5]
    assert convert(place, ["12 34", "1  234", "1 2345"], "integer", thousands=" ") == [None] * 3


@pytest.mark.parametrize("mark", [",", "'", "_"])
def test_thousands_separators_count_in_their_places_only(place: Workspace, mark: str) -> None:
    good = ["1,234", "-12,345,678", "1234", "001,234", "1,234.50"]
    bad = ["1,5", "12,34", "1,,000", "1,234,", ",123", "1234,567", "1,2345", "1,234567", "1.234,5"]
    declared = {"thousands": mark, "decimal": "."}
    texts = [text.replace(",", mark) for text in (*good, *bad)]
    read = [1234, -12345678, 1234, 1234, 1234.5, *[None] * len(bad)]
    assert convert(place, texts, "number", **declared) == read
    whole = [value if value != 1234.5 else None for value in read]
    assert convert(place, texts, "integer", thousands=mark) == whole


@pytest.mark.parametrize("type", ["integer", "number"])
def test_a_decimal_below_one_is_no_thousand(place: Workspace, type: str) -> None:
    texts = ["0,123", "-00,123", "000,123", "0,123,456", "001,234", "010,234"]
    read = [None, None, None, None, 1234, 10234]
    assert convert(place, texts, type, thousands=",") == read


def test_numbers_are_finite_decimals(place: Workspace) -> None:
    texts = ["1.5", ".5", "2.", "-3e-2", "nan", "inf", "1e999", "0x10", "1,5"]
    assert convert(place, texts, "number") == [1.5, 0.5, 2.0, -0.03, None, None, None, None, None]


def test_a_decimal_comma_is_declared(place: Workspace) -> None:
    assert convert(place, ["46,2037", "1.5"], "number", decimal=",") == [46.2037, None]


@pytest.mark.slow("a law over thousands of drawn numbers")
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_parsed_exactly(place: Workspace, number: float) -> None:
    assert convert(place, [repr(number)], "number") == [number]


def test_booleans_are_declared_words(place: Workspace) -> None:
    texts = ["oui", " non ", "VRAI", "peut-être", "Oui"]
    declared = {"true_values": ("oui", "VRAI"), "false_values": ("non",)}
    assert convert(place, texts, "boolean", **declared) == [True, False, True, None, None]


def test_true_and_false_are_spelt_as_programs_do(place: Workspace) -> None:
    texts = ["true", "False", "TRUE", " false\u202f", "1", "yes", "tRue"]
    read = [True, False, True, False, None, None, None]
    assert convert(place, texts, "boolean") == read


def test_dates_have_declared_formats(place: Workspace) -> None:
    texts = ["15/11/2026", "2026-11-15", "30/02/2026", "????"]
    formats = ("%d/%m/%Y", "%Y-%m-%d")
    assert convert(place, texts, "date", format=formats) == ["2026-11-15"] * 2 + [None, None]


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("9999-12-31T23:59:59-01:00", {}),
        ("9999-12-31T23:59:59", {"timezone": "America/New_York"}),
    ],
)
def test_a_year_of_five_digits_is_no_moment(
    place: Workspace, text: str, declared: dict[str, str]
) -> None:
    assert convert(place, [text], "datetime", **declared) == [None]
    assert convert(place, ["9999-12-31T23:59:59Z"], "datetime") == ["9999-12-31T23:59:59Z"]


def test_years_of_two_digits_are_not_the_first_century(place: Workspace) -> None:
    assert convert(place, ["1/2/26"], "date", format=("%d/%m/%Y",)) == [None]


def test_dates_are_iso_by_default(place: Workspace) -> None:
    assert convert(place, ["2026-02-01", "01/02/2026"], "date") == ["2026-02-01", None]


def test_a_clock_at_midnight_is_no_loss_to_a_date(place: Workspace) -> None:
    texts = ["2024-05-03T00:00:00", "2024-05-03 00:00", "2024-05-03T00:00:00.000"]
    lossy = ["2024-05-03T10:00:00", "2024-05-03T00:00:01", "2024-05-03T00:00:00Z"]
    assert convert(place, texts + lossy, "date") == ["2024-05-03"] * 3 + [None] * 3
    clocks = ["03/05/2024 00:00", "03/05/2024 10:00"]
    for formats in (("%d/%m/%Y %H:%M",), ("%d/%m/%Y",)):
        assert convert(place, clocks, "date", format=formats) == ["2024-05-03", None]


@pytest.mark.parametrize("type", ["date", "datetime"])
@pytest.mark.parametrize("text", ["epoch", "Infinity", "-infinity"])
def test_words_of_the_database_are_no_days(place: Workspace, type: str, text: str) -> None:
    assert convert(place, [text], type, format=("%Y-%m-%d", "%d/%m/%Y")) == [None]
    assert convert(place, [text], type) == [None]


@pytest.mark.parametrize(
    ("format", "good", "bad"),
    [
        ("%A %d/%m/%Y", "tuesday 03/12/2024", "Monday 03/12/2024"),
        ("%Y-%j", "2024-338", "2023-366"),
        ("%Y %j %m %d", "2024 338 12 3", "2024 45 12 03"),
        ("%a %d %b %Y %H:%M:%S.%f", "Tue  3 DEC 2024 00:00:00.0", "Wed 3 Dec 2024 00:00:00.0"),
    ],
)
def test_a_date_that_contradicts_itself_is_none(
    place: Workspace, format: str, good: str, bad: str
) -> None:
    read = convert(place, [good, bad], "date", format=(format,))
    assert read == ["2024-12-03", None]


ISO_FORMS = {
    "2024-03-01T10:00:00Z": "2024-03-01T10:00:00Z",
    "2024-03-01T10:00Z": "2024-03-01T10:00:00Z",
    "2024-03-01 10:00:00.000Z": "2024-03-01T10:00:00Z",
    "2024-03-01T10:00+01:00": "2024-03-01T09:00:00Z",
    "2024-03-01 10:00:00.25+0130": "2024-03-01T08:30:00.25Z",
    "2024-03-01 10:00:00 -02": "2024-03-01T12:00:00Z",
    "2024-03-01T10:00:00.123456789Z": "2024-03-01T10:00:00.123456Z",
    "2024-02-29T10:00": "2024-02-29T10:00:00",
    "2023-02-29T10:00Z": None,
    "2024-03-01T24:00:00Z": None,
    "2024-03-01T10:60Z": None,
    "2024-03-01T10:00:60": None,
    "2024-03-01T10:00+99:00": None,
    "2024-03-01T10Z": None,
    "2024-3-1T10:00": None,
}


def test_every_iso_form_of_a_moment_is_read(place: Workspace) -> None:
    assert convert(place, list(ISO_FORMS), "datetime") == list(ISO_FORMS.values())


def test_a_declared_offset_reads_z_and_no_offset_that_is_none(place: Workspace) -> None:
    texts = ["1/3/2024 10:00:00Z", "1/3/2024 10:00:00.1234567+01:00", "1/3/2024 10:00:00+99:00"]
    formats = ("%d/%m/%Y %H:%M:%S%z", "%d/%m/%Y %H:%M:%S.%f%z")
    read = ["2024-03-01T10:00:00Z", "2024-03-01T09:00:00.123456Z", None]
    assert convert(place, texts, "datetime", format=formats) == read
    named = convert(
        place, ["1/3/2024 UTC", "1/7/2024 Europe/Paris"], "datetime", format="%d/%m/%Y %Z"
    )
    assert named == ["2024-03-01T00:00:00Z", "2024-06-30T22:00:00Z"]


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
