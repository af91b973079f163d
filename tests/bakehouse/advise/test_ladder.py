"""The rungs of a column: what is declared, then coarser, then nothing; never finer."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.advise.ladder import Known, rungs
from publish.bakehouse.protect.ladders import wider
from publish.declare.techniques import Ladder
from tests.tables import one_column

TOWNS = "town,name,county,colour,country\na,A,x,red,f\nb,B,x,blue,f\nc,C,y,red,f\nd,D,y,blue,f\n"


def of(type: str, known: Known | None = None, **declared: Any) -> list[Any]:
    column = one_column(type, role="quasi_identifier", **declared)
    return rungs(column, known or Known(Path()))


def test_a_text_without_a_technique_leaves_as_it_is_or_not() -> None:
    assert of("string") == [None, "drop"]
    assert of("string", protect="drop") == ["drop"]


def test_a_number_is_rounded_to_ever_greater_steps() -> None:
    steps = [5, 10, 20, 40]
    found = [None, *({"round": {"to": step}} for step in steps), "drop"]
    assert of("integer", Known(Path(), span=90.0)) == found
    assert of("integer", Known(Path(), span=3.0)) == [None, "drop"]
    assert of("number", Known(Path(), span=3.0))[1:3] == [
        {"round": {"to": 0.5}},
        {"round": {"to": 1.0}},
    ]


def test_declared_cuts_steps_and_cells_are_nested() -> None:
    cuts = [10, 20, 30, 40, 50, 60, 70]
    assert of("integer", protect={"band": {"cuts": tuple(cuts)}}) == [
        {"band": {"cuts": cuts}},
        {"band": {"cuts": [20, 40, 60]}},
        {"band": {"cuts": [40]}},
        "drop",
    ]
    days = (date(2026, 1, 1), date(2026, 7, 1))
    assert of("date", protect={"band": {"cuts": days}})[1] == {"band": {"cuts": [days[1]]}}
    rounded = of("integer", Known(Path(), span=90.0), protect={"round": {"to": 10}})
    assert rounded == [{"round": {"to": step}} for step in (10, 20, 40)] + ["drop"]
    cells = of("number", Known(Path(), span=0.5), protect={"grid": {"size": 0.1}})
    assert cells == [{"grid": {"size": size}} for size in (0.1, 0.2, 0.4)] + ["drop"]


def test_a_day_becomes_a_month_a_quarter_a_year() -> None:
    periods = [{"truncate_date": {"to": to}} for to in ("month", "quarter", "year")]
    assert of("date") == [None, *periods, "drop"]
    assert of("datetime", protect={"truncate_date": {"to": "quarter"}}) == [*periods[1:], "drop"]


def test_a_code_loses_its_last_characters() -> None:
    lengths = [{"prefix": {"length": length}} for length in (3, 2, 1)]
    assert of("string", protect={"prefix": {"length": 3}}) == [*lengths, "drop"]


def test_a_coordinate_without_a_technique_moves_to_a_grid() -> None:
    found = of("number", Known(Path(), span=0.03, place=True))
    assert found == [None, {"grid": {"size": 0.01}}, {"grid": {"size": 0.02}}, "drop"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "towns.csv").write_text(TOWNS, encoding="utf-8")
    return tmp_path


def test_a_lookup_has_the_columns_that_are_functions_of_the_one_published(folder: Path) -> None:
    ladder = {"file": "towns.csv", "to": "town"}
    found = of("string", Known(folder), protect={"ladder": ladder})
    assert found == [
        {"ladder": {"file": "towns.csv", "to": to}} for to in ("town", "county", "colour")
    ] + ["drop"]
    # One value for all says nothing, and a colour is none of a county.
    assert wider(Ladder(file="towns.csv", to="county"), folder) == []


def test_of_two_columns_of_the_same_groups_the_one_that_is_called_alike(folder: Path) -> None:
    lines = ["code,place_name,area,area_name", "1,A,x,X", "2,B,x,X", "3,C,y,Y"]
    (folder / "areas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert wider(Ladder(file="areas.csv", to="place_name"), folder) == ["area_name"]
    assert wider(Ladder(file="areas.csv", to="code"), folder) == ["area"]
