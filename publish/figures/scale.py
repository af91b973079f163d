"""Round steps, classes of numbers, months and years."""

from math import floor, isfinite, log10

STEPS = (1, 2, 5, 10)


def nice_step(least: float, whole: bool = False) -> float:
    """The smallest 1, 2 or 5 times a power of ten that is not under `least`; 1 or more if whole."""
    if not (isfinite(least) and least > 0):
        return 1.0
    power = floor(log10(least))
    step = next(one for s in STEPS if (one := _times(s, power)) >= least * (1 - 1e-9))
    return max(1.0, step) if whole else step


def _times(factor: float, power: int) -> float:
    """`factor` times a power of ten, as near as a decimal number can be written."""
    return float(f"{factor}e{power}")


def multiples(first: int, last: int, step: float) -> list[float]:
    """Whole multiples of a step, rid of the noise of floating numbers."""
    digits = max(0, -floor(log10(step))) if step < 1 else 0
    return [round(number * step, digits) for number in range(first, last + 1)]


def edges(low: float, high: float, whole: bool, count: int = 16) -> list[float]:
    """The round edges of at most `count` + 2 classes of one width, the last one above `high`."""
    # Values that differ by less than numbers of their size can tell are one value.
    differ = high - low > 1e-12 * max(abs(low), abs(high))
    step = nice_step((high - low) / count if differ else 1.0, whole)
    first, last = floor(low / step + 1e-9), floor(high / step + 1e-9) + 1
    found = multiples(first, last, step)
    if found[0] > low:
        found.insert(0, multiples(first - 1, first - 1, step)[0])
    if found[-1] <= high:
        found.append(multiples(last + 1, last + 1, step)[0])
    return found


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
