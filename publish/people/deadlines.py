"""The law's clock: a month to answer, three where reasons are given (GDPR, art. 12 (3)).

Counted by the calendar, from the day on which a request came in. A last day that is no working day
is not moved: that is earlier than the law asks, never later.
"""

from calendar import monthrange
from datetime import date

MONTHS = 1
EXTENDED_MONTHS = 3
KEPT_MONTHS = 12
"""How long a request is kept after its answer."""
SOON_DAYS = 7
"""So long before its last day a request is reminded of."""


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def last_day(received: date, *, extended: bool) -> date:
    """The day on which an answer is there at the latest."""
    return months_later(received, EXTENDED_MONTHS if extended else MONTHS)


def is_over(closed: date, today: date) -> bool:
    """Whether a request that was closed is to be kept no longer."""
    return months_later(closed, KEPT_MONTHS) <= today
