"""The law's clock: a month to answer, three where reasons are given (GDPR, art. 12 (3)).

Counted by the calendar, from the day on which a request came in. A last day that is no working day
is not moved: that is earlier than the law asks, never later.
"""

from datetime import date

from publish.words.dates import months_later

MONTHS = 1
EXTENDED_MONTHS = 3
KEPT_MONTHS = 12
"""How long a request is kept after its answer."""
SOON_DAYS = 7
"""So long before its last day a request is reminded of."""


def last_day(received: date, *, extended: bool) -> date:
    """The day on which an answer is there at the latest."""
    return months_later(received, EXTENDED_MONTHS if extended else MONTHS)


def is_over(closed: date, today: date) -> bool:
    """Whether a request that was closed is to be kept no longer."""
    return months_later(closed, KEPT_MONTHS) <= today
