"""A row that is added has a key of its own, once, and goes as a whole."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections.decisions import accept
from publish.corrections.live import Settled, live, settle, undo
from publish.corrections.outgoing import as_patches, outgoing
from publish.corrections.proposals import Edit, proposal, proposals, propose
from publish.errors import DeskError
from tests.sites import DAY

CELLS = {"name": Edit(None, "Serre"), "kind": Edit(None, "serre"), "hours": Edit(None, None)}


def added(path: Path, name: str = "Serre") -> str:
    edits = CELLS | {"name": Edit(None, name)}
    row = ("lieux", "places", ())
    told = {"why": "", "evidence": "", "title": name}
    number = propose(path, row, edits, day=DAY, kind="addition", **told)
    return accept(path, number, DAY).key[0]


def corrected(path: Path, key: str) -> int:
    edits = {"kind": Edit("serre", "jardin")}
    return propose(path, ("lieux", "places", (key,)), edits, why="", evidence="", day=DAY)


def states(path: Path) -> list[tuple[str, str, str]]:
    asked = 'SELECT key, "column", state FROM corrections ORDER BY id'
    with closing(sqlite3.connect(path)) as database:
        return [(json.loads(key)[0], name, of) for key, name, of in database.execute(asked)]


def test_an_accepted_addition_is_a_whole_row_under_a_key_of_its_own(path: Path) -> None:
    propose(path, ("lieux", "places", ()), CELLS, why="", evidence="", day=DAY, kind="addition")
    [waiting] = proposals(path)
    assert (waiting.kind, waiting.key) == ("addition", ())
    key = accept(path, 1, DAY).key[0]
    assert re.fullmatch("desk-[a-z2-7]{8}", key)
    assert (states(path), proposal(path, 1).key) == ([(key, "", "accepted")], (key,))
    [[_, _, _, bases, new, *_]] = live(path, "lieux", "places")
    assert (bases, new) == ("[]", '{"kind":"serre","name":"Serre"}')


def test_the_very_same_row_is_added_once(path: Path) -> None:
    key = added(path)
    with pytest.raises(DeskError, match="proposal 2: the very same row was added already, as"):
        added(path)
    assert added(path, "Autre") != key
    assert [one.id for one in proposals(path)] == [2]


def test_with_the_row_all_that_was_said_of_it_is_taken_back(path: Path) -> None:
    key, other = added(path), added(path, "Autre")
    accept(path, corrected(path, key), DAY)
    undo(path, 1, DAY)
    assert states(path) == [(key, "", "undone"), (other, "", "accepted"), (key, "kind", "undone")]
    assert added(path) not in (key, other)


def test_what_was_said_of_it_meanwhile_goes_along_to_the_row_of_the_export(path: Path) -> None:
    key = added(path)
    accept(path, corrected(path, key), DAY)
    waiting = propose(
        path, ("lieux", "places", (key,)), {"name": Edit("a", "b")}, why="", evidence="", day=DAY
    )
    settle(path, [Settled(1, "absorbed", '["04"]', None, None)])
    assert states(path) == [("04", "", "absorbed"), ("04", "kind", "accepted")]
    assert proposal(path, waiting).key == ("04",)


def test_the_producer_gets_a_patch_that_makes_the_row(path: Path, tmp_path: Path) -> None:
    key = added(path)
    with (tmp_path / "out.json").open("w") as file:
        as_patches(outgoing(path, "lieux"), file)
    assert json.loads((tmp_path / "out.json").read_text()) == [
        {
            "table": "places",
            "key": [key],
            "patch": [{"op": "add", "path": "", "value": {"kind": "serre", "name": "Serre"}}],
        }
    ]
