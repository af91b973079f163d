"""Techniques change values by fixed rules: one fate for one value, whatever the data."""

import inspect
from datetime import date
from pathlib import Path
from typing import Any, get_args

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect import recoding
from publish.bakehouse.protect.columns import applied
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.tools import Tools
from publish.declare.bands import band_labels
from publish.declare.column import Column, Protect, Type
from publish.declare.table import Table
from publish.declare.techniques import (
    TECHNIQUES,
    Band,
    Grid,
    Ladder,
    Mask,
    Parameters,
    Prefix,
    Pseudonymise,
    Rekey,
    Round,
    TopCode,
    TruncateDate,
    published_type,
)
from tests.tables import bench

ARROW = {"integer": pa.int64(), "number": pa.float64()}
# For each technique: parameters, the column's type, a value, what becomes of it.
EXAMPLES: list[tuple[str, Parameters, str, Any, Any]] = [
    ("pseudonymise", Pseudonymise(length=8), "string", "ada@example.org", "c2ca8524"),
    ("rekey", Rekey(length=8), "string", "ada@example.org", "c2ca8524"),
    ("rekey", Rekey(length=8), "integer", 42, "7df98992"),
    ("band", Band(cuts=(20, 30, 80)), "integer", 19, "<20"),
    ("band", Band(cuts=(20, 30, 80)), "integer", 20, "20–29"),
    ("band", Band(cuts=(20, 30, 80)), "integer", 79, "30–79"),
    ("band", Band(cuts=(20, 30, 80)), "integer", 80, "80+"),
    ("band", Band(cuts=(0, 1, 2)), "integer", 1, "1"),
    ("band", Band(cuts=(0.5, 2)), "number", 1.9, "0.5–<2"),
    ("band", Band(cuts=(date(2025, 1, 1), date(2026, 1, 1))), "date", "2025-12-31",
     "2025-01-01–2025-12-31"),
    ("band", Band(cuts=(date(2025, 1, 1),)), "datetime", "2024-12-31T23:59:59Z", "<2025-01-01"),
    ("band", Band(cuts=(date(2025, 1, 1),)), "datetime", "2025-01-01T00:00:00", "2025-01-01+"),
    ("round", Round(to=10), "integer", 15, 20),
    ("round", Round(to=10), "integer", -15, -10),
    ("round", Round(to=10), "integer", -16, -20),
    ("round", Round(to=0.1), "number", 0.34, 0.3),
    ("round", Round(to=100), "number", 49.9, 0.0),
    ("prefix", Prefix(length=2), "string", "07000", "07"),
    ("ladder", Ladder.model_validate({"file": "groups.csv", "to": "group"}), "string", "11", "A"),
    ("ladder", Ladder.model_validate({"file": "groups.csv", "to": "group"}), "integer", 11, "A"),
    ("ladder", Ladder.model_validate({"file": "groups.csv", "to": "group"}), "string", "0", None),
    ("truncate_date", TruncateDate(to="year"), "date", "2026-11-21", "2026"),
    ("truncate_date", TruncateDate(to="quarter"), "date", "2026-11-21", "2026-Q4"),
    ("truncate_date", TruncateDate(to="month"), "datetime", "2026-11-21T08:30:00Z", "2026-11"),
    ("truncate_date", TruncateDate(to="week"), "date", "2026-11-21", "2026-W47"),
    ("truncate_date", TruncateDate(to="week"), "date", "2027-01-01", "2026-W53"),
    ("grid", Grid(size=0.01), "number", 43.89139, 43.895),
    ("grid", Grid(size=0.1), "number", 0.3, 0.35),
    ("grid", Grid(size=0.01), "number", -0.49691, -0.495),
    ("top_code", TopCode(max=10), "integer", 11, 10),
    ("top_code", TopCode(max=10), "integer", 10, 10),
    ("top_code", TopCode(max=2.5), "number", 2.6, 2.5),
    ("mask", Mask(first=2), "string", "Ferrand", "Fe***"),
    ("mask", Mask(first=1, last=2), "string", "AB-123-CD", "A***CD"),
    ("mask", Mask(first=1, last=2), "string", "abc", "******"),
]  # fmt: skip
IDEMPOTENT = ("round", "prefix", "grid", "top_code", "mask")


