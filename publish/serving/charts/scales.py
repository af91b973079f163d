"""Numbers on an axis: round steps, ticks, and the edges of classes."""

from collections.abc import Sequence
from math import ceil, floor, isfinite, log10

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


def ticks(high: float, count: int = 4, low: float = 0.0, whole: bool = False) -> list[float]:
    """Round values from at most `low` to at least `high`, about `count` steps apart."""
    step = nice_step((high - low) / count if high > low else 1.0, whole)
    return multiples(floor(low / step + 1e-9), max(ceil(high / step - 1e-9), 1), step)


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


def few(values: Sequence[float], most: int) -> list[int]:
    """The places of at most `most` of the values, evenly apart, the first one among them."""
    apart = ceil(len(values) / most) if values else 1
    return list(range(0, len(values), max(1, apart)))
