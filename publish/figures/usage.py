"""What a tool counted, period by period, over as long as two times of a year are compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from publish.figures.asking import Asking, Query
from publish.release.table import CountedBy, Table
from publish.words.sql import sql_name

DAYS = 400
"""A year, and the longest period beside it."""
COMPARED = 4
"""So many periods are compared with as many before them: single ones jump."""
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
    """What was counted: the first days of all periods, in their order, and the lines."""

    days: tuple[str, ...]
    lines: tuple[UseLine, ...]

    def course(self, line: UseLine) -> list[int]:
        """The people of the last periods of a line, as far as they follow one another."""
        found: list[int] = []
        for day in reversed(self.days):
            people = line.people(day)
            if people is None:
                break
            found.append(people)
        return found[::-1]

    def trend(self, line: UseLine) -> float | None:
        """The last periods divided by those before; None where one of them is not known."""
        course = self.course(line)[-2 * COMPARED :]
        before = sum(course[:COMPARED])
        return sum(course[COMPARED:]) / before if len(course) == 2 * COMPARED and before else None


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
    days = tuple(sorted({row[0] for row in rows}))
    return Usage(days, tuple(sorted(lines, key=lambda one: -(one.people(days[-1]) or 0))))


def year_before(every: str, day: str) -> str:
    """The first day of the same period a year before: weeks are compared from Monday on."""
    if every == "month":
        return f"{int(day[:4]) - 1}{day[4:]}"
    return (date.fromisoformat(day) - timedelta(weeks=52)).isoformat()


def _sql(name: str, counted: CountedBy) -> str:
    columns = (counted.date, *counted.within, *counted.by, *counted.measures)
    words = {"columns": ", ".join(map(sql_name, columns)), "table": sql_name(name)}
    return LAST_YEAR.format(day=sql_name(counted.date), days=DAYS, **words)
