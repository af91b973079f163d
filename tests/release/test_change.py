"""Every change has a code, a weight and a sentence, and `docs/versions.md` explains it."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.release.change import CODES, Change, Level, Value, change_of, change_tree

PAGE = (Path(__file__).parents[2] / "docs/versions.md").read_text("utf-8")
EXPLAINED = re.findall(r"^\| `([a-z-]+)` \| (major|minor|patch) \| \S", PAGE, re.MULTILINE)
VALUES: st.SearchStrategy[Value] = st.none() | st.text() | st.integers() | st.tuples(st.text())


def test_every_code_is_explained_once_with_its_weight() -> None:
    assert sorted(EXPLAINED) == sorted((code, told.level) for code, told in CODES.items())
    assert len(EXPLAINED) == PAGE.count("\n| `")


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence(code: str) -> None:
    sentence = str(Change(code, "places.seats", "one", "two"))
    assert CODES[code].level in get_args(Level)
    assert not re.search(r"[{}]", sentence) and sentence.strip() == sentence != ""


def test_a_change_is_a_few_json_values() -> None:
    key = Change("primary-key-changed", "places", ("id",), ("id", "kind"))
    assert change_tree(key) == {
        "code": "primary-key-changed",
        "place": "places",
        "before": ["id"],
        "after": ["id", "kind"],
    }
    assert change_tree(Change("rows-changed")) == {"code": "rows-changed"}


@given(st.sampled_from([*CODES]), st.text(), VALUES, VALUES)
def test_it_is_read_back_as_it_was(code: str, place: str, before: Value, after: Value) -> None:
    change = Change(code, place, before, after)
    assert change_of(json.loads(json.dumps(change_tree(change)))) == change


def test_a_code_that_only_a_later_version_knows_is_read_too() -> None:
    assert change_of({"code": "colour", "place": "places"}) == Change("colour", "places")
