"""The last attack is kept for its maintainer; what a report tells of it tells no number."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.attack.result import Control, Result, as_dict
from publish.bakehouse.report.attacks import attacks_told, keep_attacks
from publish.errors import PrivateStateError
from tests.tables import column, table

TABLES = {"answers": table({"who": column(role="identifier", protect="drop"), "mode": column()})}
WELL = Control(5, 7, "hidden numbers of an unprotected copy")


def told(folder: Path, *results: Result) -> list[dict[str, Any]]:
    """What a report tells of these results."""
    keep_attacks(folder, as_dict("survey", results), "1.0.3", date(2026, 12, 1))
    found = attacks_told(folder, "survey", TABLES)
    assert found is not None and (found["version"], found["day"]) == ("1.0.3", "2026-12-01")
    return list(found["attacks"])


def test_no_number_is_told_but_a_rough_power(tmp_path: Path) -> None:
    [one] = told(tmp_path, Result("subtraction", "answers", 3, 17, "numbers", WELL))
    assert one == {
        "attack": "subtraction",
        "column": None,
        "place": "answers",
        "verdict": "found",
        "why": None,
        "power": 0.7,
    }


def test_that_there_was_nothing_to_try_is_not_told(tmp_path: Path) -> None:
    """Who knew that no hidden number is small would know that all of them are none."""
    tried = Result("subtraction", "answers", 0, 17, "numbers", WELL)
    nothing = Result("subtraction", "answers", 0, 0, "numbers", WELL)
    assert told(tmp_path, tried) == told(tmp_path, nothing)


def test_what_was_not_tried_says_why(tmp_path: Path) -> None:
    late = Result("subtraction", "answers", 0, 0, "numbers", WELL, left=3)
    partly = Result("subtraction", "answers", 0, 9, "numbers", WELL, left=3)
    noisy = Result("files", "answers", 0, 0, "numbers", None, untried="noise")
    found = told(tmp_path, late, partly, noisy)
    assert [(one["verdict"], one["why"], one["power"]) for one in found] == [
        ("untried", "late", 0.7),
        ("held", "late", 0.7),
        ("untried", "noise", None),
    ]


def test_tables_and_columns_that_were_never_published_are_not_named(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        Result("canaries", "survey", 0, 40, "words", WELL),
        Result("files", "drafted", 0, 9, "numbers", WELL),
        Result("inference", "answers", 0, 200, "guesses", WELL, column="who"),
        Result("inference", "answers", 0, 200, "guesses", WELL, column="mode"),
    )
    assert [(one["attack"], one["column"]) for one in found] == [
        ("canaries", None),
        ("inference", "mode"),
    ]


def test_it_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    assert attacks_told(tmp_path, "survey", TABLES) is None
    private = tmp_path / "private" / "survey"
    told(private, Result("files", "answers", 0, 9, "numbers", WELL))
    path = private / "attack.json"
    assert (path.stat().st_mode & 0o777, private.stat().st_mode & 0o777) == (0o600, 0o700)
    assert json.loads(path.read_text())["attacks"][0]["tried"] == 9
    path.write_text("{")
    with pytest.raises(PrivateStateError, match="`fournil attack survey` writes it anew"):
        attacks_told(private, "survey", TABLES)
