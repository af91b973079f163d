"""In which formats a partner writes its days: often in two, in one column."""

from collections.abc import Sequence

from publish.bakehouse.draft.types import AMERICAN, DAYS, guess_type, real_day
from publish.declare.recipes import RecipeStep

MOST = 0.8
"""The share of values that have to be days for a header to be one of days."""
ISO = "%Y-%m-%d"


def day_formats(values: Sequence[str]) -> tuple[str, ...] | None:
    """The formats that read them, the most frequent first; None where these are no days."""
    guess = guess_type("", dict.fromkeys(values, 1))
    if guess.type in ("date", "datetime"):
        return (str(guess.keys.get("format", ISO)),)
    read = {format: _read(format, values) for format in DAYS if format not in AMERICAN.values()}
    if not values or len(frozenset[str]().union(*read.values())) < MOST * len(values):
        return None
    return tuple(sorted((one for one in read if read[one]), key=lambda one: -len(read[one])))


def _read(format: str, values: Sequence[str]) -> frozenset[str]:
    return frozenset(value for value in values if real_day(DAYS[format], value))


def date_step(formats: Sequence[str]) -> RecipeStep:
    """The recipe that reads them."""
    return {"date": tuple(formats) if formats[1:] else formats[0]}
