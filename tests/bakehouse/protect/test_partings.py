"""What was withdrawn row by row is kept as digests, and read whole or not at all."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from publish.bakehouse.protect.partings import (
    NAME,
    Parting,
    is_same_row,
    part,
    partings,
    row_digests,
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
    return Parting("places", person(key, who), row and row_digests(key, [row]), "delete", shown)


def test_it_is_added_once_and_read_by_table(private: Path) -> None:
    ada, bob = parting(private, "ada", "1", "1.0.0"), parting(private, "bob")
    assert partings(private) == []
    assert [part(private, [ada, ada]), part(private, [ada]), part(private, [bob])] == [1, 0, 1]
    assert partings(private, "places") == [ada, bob]
    assert partings(private, "visits") == []
    assert shown_before(private) == {"1.0.0"}


def test_it_is_kept_with_its_first_day_however_often_it_is_asked(private: Path) -> None:
    ada = replace(parting(private, "ada", "1"), day="2026-03-04")
    part(private, [ada])
    assert part(private, [replace(ada, day="2026-05-06")]) == 0
    assert partings(private) == [ada]


def test_a_file_of_before_tells_no_day(private: Path) -> None:
    ada = parting(private, "ada", "1")
    part(private, [ada])
    tree = json.loads((private / NAME).read_text("utf-8"))
    del tree["partings"][0]["day"]
    (private / NAME).write_text(json.dumps(tree), encoding="utf-8")
    assert partings(private) == [ada]


def is_same(private: Path, one: object, other: object, *, numbers: bool) -> bool:
    key = key_of(private)
    return is_same_row(row_digests(key, [one]), row_digests(key, [other]), numbers=numbers)


def test_what_was_noted_before_tells_of_no_columns(private: Path) -> None:
    contact = replace(
        parting(private, "ada"),
        how="contact",
        day="2026-11-30",
        ends="2026-12-01",
        covers=("line",),
    )
    part(private, [contact])
    assert partings(private) == [contact]
    path = private / NAME
    tree = json.loads(path.read_text("utf-8"))
    del tree["partings"][0]["covers"]
    path.write_text(json.dumps(tree), "utf-8")
    assert partings(private) == [replace(contact, covers=())]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("01", 1), ("1.50", 1.5), ("1", 1.0), ("-0", 0), ("1e3", 1000.0), ("1000", 1e3)],
)
def test_a_row_is_known_however_its_number_is_written(
    private: Path, typed: str, read: float
) -> None:
    assert is_same(private, typed, read, numbers=True)
    assert not is_same(private, typed, 7, numbers=True)


@pytest.mark.parametrize(
    ("one", "other"), [("007", "7"), ("1.0", "1"), ("a", "A"), ("e", "\u00e9"), ("a b", "a  b")]
)
def test_a_text_is_another_row_however_alike_it_is(private: Path, one: str, other: str) -> None:
    assert not is_same(private, one, other, numbers=False)


def test_a_text_is_known_however_its_accents_are_composed(private: Path) -> None:
    assert is_same(private, "caf\u00e9", "cafe\u0301 ", numbers=False)


def test_keys_of_several_columns_are_no_other_key_in_a_row(private: Path) -> None:
    key = key_of(private)
    one, other = row_digests(key, ["1", "2"]), row_digests(key, ["12"])
    assert not any(is_same_row(one, other, numbers=numbers) for numbers in (True, False))


@pytest.mark.parametrize("typed", ["--5", "-", "1" * 5000, "\u0663", "9e999", "nan", "\x00", ""])
def test_whatever_somebody_types_is_a_row_that_is_not_there(private: Path, typed: str) -> None:
    assert not is_same(private, typed, 5, numbers=True)
    assert not is_same(private, typed, "5", numbers=False)


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
