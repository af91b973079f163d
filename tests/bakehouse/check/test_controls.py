"""Every guard is tried at each publication, and a broken one is noticed."""

from pathlib import Path
from typing import Any

import ibis
import pytest

from publish.bakehouse.check import controls, personal
from publish.bakehouse.check.controls import silent
from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect import classes
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.shape import shape
from publish.declare.declaration import Dataset
from tests.bakehouse.check.test_rows import DATASET
from tests.sites import DAY
from tests.tables import column, export, source, table

PLACES = table(
    {
        "id": column(),
        "author": column(role="identifier", protect="drop"),
        "secret": column(role="identifier", protect="drop", **{"from": "Secret"}),
    },
    contributor="author",
)


def inspection(place: Workspace) -> Inspection:
    dataset = Dataset.model_validate(DATASET | {"tables": {"places": PLACES}})
    given = export(place, ["id", "author", "Secret"], [("a", "ada", "s")])
    shaped = shape(PLACES, [(source(), given)], place)
    left = Protected((PublishedTable("places", PLACES, shaped.table.select("id")),))
    return Inspection("lieux", dataset, {"places": TableRun("places", PLACES, shaped, left)}, DAY)


def test_all_guards_speak(place: Workspace, tmp_path: Path) -> None:
    assert list(silent(inspection(place), Tools(Keys("lieux", tmp_path), place, tmp_path))) == []


@pytest.mark.parametrize(
    "name",
    ["one-person-class", "null-class", "many-rows-of-one", "shuffled-rows", "shared-item"],
)
def test_a_guard_that_lets_all_through_is_noticed(
    place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    class Everything:
        def __init__(self, rows: Any) -> None:
            self.rows = rows

    monkeypatch.setattr(controls, "suppress", lambda rows, rule, place: Everything(rows))
    problems = silent(inspection(place), Tools(Keys("lieux", tmp_path), place, tmp_path))
    assert name in {problem.place for problem in problems}


def test_lists_compared_as_a_whole_are_noticed(
    place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if an item said nothing beside the others of its list."""
    monkeypatch.setattr(classes, "answers", lambda values: ibis.array([values]))
    place.sql("CREATE OR REPLACE MACRO apart(items) AS count(DISTINCT items)")
    problems = silent(inspection(place), Tools(Keys("lieux", tmp_path), place, tmp_path))
    assert [problem.place for problem in problems] == ["shared-item", "late-joiner"]


def test_a_column_that_is_not_dropped_is_noticed(
    place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaky(rows: Any, table: Any, tools: Tools) -> Any:
        return rows.mutate(id=rows.author)

    monkeypatch.setattr(controls, "recode", leaky)
    [problem] = silent(inspection(place), Tools(Keys("lieux", tmp_path), place, tmp_path))
    assert str(problem) == (
        "blocker silent-control: dropped-canary: a guard did not catch what was planted for it; "
        "nothing is published until the guard works again: this is a fault of Fournil"
    )


def test_a_blind_detector_is_noticed(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal, "scan_all", lambda looks: [[] for _ in looks])
    problems = personal.personal_data(inspection(place))
    assert [(problem.code, problem.place) for problem in problems] == [
        ("silent-control", "planted-email")
    ]


def test_what_was_planted_for_the_detectors_counts_for_nothing(place: Workspace) -> None:
    found = inspection(place)
    assert list(personal.personal_data(found)) == []
    assert found.notes == {}


@pytest.mark.parametrize("found", [0, 1, 2, 3, 4, 6, 11])
def test_a_difference_that_errs_is_noticed(
    place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: int
) -> None:
    """It sees nothing, only newcomers, only leavers, only what is as before, or all."""
    monkeypatch.setattr(controls, "differences", lambda now, lives, releases, place, diverse: found)
    problems = silent(inspection(place), Tools(Keys("lieux", tmp_path), place, tmp_path))
    assert [problem.place for problem in problems] == ["late-joiner"]
