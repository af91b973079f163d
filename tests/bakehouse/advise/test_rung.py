"""What a published cell has lost: NCP, by the definitions of its authors."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from publish.bakehouse.advise.rung import climbed, values_of
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.tools import Tools
from tests.tables import bench, one_column

LOOKUP = "town,county\na,x\nb,x\nc,x\nd,y\n"


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    (tmp_path / "towns.csv").write_text(LOOKUP, encoding="utf-8")
    with bench(tmp_path / "place") as place:
        yield Tools(Keys("lieux", tmp_path), place, tmp_path)


def losses(tools: Tools, type: str, cells: Sequence[Any], protect: Any) -> dict[str | None, float]:
    """What each published value has lost, where the export has these cells."""
    column = one_column(type, role="quasi_identifier", **({"protect": protect} if protect else {}))
    kind = {"integer": pa.int64(), "number": pa.float64()}.get(type, pa.string())
    given = tools.place.con.create_table(
        tools.place.name("given"), pa.table({"c": pa.array(cells, kind)}), temp=True
    )
    return climbed(values_of(given, "c", column, tools), None, column.protect, tools).by_value


def test_what_leaves_as_it_is_has_lost_nothing(tools: Tools) -> None:
    assert losses(tools, "integer", [1, 5, None], None) == {"1": 0, "5": 0, None: 0}


def test_numbers_lose_the_width_of_what_they_are_in(tools: Tools) -> None:
    ages = [20, 24, 28, 40, 60, None]
    found = losses(tools, "integer", ages, {"band": {"cuts": (30, 50)}})
    assert found == {"<30": pytest.approx(8 / 40), "30–49": 0, "50+": 0, None: 0}


def test_days_lose_the_time_between_the_first_and_the_last(tools: Tools) -> None:
    days = ["2026-01-01", "2026-01-11", "2026-02-10"]
    found = losses(tools, "date", days, {"truncate_date": {"to": "month"}})
    assert found == {"2026-01": pytest.approx(10 / 40), "2026-02": 0}


def test_texts_lose_their_share_of_all_values_where_they_are_several(tools: Tools) -> None:
    codes = ["aa", "ab", "b", "b", "c"]
    found = losses(tools, "string", codes, {"prefix": {"length": 1}})
    assert found == {"a": pytest.approx(2 / 4), "b": 0, "c": 0}


def test_a_ladder_loses_the_leaves_of_its_lookup_and_all_of_what_it_does_not_know(
    tools: Tools,
) -> None:
    ladder = {"ladder": {"file": "towns.csv", "to": "county"}}
    found = losses(tools, "string", ["a", "d", "elsewhere"], ladder)
    assert found == {"x": pytest.approx(3 / 4), "y": 0, None: 1}
    assert losses(tools, "string", ["a", "d", None], ladder)[None] == 0


def test_what_is_left_out_has_lost_all(tools: Tools) -> None:
    assert losses(tools, "string", ["a", None], "drop") == {None: 1}


def test_the_rung_is_what_a_publication_publishes(tools: Tools) -> None:
    """The same words as the technique's own, not a copy of its rules."""
    found = losses(tools, "number", [1.2, 1.6, 9.0], {"round": {"to": 1}})
    assert list(found) == ["1.0", "2.0", "9.0"]
