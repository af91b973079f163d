"""What a tool counted, period by period, over as long as two times of a year are compared."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from publish.figures.asking import Asking, Query
from publish.release.table import CountedBy, Table
from publish.words.sql import sql_name

DAYS = 400
"""A year, and the longest period beside it."""
COMPARED = 4
"""So many periods are compared with as many before them: single ones jump."""
DRAWN = 60
"""So many periods are drawn at most: days of two months, weeks of a year."""
LAST_YEAR = """
select {columns} from {table}
where {day} >= (select date(max({day}), '-{days} days') from {table}) order by {day}
"""
Amounts = tuple[int | None, ...]


@dataclass(frozen=True)
class UseLine:
    """What is counted: its values, and the amounts of each period, by its first day.

    A period that is missing was not shown: few people were behind it. It is no zero.
    """

    within: tuple[str | None, ...]
    by: tuple[str | None, ...]
    amounts: Mapping[str, Amounts]

    def people(self, day: str) -> int | None:
        """The people of a period; None where nobody knows."""
        return self.amounts[day][0] if day in self.amounts else None


@dataclass(frozen=True)
class Usage:
    """What was counted: the first days of all periods that follow one another, and the lines."""

    days: tuple[str, ...]
    lines: tuple[UseLine, ...]

    def course(self, line: UseLine) -> list[int | None]:
        """The people of the last periods of a line, from the first that is known; gaps are gaps."""
        found = [line.people(day) for day in self.days[-DRAWN:]]
        return found[next((at for at, one in enumerate(found) if one is not None), len(found)) :]

    def trend(self, line: UseLine) -> float | None:
        """The last periods divided by those before; None where it is not known, or may be chance.

        Who comes by chance differs by the root of how many come; twice that says nothing.
        """
        before, last = self._two(line)
        if not before or None in (*before, *last):
            return None
        then, now = (sum(one or 0 for one in part) for part in (before, last))
        return now / then if then and abs(now - then) > 2 * sqrt(now + then) else None

    def begun(self, line: UseLine) -> bool:
        """Whether it is shown in each of the last periods, and in none of those before."""
        before, last = self._two(line)
        return bool(before) and None not in last and not any(one is not None for one in before)

    def gone(self, line: UseLine) -> bool:
        """Whether it was shown in each of the periods before, and in none of the last."""
        before, last = self._two(line)
        return bool(before) and None not in before and not any(one is not None for one in last)

    def _two(self, line: UseLine) -> tuple[list[int | None], list[int | None]]:
        """The people of the last periods, after those of as many before; none where it is new."""
        found = [line.people(day) for day in self.days[-2 * COMPARED :]]
        return (found[:COMPARED], found[COMPARED:]) if len(found) == 2 * COMPARED else ([], [])


def usage(table: Table, counted: CountedBy) -> Asking[Usage]:
    """What a table of counts says of its last year, the most used first."""
    rows = yield Query(_sql(table.name, counted))
    within, end = 1 + len(counted.within), 1 + len(counted.within) + len(counted.by)
    found: dict[tuple[str | None, ...], dict[str, Amounts]] = {}
    for row in rows:
        found.setdefault(tuple(row[1:end]), {})[row[0]] = tuple(row[end:])
    lines = [
        UseLine(names[: within - 1], names[within - 1 :], amounts)
        for names, amounts in found.items()
    ]
    days = tuple(_between(counted.every, {row[0] for row in rows}))
    return Usage(days, tuple(sorted(lines, key=lambda one: -(one.people(days[-1]) or 0))))


def _between(every: str, days: Collection[str]) -> Iterator[str]:
    """The first days of all periods from the first to the last of some."""
    day = min(days, default="")
    while day and day <= max(days):
        yield day
        day = _next(every, day)


def _next(every: str, day: str) -> str:
    begin = date.fromisoformat(day)
    if every == "month":
        return (begin.replace(day=1) + timedelta(days=32)).replace(day=1).isoformat()
    return (begin + timedelta(days=1 if every == "day" else 7)).isoformat()


def year_before(every: str, day: str) -> str:
    """The first day of the same period a year before.

    Of a week or a day, that of 52 weeks before: the same day of the week, and the same days of the
    year but for one or two, also where a year has 53 weeks.
    """
    if every == "month":
        return f"{int(day[:4]) - 1}{day[4:]}"
    return (date.fromisoformat(day) - timedelta(weeks=52)).isoformat()


def _sql(name: str, counted: CountedBy) -> str:
    columns = (counted.date, *counted.within, *counted.by, *counted.measures)
    words = {"columns": ", ".join(map(sql_name, columns)), "table": sql_name(name)}
    return LAST_YEAR.format(day=sql_name(counted.date), days=DAYS, **words)
