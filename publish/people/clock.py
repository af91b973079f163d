"""How long links, sessions and answers last; times are seconds since 1970."""

import time
from datetime import UTC, date, datetime

DAY_SECONDS = 86_400
ANSWER_DAYS = 7
ANSWER_SECONDS = ANSWER_DAYS * DAY_SECONDS
LINK_DAYS = 7
LINK_SECONDS = LINK_DAYS * DAY_SECONDS
SESSION_SECONDS = 3_600
EASTMOST_SECONDS = 14 * 3_600
"""How far clocks of places are ahead of UTC at most."""


def now() -> int:
    """The time now."""
    return int(time.time())


def day_of(moment: int) -> date:
    """The day of a moment, by UTC."""
    return datetime.fromtimestamp(moment, UTC).date()


def last_day_of(moment: int) -> date:
    """The latest day that any place on earth has at a moment."""
    return day_of(moment + EASTMOST_SECONDS)
