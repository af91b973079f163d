"""Uses are counted by day; visitors in sketches that unite under one key."""

import pytest

from publish.usage.counter import Counter, Tally
from publish.usage.keys import Keys
from publish.usage.use import CRAWLERS, Use
from tests.usage.clocks import BROWSER, DAY, NEXT, SetClock

PLACES = Use("table", "lieux", "places", "html")
ADDRESSES = [f"192.0.2.{number}" for number in range(11)]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def counter(keys: Keys, clock: SetClock) -> Counter:
    return Counter(keys, clock)


def visitors(tally: Tally) -> int:
    assert tally.sketch is not None
    return int(tally.sketch.estimate())


def test_requests_and_visitors_of_a_use(counter: Counter) -> None:
    for address in ADDRESSES * 3:
        counter.count(PLACES, address, BROWSER)
    [(slot, tally)] = counter.take().items()
    assert (slot.day, slot.use, tally.actions, visitors(tally)) == (DAY, PLACES, 33, 11)
    assert counter.take() == {}


def test_who_says_another_browser_with_each_request_is_one_visitor(counter: Counter) -> None:
    for number in range(50):
        counter.count(PLACES, "192.0.2.1", f"{BROWSER} {number}")
    [tally] = counter.take().values()
    assert (tally.actions, visitors(tally)) == (50, 1)


def test_a_whole_network_of_ipv6_is_one_visitor(counter: Counter) -> None:
    for number in range(50):
        counter.count(PLACES, f"2001:db8:7:{number:x}::{number:x}", BROWSER)
    [tally] = counter.take().values()
    assert (tally.actions, visitors(tally)) == (50, 1)


def test_sketches_of_two_uses_do_not_tell_that_one_visitor_used_both(counter: Counter) -> None:
    """A few visitors are a list of a few bits of each: one more of both would be in both."""
    for use in (PLACES, Use("map", "lieux", "places", "html")):
        counter.count(use, ADDRESSES[0], BROWSER)
    one, other = counter.take().values()
    assert visitors(one) == visitors(other) == 1
    one.add(other)
    assert visitors(one) == 2


def test_crawlers_are_counted_as_such_and_are_no_visitors(counter: Counter) -> None:
    counter.count(PLACES, "192.0.2.1", "Mozilla/5.0 (compatible; Googlebot/2.1)")
    [(slot, tally)] = counter.take().items()
    assert (slot.use, tally) == (CRAWLERS, Tally(1, None))


def test_workers_of_one_server_know_a_visitor_again(keys: Keys, clock: SetClock) -> None:
    one, other = Counter(keys, clock), Counter(keys, clock)
    for address in ADDRESSES[:8]:
        one.count(PLACES, address, BROWSER)
    for address in ADDRESSES[4:]:
        other.count(PLACES, address, BROWSER)
    [(slot, tally)], [(same, more)] = one.take().items(), other.take().items()
    assert slot == same
    tally.add(more)
    assert (tally.actions, visitors(tally)) == (15, 11)


def test_at_midnight_everybody_becomes_somebody_else(counter: Counter, clock: SetClock) -> None:
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    clock.go_on(hours=12)
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    today, tomorrow = counter.take()
    assert (today.day, tomorrow.day) == (DAY, NEXT)
    assert today.key != tomorrow.key


def test_the_key_of_a_day_that_is_over_is_wiped_though_nobody_comes(
    counter: Counter, clock: SetClock
) -> None:
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    held = counter._key.secret
    counter.rest()
    assert held != bytes(32)
    clock.go_on(hours=12)
    counter.rest()
    assert held == bytes(32)
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    assert counter._key.secret != bytes(32)


def test_the_next_day_wipes_the_key_of_the_last(counter: Counter, clock: SetClock) -> None:
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    held = counter._key.secret
    clock.go_on(hours=12)
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    assert held == bytes(32) != counter._key.secret


def test_the_same_visitor_is_another_number_under_another_key(clock: SetClock) -> None:
    one, other = (Counter(Keys(), clock) for _ in range(2))
    one.count(PLACES, ADDRESSES[0], BROWSER)
    other.count(PLACES, ADDRESSES[0], BROWSER)
    [tally], [more] = one.take().values(), other.take().values()
    tally.add(more)
    assert visitors(tally) == 2


def test_a_clock_that_is_set_back_counts_for_the_day_that_it_says(
    counter: Counter, clock: SetClock
) -> None:
    clock.go_on(hours=12)
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    clock.go_on(hours=-1)
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    assert sorted(slot.day for slot in counter.take()) == [DAY, NEXT]


def test_what_was_given_back_is_counted_once_with_what_came_since(counter: Counter) -> None:
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    batch = counter.take()
    for address in ADDRESSES[:2]:
        counter.count(PLACES, address, BROWSER)
    counter.give_back(batch, since=DAY)
    [tally] = counter.take().values()
    assert (tally.actions, visitors(tally)) == (3, 2)


def test_what_is_older_is_not_taken_back(counter: Counter) -> None:
    counter.count(PLACES, ADDRESSES[0], BROWSER)
    counter.give_back(counter.take(), since=NEXT)
    assert counter.take() == {}
