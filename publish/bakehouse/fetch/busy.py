"""Servers that are busy, or are asked too often: how long they want to be left alone."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

BUSY = (429, 502, 503, 504)
LONGEST = 60
"""Seconds that are waited where a server says how many; where it says more, the next run asks."""


def pause_after(answer: httpx.Response, pauses: Iterator[float]) -> float | None:
    """The seconds after which a busy server may be asked again; None where it is not to be.

    It says how many itself, or the next of `pauses` does.
    """
    if answer.status_code not in BUSY or (pause := next(pauses, None)) is None:
        return None
    told = told_to_wait(answer)
    if told is None:
        return pause
    return told if told <= LONGEST else None


def told_to_wait(answer: httpx.Response) -> float | None:
    """What `Retry-After` says, in seconds: a number of them, or a moment."""
    told = answer.headers.get("retry-after", "")
    if told.isascii() and told.isdigit():
        return float(told[:9])
    with suppress(ValueError, OverflowError, TypeError):
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    return None
