"""Who agreed, as a column of consents tells: of all rows at once, and of one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import ibis

from publish.declare.consents import Consent
from publish.words.dates import months_later


def agreed(rows: Any, consent: Consent, as_of: date) -> Any:
    """Whether each row's consent (Ibis: days, moments or booleans) stands on a day; never null."""
    told = rows[consent.column]
    if told.type().is_boolean():
        stands = told.fill_null(False)
    else:
        day = told.cast("date")
        stands = day.notnull() & (day <= as_of).fill_null(False)
        if consent.months is not None:
            over = (day + ibis.interval(months=consent.months)).cast("date")
            stands &= (over > as_of).fill_null(False)
    if consent.version is not None:
        version = rows[consent.version].cast("string")
        stands &= version.isin(list(consent.versions)).fill_null(False)
    return stands


def stands(row: Mapping[str, Any], consent: Consent, as_of: date) -> bool:
    """The same of one row, by its values."""
    if consent.version is not None:
        version = row.get(consent.version)
        if version is None or str(version) not in consent.versions:
            return False
    told = row.get(consent.column)
    if isinstance(told, bool):
        return told
    day, over = given_on(row, consent), expires_on(row, consent)
    return day is not None and day <= as_of and (over is None or as_of < over)


def given_on(row: Mapping[str, Any], consent: Consent) -> date | None:
    """The day on which a row's consent was given; None where it tells none."""
    try:
        return datetime.fromisoformat(str(row.get(consent.column) or "")).date()
    except ValueError:
        return None


def expires_on(row: Mapping[str, Any], consent: Consent) -> date | None:
    """The first day on which a row's consent stands no more; None where it has no such day."""
    day = given_on(row, consent)
    if day is None or consent.months is None:
        return None
    try:
        return months_later(day, consent.months)
    except ValueError:
        # Later than the calendar goes.
        return date.max
