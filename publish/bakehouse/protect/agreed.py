"""Who agreed, as a column of consents tells."""

from datetime import date
from typing import Any


def agreed(consent: Any, as_of: date) -> Any:
    """Whether each row's consent (Ibis: days, moments or booleans) stands on a day; never null."""
    if consent.type().is_boolean():
        return consent.fill_null(False)
    day = consent.cast("date")
    return day.notnull() & (day <= as_of).fill_null(False)
