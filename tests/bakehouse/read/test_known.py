"""Of which days the exports of a table are."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from publish.bakehouse.read.audience.periods import Period, parsed
from publish.bakehouse.read.exports import Export
from publish.bakehouse.read.known import Known, block_of, days_of, known_days
from publish.bakehouse.read.staged import lines_after, nothing_refused
from publish.declare.source import Source

MONDAY = date(2026, 11, 23)


def export(*texts: str, records: int = 1) -> Export:
    periods = tuple(map(parsed, texts))
    return Export("f", None, (), records, nothing_refused, lines_after(1), periods=periods)


def known(exports: Iterable[Export], **source: Any) -> Known:
    declared = Source.model_validate({"path": "exports/*", **source})
    return known_days((declared, one) for one in exports)


def days(*numbers: int, records: int = 1) -> list[Export]:
    return [export((MONDAY + timedelta(days=n)).isoformat(), records=records) for n in numbers]


def test_a_week_is_known_by_its_days_or_whole():
    for exports in (days(*range(7)), [export("2026-W48")]):
        assert list(known(exports).half(months=False)) == []
        assert known(exports).range == Period(MONDAY, date(2026, 11, 29))


def test_a_week_without_one_of_its_days_is_half_and_the_day_is_missing():
    found = known(days(*range(7), 7, 8, 10, 11, 12, 13, *range(14, 21)))
    assert list(found.half(months=False)) == [date(2026, 11, 30)]
    assert list(found.missing()) == [date(2026, 12, 2)]


def test_the_days_before_the_first_and_after_the_last_are_half_but_not_missing():
    found = known(days(3, 4, 5, 6, *range(7, 15)))
    assert list(found.half(months=False)) == [MONDAY, date(2026, 12, 7)]
    assert list(found.missing()) == []


def test_a_file_without_rows_tells_of_its_day_between_others_only():
    assert list(known([*days(0, 1, 2, 4, 5, 6), *days(3, records=0)]).half(months=False)) == []
    # Nobody says that the tool was there on a Monday before anything was counted.
    found = known([*days(0, records=0), *days(1, 2, 3, 4, 5, 6)])
    assert list(found.half(months=False)) == [MONDAY]


def test_each_report_is_whole_or_half_by_itself():
    pages = [(Source.model_validate({"path": "a/*", "report": "features"}), export("2026-W48"))]
    files = [
        (Source.model_validate({"path": "b/*", "report": "downloads"}), one) for one in days(0)
    ]
    assert list(known_days(pages).half(months=False)) == []
    assert list(known_days([*pages, *files]).half(months=False)) == [MONDAY]


def test_the_files_of_two_sources_of_one_report_make_up_a_week():
    sources = [Source.model_validate({"path": path, "report": "visits"}) for path in ("a/*", "b/*")]
    halves = [(sources[n > 3], one) for n, one in enumerate(days(*range(7)))]
    assert list(known_days(halves).half(months=False)) == []


def test_beside_exports_that_say_nothing_only_what_is_missing_is_half():
    found = known([export(), *days(3, 4, 5, 6, *range(7, 10), 11, 12)])
    assert list(found.half(months=False)) == [date(2026, 11, 30)]


def test_what_says_nothing_of_its_days_has_no_range():
    assert known([export(), export("2026-W48")]).range is None
    assert known([export()]).reports == ()


@pytest.mark.parametrize(
    ("day", "month", "weeks"),
    [
        ((2026, 11, 1), (2026, 10, 1), 5),
        ((2026, 11, 2), (2026, 11, 1), 4),
        ((2027, 1, 2), (2026, 12, 1), 5),
        ((2026, 12, 31), (2026, 12, 1), 5),
    ],
)
def test_a_month_is_that_of_the_thursday(day, month, weeks):
    block = block_of(date(*day), months=True)
    assert block == date(*month)
    found = days_of(block, months=True)
    assert len(found) == 7 * weeks
    assert date(*day) in found
    assert {block_of(one, months=True) for one in found} == {block}


def test_a_month_of_which_a_week_is_missing_is_half():
    weeks = [export(f"2026-W{number}") for number in range(45, 54) if number != 47]
    assert list(known(weeks).half(months=True)) == [date(2026, 11, 1)]
    assert len(list(known(weeks).missing())) == 7


def test_the_days_that_a_week_lacks_are_told_once_it_is_over():
    found = known(days(2, 3, 4, 5, 6, 7))
    first = [MONDAY, date(2026, 11, 24)]
    assert found.unknown(months=False, before=date(2026, 11, 29)) == []
    assert found.unknown(months=False, before=date(2026, 11, 30)) == first
    second = [date(2026, 12, n) for n in range(1, 7)]
    assert found.unknown(months=False, before=date(2026, 12, 7)) == first + second
