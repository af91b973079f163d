"""The keys of the days: shared by the processes of one server, gone with their day."""

import os

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
    return Key(name, bytes.fromhex(secret))


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
    assert len({keys.of(DAY), keys.of(NEXT), Keys().of(DAY)}) == 3


def test_the_key_of_a_day_that_is_over_is_nowhere_any_more() -> None:
    keys = Keys()
    yesterday = keys.of(DAY)
    today = keys.of(NEXT)
    keys.forget(NEXT)
    assert yesterday.secret not in keys._memory[:]
    assert today.secret in keys._memory[:]
    assert keys.of(DAY).secret != yesterday.secret


def test_a_clock_that_is_set_back_gets_a_key_that_workers_share() -> None:
    keys = Keys()
    for wrong in ("2099-01-01", "2099-01-02"):
        keys.of(wrong)
    assert asked_in_a_fork(keys, DAY) == keys.of(DAY)
