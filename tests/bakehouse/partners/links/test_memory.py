"""Which addresses are dead: those that failed on two days and did not answer in between."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from publish.bakehouse.partners.links.memory import Known, LinkMemory, State
from publish.errors import SourceError

A, B = "https://a.example/", "https://b.example/"
FIRST = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "dead"),
    [
        ("g", False),
        ("gg", True),
        ("hh", True),
        ("gh", True),
        ("ugu", False),
        ("gug", True),
        ("gag", False),
        ("gga", False),
        ("ggu", True),
        ("ggr", True),
        ("uuuu", False),
        ("rrrr", False),
        ("ggag", False),
    ],
)
def test_an_address_is_dead_after_two_days(tmp_path: Path, days: str, dead: bool) -> None:
    memory = LinkMemory(tmp_path)
    states: dict[str, State] = {"g": "gone", "h": "no host", "u": "unclear"}
    states |= {"a": "answers", "r": "refused"}
    for n, day in enumerate(days):
        memory.note(A, states[day], FIRST + timedelta(days=n))
    assert (A in memory.dead()) == dead


def test_twice_on_one_day_is_once(tmp_path: Path) -> None:
    memory = LinkMemory(tmp_path)
    memory.note(A, "gone", FIRST)
    memory.note(A, "gone", FIRST)
    memory.note(A, "gone", FIRST - timedelta(days=1))
    assert memory.dead() == {}


def test_the_day_since_which_it_fails_is_told(tmp_path: Path) -> None:
    memory = LinkMemory(tmp_path)
    for n in (0, 7, 14):
        memory.note(A, "gone", FIRST + timedelta(days=n))
    memory.note(B, "answers", FIRST)
    assert memory.dead() == {A: "2026-11-21"}
    assert memory.known() == {A: Known(date(2026, 12, 5), "gone"), B: Known(FIRST, "answers")}


def test_the_digest_is_of_what_is_dead_alone(tmp_path: Path) -> None:
    memory = LinkMemory(tmp_path)
    nothing = memory.digest()
    memory.note(A, "gone", FIRST)
    memory.note(B, "answers", FIRST)
    assert memory.digest() == nothing
    memory.note(A, "gone", FIRST + timedelta(days=1))
    dead = memory.digest()
    memory.note(A, "gone", FIRST + timedelta(days=2))
    assert dead == memory.digest() != nothing


def test_what_no_row_has_any_more_is_forgotten(tmp_path: Path) -> None:
    memory = LinkMemory(tmp_path)
    for address in (A, B):
        memory.note(address, "answers", FIRST)
    memory.rest("rested.example", 7)
    memory.rest("rests.example", 1 << 40)
    memory.keep_only([B])
    assert [*memory.known()] == [B]
    assert [*memory.resting()] == ["rests.example"]


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    memory = LinkMemory(tmp_path)
    memory.rest("a.example", 7)
    assert (memory.resting(), memory.path.stat().st_mode & 0o777) == ({"a.example": 7}, 0o600)


def test_an_empty_file_is_that_of_a_run_that_was_killed(tmp_path: Path) -> None:
    memory = LinkMemory(tmp_path)
    memory.path.parent.mkdir()
    memory.path.touch()
    assert (memory.known(), memory.dead(), memory.resting()) == ({}, {}, {})
    memory.note(A, "answers", FIRST)
    assert [*memory.known()] == [A]


def test_a_spoilt_file_says_the_way_out(tmp_path: Path) -> None:
    memory = LinkMemory(tmp_path)
    memory.path.parent.mkdir()
    memory.path.write_bytes(b"spoilt" * 100)
    with pytest.raises(SourceError, match=r"links\.db: cannot be read .* remove it"):
        memory.dead()
