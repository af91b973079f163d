"""The day of a moment at the desk."""

from datetime import UTC, date, datetime


def day_of(moment: int) -> date:
    """The day of a moment in seconds since 1970, by UTC."""
    return datetime.fromtimestamp(moment, UTC).date()
