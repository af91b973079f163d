"""The keys of the days: shared by the processes of one server, gone with their day."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from publish.usage.keys import Key, Keys

DAY, NEXT = "2026-11-21", "2026-11-22"


def asked_in_a_fork(keys: Keys, day: str) -> Key:
    """The key of a day as a worker gets it."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        name, secret = keys.of(day)
        os.write(writer, f"{name} {secret.hex()}".encode())
        os._exit(0)
    os.wait()
    os.close(writer)
    with os.fdopen(reader) as told:
        name, secret = told.read().split()
    return Key(name, bytearray.fromhex(secret))


def test_a_key_is_32_bytes_under_a_name_that_is_no_part_of_it() -> None:
    key = Keys().of(DAY)
    assert (len(key.secret), len(key.id)) == (32, 16)
    assert key.id not in key.secret.hex()


def test_workers_that_ask_get_the_same_key_and_one_that_starts_later_too() -> None:
    keys = Keys()
    first = asked_in_a_fork(keys, DAY)
    assert asked_in_a_fork(keys, DAY) == first == keys.of(DAY)


def test_each_day_and_each_server_has_another_key() -> None:
    keys = Keys()
    asked = [(keys, DAY), (keys, NEXT), (Keys(), DAY)]
    assert len({bytes(one.of(day).secret) for one, day in asked}) == 3


def test_the_key_of_a_day_that_is_over_is_nowhere_any_more() -> None:
    keys = Keys()
    yesterday = keys.of(DAY)
    today = keys.of(NEXT)
    keys.forget(NEXT)
    assert yesterday.secret not in keys._memory[:]
    assert today.secret in keys._memory[:]
    assert keys.of(DAY).secret != yesterday.secret


def test_a_clock_that_steps_over_midnight_and_back_finds_both_keys() -> None:
    keys = Keys()
    days = DAY, NEXT, DAY, NEXT
    assert [keys.of(day) for day in days[:2]] * 2 == [keys.of(day) for day in days]


def test_no_folder_need_be_writable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    before = set(tmp_path.iterdir())
    keys = Keys()
    assert asked_in_a_fork(keys, DAY) == keys.of(DAY)
    assert str(Path(f"/proc/self/fd/{keys._lock.fileno()}").readlink()).startswith("/memfd:")
    assert set(tmp_path.iterdir()) == before


# A worker that counts on a day, tells its key without making a copy, and outlives the day.
WORKER = """
import os, sys
from publish.usage.counter import Counter
from publish.usage.keys import Keys
from publish.usage.use import Use
now = [0.0]
keys = Keys()
counter = Counter(keys, lambda: now[0], is_crawler=lambda _: False)
for number in range(500):
    counter.count(Use("catalog"), f"192.0.2.{number % 250}", "x")
os.write(1, counter._key.secret)
sys.stdin.readline()
now[0] = 86400.0
counter.rest()
keys.forget("1970-01-02")
os.write(1, b"forgotten")
sys.stdin.readline()
"""


def held(process: int, secret: bytes) -> int:
    """How often it stands in what a process may read of its memory."""
    maps = Path(f"/proc/{process}/maps").read_text().splitlines()
    found = 0
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for start, end in (line.split()[0].split("-") for line in maps if " rw" in line):
            memory.seek(int(start, 16))
            found += memory.read(int(end, 16) - int(start, 16)).count(secret)
    return found


@pytest.mark.slow("starts a worker")
def test_the_memory_of_a_worker_holds_no_key_of_a_day_that_is_over() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", WORKER], stdin=pipe, stdout=pipe) as worker:
        assert worker.stdin is not None and worker.stdout is not None
        secret = os.read(worker.stdout.fileno(), 32)
        # The control: while the day lasts it is where it must be, and is found.
        assert held(worker.pid, secret) >= 2
        os.write(worker.stdin.fileno(), b"\n")
        assert os.read(worker.stdout.fileno(), 32) == b"forgotten"
        assert held(worker.pid, secret) == 0
        worker.stdin.close()


def test_a_clock_that_is_set_back_gets_a_key_that_workers_share() -> None:
    keys = Keys()
    for wrong in ("2099-01-01", "2099-01-02"):
        keys.of(wrong)
    assert asked_in_a_fork(keys, DAY) == keys.of(DAY)
