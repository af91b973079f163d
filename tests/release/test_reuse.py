"""What the public side reads of reuses, whatever became of the file."""

import json
from pathlib import Path
from typing import Any

import pytest

from publish.release.index import INDEX
from publish.release.notes import NAME
from publish.release.reuse import remember_reuses, reuses_of

ONE: dict[str, Any] = {
    "title": {"fr": "Carte"},
    "url": "https://example.org/carte",
    "by": "Ada",
    "kind": "visualisation",
    "since": "2026-11-20",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a dataset that has an index of releases."""
    (tmp_path / INDEX).write_text("{}")
    return tmp_path


def test_the_newest_comes_first(folder: Path) -> None:
    remember_reuses(folder, [ONE, ONE | {"url": "https://example.org/b", "since": "2026-11-21"}])
    assert [one.url for one in reuses_of(folder)] == ["https://example.org/b", ONE["url"]]


def test_other_notes_stay(folder: Path) -> None:
    (folder / NAME).write_text(json.dumps({"checked": {"on": "2026-11-21"}}))
    remember_reuses(folder, [ONE])
    assert json.loads((folder / NAME).read_text())["checked"] == {"on": "2026-11-21"}


def test_nothing_is_noted_of_what_is_not_released(tmp_path: Path) -> None:
    remember_reuses(tmp_path, [ONE])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        {"url": "javascript:alert(1)"}, {"kind": "virus"}, {"since": "soon"}, {"title": 3},
        {"url": 3}, {"by": None, "url": None},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out(folder: Path, damage: dict[str, Any]) -> None:
    remember_reuses(folder, [ONE | {"url": "https://example.org/b"}, ONE | damage])
    assert [one.url for one in reuses_of(folder)] == ["https://example.org/b"]


@pytest.mark.parametrize("text", ["", "[]", '{"reuses": 3}', '{"reuses": ["a", 3]}'])
def test_a_damaged_file_lists_none(folder: Path, text: str) -> None:
    (folder / NAME).write_text(text)
    assert reuses_of(folder) == []
