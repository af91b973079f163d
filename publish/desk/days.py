"""Days at the desk, by UTC."""

from datetime import UTC, date, datetime

DAY_SECONDS = 86_400


def day_of(moment: int) -> date:
    """The day of a moment in seconds since 1970, by UTC."""
    return datetime.fromtimestamp(moment, UTC).date()