def recoded(
    technique: str, parameters: Parameters, type: str, values: list[Any], place: Workspace
) -> list[Any]:
    """What becomes of values, in their order."""
    folder = place.folder
    (folder / "groups.csv").write_text("code,group\n11,A\n12,A\n21,B\n", encoding="utf-8")
    cells = {
        "n": pa.array(range(len(values)), pa.int64()),
        "x": pa.array(values, ARROW.get(type, pa.string())),
    }
    table = place.con.create_table(place.name("given"), pa.table(cells), temp=True)
    tools = Tools(Keys("lieux", folder), place, folder)
    made = recoding(technique)(table, "x", parameters, tools).order_by("n").to_pyarrow()
    assert len(made) == len(values)
    return list(made["x"].to_pylist())


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOURNIL_KEY_LIEUX", bytes(range(32)).hex())


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(("technique", "parameters", "type", "value", "becomes"), EXAMPLES)
def test_a_value_becomes(
    technique: str, parameters: Parameters, type: str, value: Any, becomes: Any, tmp_path: Path
) -> None:
    with bench(tmp_path) as place:
        assert recoded(technique, parameters, type, [value], place) == [becomes]


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(("technique", "parameters", "type", "value", "becomes"), EXAMPLES)
def test_to_who_gave_it_a_value_is_told_as_it_becomes_and_never_its_code(
    technique: str, parameters: Parameters, type: str, value: Any, becomes: Any, tmp_path: Path
) -> None:
    protect = Protect.model_construct(technique=technique, parameters=parameters)
    column = Column.model_construct(type=type, role="open", protect=protect)
    declared = Table.model_construct(columns={"x": column})
    with bench(tmp_path) as place:
        (place.folder / "groups.csv").write_text("code,group\n11,A\n", encoding="utf-8")
        cells = pa.table({"x": pa.array([value], ARROW.get(type, pa.string()))})
        rows = place.con.create_table(place.name("given"), cells, temp=True)
        tools = Tools(Keys("lieux", place.folder), place, place.folder)
        [row] = applied(rows, declared, tools).to_pyarrow().to_pylist()
    assert row == {"x": None if TECHNIQUES[technique].keyed else becomes}


def test_every_technique_has_parameters_types_and_examples() -> None:
    assert {"drop", *(example[0] for example in EXAMPLES)} == set(TECHNIQUES)
    shown = {(technique, type) for technique, _, type, _, _ in EXAMPLES}
    allowed = {(name, type) for name, one in TECHNIQUES.items() for type in one.types or ()}
    assert allowed - shown == set()


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_names_who_applies_it_and_says_what_was_done(technique: str) -> None:
    entry = TECHNIQUES[technique]
    parameters = inspect.signature(recoding(technique)).parameters
    assert list(parameters) == ["table", "column", "parameters", "tools"]
    assert set(entry.words) == {"fr", "en"}
    assert entry.types is None or set(entry.types) <= set(get_args(Type))


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(("technique", "parameters", "type", "value", "becomes"), EXAMPLES)
def test_null_stays_null_and_what_leaves_is_of_the_published_type(
    technique: str, parameters: Parameters, type: str, value: Any, becomes: Any, tmp_path: Path
) -> None:
    with bench(tmp_path) as place:
        made = recoded(technique, parameters, type, [None, value, None], place)
    assert (made[0], made[2]) == (None, None)
    kinds = {"integer": int, "number": float}
    kind = kinds.get(published_type(type, technique), str)
    assert made[1] is None or made[1].__class__ is kind


