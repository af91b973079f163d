"""Of which days the exports of a table are, as far as they say so: what is half is not told."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from publish.bakehouse.read.audience.periods import Period
from publish.bakehouse.read.exports import Export
from publish.declare.declaration import Source

Days = frozenset[date]
WEEK = timedelta(days=7)
NAMED = 5
"""Days that are named; of more, how many."""


@dataclass(frozen=True)
class Known:
    """The days of each report among the exports; `all` where every export says which it is of."""

    reports: tuple[Days, ...] = ()
    all: bool = field(default=False)

    @property
    def range(self) -> Period | None:
        """The first and the last day of all, where they are known."""
        days = frozenset[date]().union(*self.reports)
        return Period(min(days), max(days)) if self.all and days else None

    def half(self, *, months: bool) -> Iterator[date]:
        """The weeks (or months of whole weeks) of which a report has some days only.

        Each by the day that names it: its Monday, or the first of the month. Beside exports that
        do not say their days, a report may begin and end where it will.
        """
        for days in self.reports:
            inside = days if self.all else frozenset(_between(days)) - days
            for block in sorted({block_of(day, months=months) for day in inside}):
                if not days.issuperset(days_of(block, months=months)):
                    yield block

    def missing(self) -> Iterator[date]:
        """The days that a report does not have, though it has earlier and later ones."""
        for days in self.reports:
            yield from (day for day in _between(days) if day not in days)

    def unknown(self, *, months: bool, before: date) -> list[date]:
        """The days that weeks (or months of whole weeks) lack which were over before that day."""
        days = frozenset[date]().union(*self.reports)
        blocks = (days_of(block, months=months) for block in self.half(months=months))
        return sorted(
            {day for block in blocks if block[-1] < before for day in block if day not in days}
        )


def listed(days: Sequence[date]) -> str:
    """Some days in words: the first ones, and how many more."""
    more = f" and {len(days) - NAMED} more" if len(days) > NAMED else ""
    return ", ".join(map(str, days[:NAMED])) + more


def known_days(exports: Iterable[tuple[Source, Export]]) -> Known:
    """What the exports of a table say of the days that they are of.

    Days before the first and after the last with a row are not known: nobody says that the tool
    was there.
    """
    found, told = defaultdict[Hashable, list[tuple[Period, bool]]](list), list[bool]()
    for source, export in exports:
        told.append(bool(export.periods) or not export.records)
        found[report_of(source)] += [(period, export.records > 0) for period in export.periods]
    days = tuple(filter(None, map(_days, found.values())))
    return Known(days, all=bool(days) and all(told))


def block_of(day: date, *, months: bool) -> date:
    """The Monday of a day's week, or the first day of the month that holds the week's Thursday."""
    monday = day - timedelta(days=day.weekday())
    return (monday + timedelta(days=3)).replace(day=1) if months else monday


def days_of(block: date, *, months: bool) -> list[date]:
    """The days of a week, or of a month of whole weeks, that `block` names."""
    if not months:
        return Period(block, block + WEEK - timedelta(days=1)).each()
    begun = block + timedelta(days=3)
    first = begun - timedelta(days=begun.weekday())
    days = Period(first, first + 5 * WEEK - timedelta(days=1)).each()
    return [day for day in days if block_of(day, months=True) == block]


def report_of(source: Source) -> Hashable:
    """What the numbers of a source are of, where days follow one another."""
    constants = tuple(sorted(source.constants.items()))
    return (source.format, source.report, source.matomo, source.site, constants)


def _days(periods: Sequence[tuple[Period, bool]]) -> Days:
    filled = [period for period, rows in periods if rows]
    if not filled:
        return frozenset()
    first = min(period.first for period in filled)
    last = max(period.last for period in filled)
    days = {day for period, _ in periods for day in period.each()}
    return frozenset(day for day in days if first <= day <= last)


def _between(days: Days) -> list[date]:
    return Period(min(days), max(days)).each()
