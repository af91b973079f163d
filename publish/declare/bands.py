"""The names of the intervals that a technique `band` publishes."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from publish.declare.column import Column
from publish.declare.techniques import Band


def band_labels(cuts: Sequence[int | float | date], *, whole: bool) -> list[str]:
    """The names of the intervals between cuts; `whole` numbers and days end before the next cut."""
    inner = [_interval(low, high, whole=whole) for low, high in pairwise(cuts)]
    return [f"<{cuts[0]}", *inner, f"{cuts[-1]}+"]


def _interval(low: Any, high: Any, *, whole: bool) -> str:
    if isinstance(high, date):
        last: Any = high - timedelta(days=1)
    elif whole:
        last = high - 1
    else:
        return f"{low}–<{high}"
    return str(low) if low == last else f"{low}–{last}"


def bands_of(column: Column) -> tuple[str, ...]:
    """The names that a column in bands is published with, by size; none for another column."""
    parameters = column.protect.parameters if column.protect else None
    if not isinstance(parameters, Band):
        return ()
    return tuple(band_labels(parameters.cuts, whole=column.type == "integer"))
