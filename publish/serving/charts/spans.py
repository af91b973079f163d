"""Months and years on an axis: which, without gaps."""

LENGTHS = {"month": 7, "year": 4}
# From here on a line by months has more points than pixels to tell them apart.
MONTHS_AT_MOST = 144
POINTS_AT_MOST = 1200


def step_of(first: str, last: str) -> str:
    """Whether days between two ISO dates are shown by "month" or by "year"."""
    return "month" if _months(last) - _months(first) < MONTHS_AT_MOST else "year"


def between(first: str, last: str, step: str) -> list[str]:
    """Every month (`2026-01`) or year from the first to the last; only these two if too many."""
    low, high = (_months(day) if step == "month" else int(day[:4]) for day in (first, last))
    if high - low >= POINTS_AT_MOST:
        return [first, last]
    if step == "year":
        return [f"{year:04}" for year in range(low, high + 1)]
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(low, high + 1)]


def _months(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1
