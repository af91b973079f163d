"""What is counted: the use of a feature, in words of the program and names of releases."""

from datetime import date, timedelta
from typing import NamedTuple

DAY_SECONDS = 86_400
# After midnight, workers still write what they counted before.
SETTLED_SECONDS = 600
_EPOCH = date(1970, 1, 1)


class Use(NamedTuple):
    """A feature, with the dataset, table and form that it was used for; empty without one."""

    feature: str
    dataset: str = ""
    table: str = ""
    form: str = ""


CRAWLERS = Use("crawlers")


def day_of(seconds: float) -> str:
    """The day (UTC) of a moment, as ISO 8601 writes it."""
    return (_EPOCH + timedelta(days=seconds // DAY_SECONDS)).isoformat()


def settled_before(seconds: float) -> str:
    """Days before this one are over, and all that was counted of them is written."""
    return day_of(seconds - SETTLED_SECONDS)
