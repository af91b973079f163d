"""The changes that wait for a clearance: of very many, the first ones are read alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.corrections.clearances import Candidate, clear, counted, note, oldest, waiting_of
from tests.sites import DAY

PLACES = ("lieux", "places"), ("lieux", "rooms"), ("autres", "places")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three changes wait in each of three tables, those of a later one since a day before."""
    found = tmp_path / "desk" / "desk.db"
    for number, place in enumerate(PLACES):
        rows = [Candidate(f'["{n}"]', "d", "new", '{"kind":[null,"parc"]}') for n in range(3)]
        note(found, place, rows, DAY - timedelta(number))
    return found


def test_how_many_wait_is_told_by_table(path: Path, tmp_path: Path) -> None:
    assert counted(path) == dict.fromkeys(PLACES, 3)
    assert counted(tmp_path / "none.db") == {}
    clear(path, oldest(path, PLACES[1:2], 3), "f00d", DAY, DAY)
    assert counted(path) == {PLACES[0]: 3, PLACES[2]: 3}


def test_the_oldest_are_those_of_the_tables_that_are_asked(path: Path) -> None:
    found = [(one.dataset, one.table, one.key) for one in oldest(path, PLACES, 4)]
    assert found == [*((*PLACES[2], (str(n),)) for n in range(3)), (*PLACES[1], ("0",))]
    assert [one.table for one in oldest(path, PLACES[:1], 2)] == ["places", "places"]
    assert oldest(path, (), 4) == []


def test_a_change_that_was_cleared_waits_no_more(path: Path) -> None:
    [first, second] = oldest(path, PLACES, 2)
    assert waiting_of(path, [second.id, first.id, 99]) == [first, second]
    clear(path, [first], "f00d", DAY, DAY)
    assert waiting_of(path, [second.id, first.id]) == [second]
