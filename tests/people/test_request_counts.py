"""The public count of requests: no month, and no difference of two, tells of a few."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from publish.corrections import desk_file
from publish.declare.site import SiteFolder
from publish.people.outbox import sweep
from publish.people.register import Outcome, close, listed, note_request
from publish.people.request_counts import LEAST, Group, count_up, group, told
from tests.people.askers import NOW

Month = tuple[int, int]
"""How many requests were answered in time, and how many late."""
MOST = 14
# What is looked at; others than these, up to MOST, may be what is behind a page.
LOOKED = 12


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site of which the desk is there."""
    return SiteFolder(tmp_path)


def answered(site: SiteFolder, number: int, closed: date, outcome: Outcome = "given") -> None:
    """Requests of 1 October 2026, or of the day itself, that were answered on a day."""
    for _ in range(number):
        came = min(date(2026, 10, 1), closed)
        close(site.desk, note_request(site.desk, "access", "post", came, came), outcome, "", closed)


def counted(site: SiteFolder, today: date) -> list[tuple[date, Group]]:
    """What is told after the run of a day."""
    with desk_file.writing(site.desk) as database:
        count_up(database, today)
    return told(site.desk)


def test_eleven_are_told_once_their_month_is_over(site: SiteFolder) -> None:
    assert told(site.desk) == []
    answered(site, 11, date(2026, 10, 20))
    assert counted(site, date(2026, 10, 31)) == []
    first = (date(2026, 10, 31), Group(11, 0))
    assert counted(site, date(2026, 11, 1)) == [first]
    assert counted(site, date(2026, 11, 8)) == [first]
    answered(site, 10, date(2026, 11, 20))
    assert counted(site, date(2026, 12, 1)) == [first]
    answered(site, 1, date(2026, 12, 2))
    assert counted(site, date(2027, 1, 1)) == [first, (date(2026, 12, 31), Group(11, 11))]


def test_what_was_taken_back_is_no_answer(site: SiteFolder) -> None:
    answered(site, 10, date(2026, 10, 20))
    answered(site, 5, date(2026, 10, 20), "taken back")
    assert counted(site, date(2026, 11, 1)) == []


def test_the_count_stays_when_the_requests_are_deleted(site: SiteFolder) -> None:
    answered(site, 12, date(2025, 10, 20))
    sweep(site.desk, NOW)
    assert listed(site.desk) == []
    assert [one.number for _day, one in told(site.desk)] == [12]


@pytest.mark.parametrize(
    ("in_time", "late", "said"),
    [
        (10, 0, None), (11, 0, Group(11, 0)), (0, 11, Group(11, 11)), (12, 1, Group(13, None)),
        (10, 11, Group(21, None)), (11, 11, Group(22, 11)),
    ],
)  # fmt: skip
def test_a_part_is_told_where_the_rest_is_none_or_enough(
    in_time: int, late: int, said: Group | None
) -> None:
    assert group([False] * in_time + [True] * late) == said


def pages(months: tuple[Month, ...]) -> Hashable:
    """All that is told over months."""
    waiting: list[bool] = []
    shown = []
    for in_time, late in months:
        waiting += [False] * in_time + [True] * late
        found = group(waiting)
        shown.append(found)
        waiting = [] if found else waiting
    return tuple(shown)


def raw(months: tuple[Month, ...]) -> Hashable:
    """What a page of plain counts tells."""
    return months


def sums(months: tuple[Month, ...]) -> Hashable:
    """What a page tells of all that was answered so far, where that is enough."""
    totals = (sum(map(sum, months[: number + 1])) for number in range(len(months)))
    return tuple(total if total >= LEAST else None for total in totals)


def named(view: Callable[[tuple[Month, ...]], Hashable]) -> Iterator[int]:
    """The numbers from 1 to 10 that somebody who reads the pages of two months is sure of."""
    behind: dict[Hashable, list[set[int]]] = defaultdict(lambda: [set() for _ in range(6)])
    small = set()
    months: list[Month] = [*product(range(MOST + 1), range(MOST + 1))]
    for both in product(months, months):
        seen = view(both)
        for values, value in zip(behind[seen], numbers(both), strict=True):
            values.add(value)
        if max(map(max, both)) <= LOOKED:
            small.add(seen)
    for seen in small:
        for values in behind[seen]:
            if len(values) == 1 and 0 < min(values) < LEAST:
                yield from values


def numbers(months: tuple[Month, ...]) -> list[int]:
    """What must not be known of two months: in time, late, and both together."""
    return [number for in_time, late in months for number in (in_time, late, in_time + late)]


@pytest.mark.slow("looks at every two months")
def test_nobody_who_reads_every_month_is_sure_of_a_small_number() -> None:
    assert next(named(pages), None) is None


@pytest.mark.slow("looks at every two months")
@pytest.mark.parametrize("view", [raw, sums])
def test_the_attack_finds_small_numbers_in_plain_counts_and_in_sums(
    view: Callable[[tuple[Month, ...]], Hashable],
) -> None:
    assert set(named(view)) >= {1, 5, 10}
