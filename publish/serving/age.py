"""Whether a dataset was updated when it said that it would be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from publish.frequencies import FREQUENCIES

# A late export is no alarm at once: a weekly one may come on the ninth day.
LENIENCE = 1.5
LEAST_DAYS = 2

State = Literal["fresh", "due", "overdue", "unknown"]


@dataclass(frozen=True)
class Age:
    """The ISO day of the last update, and how it compares with the declared rhythm.

    "unknown" is a dataset that promises no rhythm.
    """

    day: str
    state: State


def age(package: Mapping[str, Any], today: date) -> Age:
    """What a descriptor says of its dataset's age."""
    day = str(package.get("updated", {}).get("date") or package["created"])[:10]
    rhythm = FREQUENCIES.get(package.get("frequency", "unknown"))
    if rhythm is None or rhythm.days is None:
        return Age(day, "unknown")
    # Data may end before the day on which it was published: a release is an update too.
    looked = max(date.fromisoformat(day), date.fromisoformat(package["created"][:10]))
    return Age(day, _state(today - looked, rhythm.days))


def _state(old: timedelta, days: float) -> State:
    if old > timedelta(days=max(days * LENIENCE, days + LEAST_DAYS)):
        return "overdue"
    return "due" if old > timedelta(days=max(days, 1)) else "fresh"
