"""`usage.db`: workers add up, keys do not; nothing of a sketch outlives its day."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from publish.usage import store
from publish.usage.counter import Counter
from publish.usage.keys import Keys
from publish.usage.use import CRAWLERS, Use
from tests.usage.clocks import BROWSER, DAY, NEXT, SetClock

PLACES = Use("table", "lieux", "places", "html")
HOME = Use("catalog", form="html")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return store.place(tmp_path)


def write(path: Path, keys: Keys, clock: SetClock, *addresses: int, use: Use = PLACES) -> None:
    """What one worker counted, written."""
    counter = Counter(keys, clock)
    for number in addresses:
        counter.count(use, f"192.0.{number >> 8}.{number & 255}", BROWSER)
    store.add(path, counter.take(), clock())


def tomorrow() -> float:
    return SetClock().now + 86_400


def sketches(path: Path) -> list[int | None]:
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT length(sketch) FROM visitors ORDER BY day, key")
        return [length for (length,) in found]


def test_what_workers_counted_adds_up_and_visitors_unite(path: Path) -> None:
    keys, clock = Keys(), SetClock()
    write(path, keys, clock, *range(8))
    write(path, keys, clock, *range(4, 12))
    assert store.rows(path, tomorrow()) == [(DAY, PLACES, 12, 16)]


def test_visitors_under_another_key_may_be_the_same_people(path: Path) -> None:
    clock = SetClock()
    write(path, Keys(), clock, *range(8))
    write(path, Keys(), clock, *range(4, 15))
    assert store.rows(path, tomorrow()) == [(DAY, PLACES, 11, 19)]


def test_crawlers_have_requests_and_no_visitors(path: Path) -> None:
    counter = Counter(Keys(), SetClock(), is_crawler=lambda _: True)
    counter.count(HOME, "192.0.2.1", "")
    store.add(path, counter.take(), SetClock()())
    assert store.rows(path, tomorrow()) == [(DAY, CRAWLERS, 0, 1)]


def test_only_days_that_are_over_are_read_in_their_order(path: Path) -> None:
    keys, clock = Keys(), SetClock()
    write(path, keys, clock, 1, 2)
    write(path, keys, clock, 1, use=HOME)
    clock.go_on(hours=24)
    write(path, keys, clock, 3)
    assert store.rows(path, SetClock()()) == []
    assert store.rows(path, clock()) == [(DAY, HOME, 1, 1), (DAY, PLACES, 2, 2)]
    assert [day for day, *_ in store.rows(path, clock() + 86_400)] == [DAY, DAY, NEXT]


def test_a_day_is_whole_once_all_workers_have_written_it(path: Path) -> None:
    clock = SetClock()
    write(path, Keys(), clock, 1)
    clock.go_on(hours=12)
    assert store.rows(path, clock() + 599) == []
    assert store.rows(path, clock() + 601) == [(DAY, PLACES, 1, 1)]


def test_the_sketches_of_a_day_that_is_over_go_and_what_they_said_stays(path: Path) -> None:
    keys, clock = Keys(), SetClock()
    write(path, keys, clock, *range(600))
    with closing(sqlite3.connect(path)) as database:
        [(sketch,)] = database.execute("SELECT sketch FROM visitors").fetchall()
    assert sketch[1000:1100] in path.read_bytes()
    clock.go_on(hours=24)
    write(path, keys, clock, 1)
    assert sketches(path) == [None, 12]
    assert sketch[1000:1100] not in path.read_bytes()
    [(_, _, visitors, actions), *_] = store.rows(path, clock())
    assert (visitors, actions) == (pytest.approx(600, rel=0.03), 600)


def test_what_is_written_late_of_a_day_lowers_no_number(path: Path) -> None:
    keys, clock = Keys(), SetClock()
    write(path, keys, clock, *range(20))
    late = Counter(keys, clock)
    late.count(PLACES, "192.0.2.1", BROWSER)
    clock.go_on(hours=24)
    store.add(path, {}, clock())
    store.add(path, late.take(), clock())
    assert store.rows(path, clock()) == [(DAY, PLACES, 20, 21)]
    assert sketches(path) == [None]


@pytest.mark.parametrize("at", [0, 3, 5, 7, 8, 12])
def test_a_sketch_of_which_bytes_turned_is_no_fault(at: int, path: Path) -> None:
    keys, clock = Keys(), SetClock()
    write(path, keys, clock, *range(20))
    with closing(sqlite3.connect(path)) as database:
        [(sketch,)] = database.execute("SELECT sketch FROM visitors").fetchall()
        turned = bytes(byte ^ 0xFF if place == at else byte for place, byte in enumerate(sketch))
        database.execute("UPDATE visitors SET sketch = ?", [turned])
        database.commit()
    write(path, keys, clock, 1, 2)
    [(_day, _use, visitors, requests)] = store.rows(path, tomorrow())
    assert visitors >= 20 and requests == 22


def test_a_sketch_that_the_disk_damaged_is_begun_anew(path: Path) -> None:
    keys, clock = Keys(), SetClock()
    write(path, keys, clock, *range(20))
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE visitors SET sketch = x'00ff'")
        database.commit()
    write(path, keys, clock, 1, 2)
    assert store.rows(path, tomorrow()) == [(DAY, PLACES, 20, 22)]


def test_a_file_that_was_just_made_has_no_rows(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    assert store.rows(path, tomorrow()) == []


def test_folder_and_file_are_their_owners_alone(path: Path) -> None:
    path.parent.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        write(path, Keys(), SetClock(), 1)
    finally:
        os.umask(before)
    assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_batch_is_written_whole_or_not_at_all(path: Path) -> None:
    write(path, Keys(), SetClock(), 1)
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON visitors BEGIN SELECT raise(ABORT, 'full'); END"
        )
    with pytest.raises(sqlite3.IntegrityError, match="full"):
        write(path, Keys(), SetClock(), 2)
    assert store.rows(path, tomorrow()) == [(DAY, PLACES, 1, 1)]