def test_dropping_removes_the_column(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        table = place.con.create_table("t", pa.table({"a": ["1"], "b": ["2"]}), temp=True)
        tools = Tools(Keys("lieux", tmp_path), place, tmp_path)
        left = recoding("drop")(table, "a", TECHNIQUES["drop"].parameters(), tools)
    assert list(left.columns) == ["b"]


NUMBERS = st.floats(-1e9, 1e9, allow_nan=False) | st.sampled_from([0.0, -0.0, 0.1, 0.3, 1e9])
DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(date.isoformat)
VALUES = {
    "integer": st.integers(-(10**15), 10**15),
    "number": NUMBERS,
    "date": DAYS,
    "datetime": DAYS.map(lambda day: f"{day}T08:30:00Z"),
    "string": st.text(st.characters(codec="utf-8", exclude_characters="\0")),
}
PARAMETERS: dict[str, st.SearchStrategy[Any]] = {
    "band": st.just(Band(cuts=(-5, 0, 100))),
    "round": st.builds(Round, to=st.integers(1, 10**6)),
    "prefix": st.builds(Prefix, length=st.integers(1, 9)),
    "truncate_date": st.builds(
        TruncateDate, to=st.sampled_from(["year", "quarter", "month", "week"])
    ),
    "grid": st.builds(Grid, size=st.sampled_from([0.001, 0.01, 0.05, 0.1, 1, 7.5])),
    "top_code": st.builds(TopCode, max=st.integers(-100, 100)),
    "mask": st.builds(Mask, first=st.integers(1, 4), last=st.integers(0, 4)),
}


@st.composite
def recodings(draw: st.DrawFn) -> tuple[str, Parameters, str, list[Any]]:
    """A technique, its parameters, a column's type and some of its values, several alike."""
    technique = draw(st.sampled_from(sorted(PARAMETERS)))
    type = draw(st.sampled_from(TECHNIQUES[technique].types or ()))
    parameters = draw(PARAMETERS[technique])
    if technique == "band" and type.startswith("date"):
        parameters = Band(cuts=(date(1980, 1, 1), date(2000, 1, 1)))
    values = draw(st.lists(st.none() | VALUES[type], min_size=1, max_size=8))
    return technique, parameters, type, values


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with bench(tmp_path_factory.mktemp("laws")) as made:
        yield made


@pytest.mark.slow("recodes a hundred tables, twice")
@given(case=recodings())
def test_equal_values_have_one_fate_whatever_stands_beside_them(
    case: tuple[str, Parameters, str, list[Any]], place: Workspace
) -> None:
    technique, parameters, type, values = case
    together = recoded(technique, parameters, type, [*values, *values], place)
    assert together[: len(values)] == together[len(values) :]
    assert recoded(technique, parameters, type, values[:1], place) == together[:1]


@pytest.mark.slow("recodes a hundred tables, twice")
@given(case=recodings())
def test_recoding_again_changes_nothing(
    case: tuple[str, Parameters, str, list[Any]], place: Workspace
) -> None:
    technique, parameters, type, values = case
    if technique in IDEMPOTENT:
        once = recoded(technique, parameters, type, values, place)
        assert recoded(technique, parameters, type, once, place) == once


@pytest.mark.slow("a law over hundreds of drawn values")
@given(case=recodings())
def test_order_is_kept_where_values_have_one(
    case: tuple[str, Parameters, str, list[Any]], place: Workspace
) -> None:
    technique, parameters, type, values = case
    if technique in ("round", "grid", "top_code"):
        ordered = sorted(value for value in values if value is not None)
        made = recoded(technique, parameters, type, ordered, place)
        assert made == sorted(made)


@pytest.mark.slow("a law over hundreds of drawn values")
@given(text=VALUES["string"], first=st.integers(1, 4), last=st.integers(0, 4))
def test_a_mask_tells_no_length(text: str, first: int, last: int, place: Workspace) -> None:
    [masked] = recoded("mask", Mask(first=first, last=last), "string", [text], place)
    assert len(masked) == first + last + 3


@given(cuts=st.lists(st.integers(-99, 99), min_size=1, unique=True).map(sorted))
def test_every_interval_has_its_own_name(cuts: list[int]) -> None:
    labels = band_labels(cuts, whole=True)
    assert len(set(labels)) == len(cuts) + 1


def test_a_lookup_never_multiplies_rows(place: Workspace) -> None:
    ladder = Ladder.model_validate({"file": "groups.csv", "to": "group"})
    made = recoded("ladder", ladder, "string", ["11", "12", "21", "?", None, "11"], place)
    assert made == ["A", "A", "B", None, None, "A"]


def test_expressions_run_lazily(place: Workspace) -> None:
    table = ibis.table({"x": "int64"}, name="elsewhere")
    tools = Tools(Keys("lieux", place.folder), place, place.folder)
    made = recoding("round")(table, "x", Round(to=5), tools)
    assert made.schema() == table.schema()
