"""What cannot be written is kept, said once, and fails nobody."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from publish.usage import store
from publish.usage import usage as usage_module
from publish.usage.keys import Keys
from publish.usage.usage import Usage
from publish.usage.use import Use
from tests.servers import PATIENCE
from tests.usage.clocks import BROWSER, DAY, NEXT, SetClock

PLACES = Use("table", "lieux", "places", "html")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def usage(tmp_path: Path, clock: SetClock) -> Usage:
    return Usage(tmp_path, Keys(), clock)


def read(root: Path, clock: SetClock) -> list[tuple[str, Use, int, int]]:
    return store.rows(store.place(root), clock() + 2 * 86_400)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.001)


async def test_what_was_counted_is_written_at_the_stop(
    usage: Usage, tmp_path: Path, clock: SetClock
) -> None:
    async with usage.written():
        usage.count(PLACES, "192.0.2.1", BROWSER)
    assert read(tmp_path, clock) == [(DAY, PLACES, 1, 1)]


async def test_every_minute_is_written(tmp_path: Path, clock: SetClock, monkeypatch) -> None:
    monkeypatch.setattr(usage_module, "EVERY_SECONDS", 0.001)
    usage = Usage(tmp_path, Keys(), clock)
    async with usage.written():
        usage.count(PLACES, "192.0.2.1", BROWSER)
        clock.go_on(hours=13)
        usage.count(PLACES, "192.0.2.1", BROWSER)
        await until(lambda: store.place(tmp_path).exists() and len(read(tmp_path, clock)) == 2)
    assert read(tmp_path, clock) == [(DAY, PLACES, 1, 1), (NEXT, PLACES, 1, 1)]


async def test_an_idle_worker_keeps_no_key_after_midnight(
    tmp_path: Path, clock: SetClock, monkeypatch
) -> None:
    monkeypatch.setattr(usage_module, "EVERY_SECONDS", 0.001)
    keys = Keys()
    usage = Usage(tmp_path, keys, clock)
    async with usage.written():
        usage.count(PLACES, "192.0.2.1", BROWSER)
        held, shared = usage._counter._key.secret, bytes(keys.of(DAY).secret)
        await until(lambda: store.place(tmp_path).exists())
        assert held == shared and shared in keys._memory[:]
        clock.go_on(hours=12)
        await until(lambda: held == bytes(32) and shared not in keys._memory[:])


async def test_what_cannot_be_written_at_the_stop_is_not_dropped_on_the_way(
    usage: Usage, tmp_path: Path, clock: SetClock, monkeypatch
) -> None:
    """The write of a minute waits for the disk when the worker stops, and fails."""
    monkeypatch.setattr(usage_module, "EVERY_SECONDS", 0.001)
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 0.05)
    usage.write()
    with closing(sqlite3.connect(store.place(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with usage.written():
            usage.count(PLACES, "192.0.2.1", BROWSER)
            await until(lambda: not usage._counter._tallies)
        other.execute("COMMIT")
    usage.write()
    assert read(tmp_path, clock) == [(DAY, PLACES, 1, 1)]


def test_a_full_disk_is_said_once_and_nothing_of_the_day_is_lost(
    usage: Usage, tmp_path: Path, clock: SetClock, capsys
) -> None:
    # What stands in the folder's place can hold no file, as a full disk cannot.
    (tmp_path / "desk").touch()
    for number in range(3):
        usage.count(PLACES, f"192.0.2.{number}", BROWSER)
        usage.write()
    said = capsys.readouterr().err
    assert said.count("warning: ") == 1
    assert "usage.db: what the site is used for cannot be written (" in said
    assert "it is tried again every minute, and visitors notice nothing" in said
    (tmp_path / "desk").unlink()
    usage.write()
    assert read(tmp_path, clock) == [(DAY, PLACES, 3, 3)]


def test_what_cannot_be_written_for_days_is_let_go_of(
    usage: Usage, tmp_path: Path, clock: SetClock
) -> None:
    (tmp_path / "desk").touch()
    for _ in range(4):
        usage.count(PLACES, "192.0.2.1", BROWSER)
        usage.write()
        clock.go_on(hours=24)
    (tmp_path / "desk").unlink()
    usage.write()
    assert [day for day, *_ in read(tmp_path, clock)] == ["2026-11-23", "2026-11-24"]


def test_a_file_that_is_no_database_is_left_alone(usage: Usage, tmp_path: Path, capsys) -> None:
    path = store.place(tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"no database, for a disk was damaged" * 100)
    usage.count(PLACES, "192.0.2.1", BROWSER)
    usage.write()
    assert "(file is not a database)" in capsys.readouterr().err
    assert path.read_bytes().startswith(b"no database")


def test_a_database_that_another_holds_is_waited_for_and_not_for_long(
    usage: Usage, tmp_path: Path, clock: SetClock, capsys, monkeypatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 0.01)
    usage.write()
    with closing(sqlite3.connect(store.place(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        usage.count(PLACES, "192.0.2.1", BROWSER)
        usage.write()
        other.execute("COMMIT")
    assert "(database is locked)" in capsys.readouterr().err
    usage.write()
    assert read(tmp_path, clock) == [(DAY, PLACES, 1, 1)]
