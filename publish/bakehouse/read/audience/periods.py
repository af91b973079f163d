"""The days that an audience tool's file is about: the file's own, declared, or in its name."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from publish.bakehouse.read.audience.downloaded import period_in
from publish.errors import SourceError

DAY = r"\d{4}-\d{2}-\d{2}"
WRITTEN = re.compile(rf"(?:{DAY}(?:[,_]{DAY})?|\d{{4}}-W\d{{2}}|\d{{4}}-\d{{2}})")
IN_NAME = re.compile(rf"(?<!\d)(?:{DAY}|\d{{4}}-W\d{{2}}|\d{{4}}-\d{{2}}(?!-\d))(?!\d)")
RANGE = re.compile(rf"{DAY}[ _]?(?:[-–—,_]|--|to|au)[ _]?{DAY}")
"""Two days in the name of a file, from the first to the last."""
WAY_OUT = (
    "write it into the file's name or declare `period:`, as 2026-11-30, 2026-W48, 2026-11 or "
    "2026-11-23_2026-11-29"
)


@dataclass(frozen=True)
class Period:
    """The first and the last day."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        """The day that stands for all: of a calendar month, a day of the month of whole weeks."""
        return self.first + timedelta(days=(self.days - 1) // 2)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def each(self) -> list[date]:
        """Its days."""
        return [self.first + timedelta(days=number) for number in range(self.days)]

    def visitors(self, unique: int | None, daily: int | None) -> int | None:
        """How many different people one single day has at least.

        Of one day its unique visitors (it has no sum of days); of more, the mean of the days'
        visitors, rounded up, for one of the days has as many. The unique visitors of a period say
        nothing of a day.
        """
        if self.days == 1:
            return unique
        return None if daily is None else -(-daily // self.days)


def period_of(file: str, declared: str | None, told: str | None = None) -> Period:
    """The period that a file tells, else as declared, else as in its name; raises SourceError."""
    text = told or declared or _in_name(file)
    if text is None:
        raise SourceError(f"{file}: nothing says of which days it is; {WAY_OUT}")
    try:
        return parsed(text)
    except ValueError:
        # What a file says may be anything, also what somebody typed.
        shown = "what it says of its days" if told else repr(text)
        raise SourceError(f"{file}: {shown} is no day, week, month or range; {WAY_OUT}") from None


def parsed(text: str) -> Period:
    """The period that a text writes; raises ValueError."""
    if not WRITTEN.fullmatch(text):
        raise ValueError(text)
    if "W" in text:
        first = date.fromisoformat(f"{text[:4]}-{text[5:]}-1")
        return Period(first, first + timedelta(days=6))
    if len(text) == len("2026-11"):
        first = date.fromisoformat(f"{text}-01")
        return Period(first, first.replace(day=monthrange(first.year, first.month)[1]))
    days = [date.fromisoformat(day) for day in re.findall(DAY, text)]
    if days[-1] < days[0]:
        raise ValueError(text)
    return Period(days[0], days[-1])


def _in_name(file: str) -> str | None:
    """The one period in the name of a file; days that are no range tell none."""
    name = file.rsplit("/", 1)[-1]
    found = list(IN_NAME.finditer(name))
    if not found:
        return _downloaded(name)
    first, last = found[0], found[-1]
    between = name[first.start() : last.end()]
    if re.match(r"-\d", name[last.end() :]) or not (len(found) == 1 or RANGE.fullmatch(between)):
        return None
    return first[0] if len(found) == 1 else f"{first[0]}_{last[0]}"


def _downloaded(name: str) -> str | None:
    try:
        return period_in(name)
    except ValueError:
        return None
