"""What was withdrawn row by row is kept as digests, and read whole or not at all."""

import json
from pathlib import Path

import pytest

from publish.bakehouse.protect.partings import (
    NAME,
    Parting,
    part,
    partings,
    row_digest,
    shown_before,
)
from publish.bakehouse.protect.withdrawal_list import key_of, person
from publish.errors import PrivateStateError


@pytest.fixture
def private(tmp_path) -> Path:
    """The private folder of a dataset."""
    folder = tmp_path / "lieux"
    folder.mkdir()
    return folder


def parting(private: Path, who: str, row: str = "", *shown: str) -> Parting:
    key = key_of(private)
    return Parting("places", person(key, who), row and row_digest(key, [row]), "delete", shown)


def test_it_is_added_once_and_read_by_table(private: Path) -> None:
    ada, bob = parting(private, "ada", "1", "1.0.0"), parting(private, "bob")
    assert partings(private) == []
    assert [part(private, [ada, ada]), part(private, [ada]), part(private, [bob])] == [1, 0, 1]
    assert partings(private, "places") == [ada, bob]
    assert partings(private, "visits") == []
    assert shown_before(private) == {"1.0.0"}


def test_a_row_is_known_however_its_number_is_written(private: Path) -> None:
    key = key_of(private)
    assert row_digest(key, ["01"]) == row_digest(key, [1])
    assert row_digest(key, ["1", "2"]) != row_digest(key, ["12"])
    assert row_digest(key, ["a"]) != row_digest(key, ["A"])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": 1}', '{"key": "x", "partings": [1]}'])
def test_a_damaged_file_lets_nobody_come_back(private: Path, text: str) -> None:
    part(private, [parting(private, "ada")])
    (private / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(PrivateStateError, match=r"partings\.json: damaged .*put it back"):
        partings(private)
    with pytest.raises(PrivateStateError):
        part(private, [parting(private, "bob")])
    assert (private / NAME).read_text("utf-8") == text


def test_with_another_key_nobody_would_be_known(private: Path) -> None:
    part(private, [parting(private, "ada")])
    tree = json.loads((private / NAME).read_text("utf-8"))
    (private / NAME).write_text(json.dumps({**tree, "key": "another"}), encoding="utf-8")
    with pytest.raises(PrivateStateError, match=r"not written with the key in .*lieux/key"):
        partings(private)
