"""What stands on the axes of a chart: round values, classes, and their words."""

from collections.abc import Sequence
from math import ceil, floor, log10

from publish.figures.chart import Amount, Mark
from publish.figures.scale import multiples, nice_step
from publish.release.table import Field
from publish.site.text.languages import gettext as _
from publish.site.text.values import number, with_unit
from publish.site.text.words import compact_number, readable_number


def ticks(high: float, count: int = 4, low: float = 0.0, whole: bool = False) -> list[float]:
    """Round values from at most `low` to at least `high`, about `count` steps apart."""
    step = nice_step((high - low) / count if high > low else 1.0, whole)
    return multiples(floor(low / step + 1e-9), max(ceil(high / step - 1e-9), 1), step)


def few(values: Sequence[float], most: int) -> list[int]:
    """The places of at most `most` of the values, evenly apart, the first one among them."""
    apart = ceil(len(values) / most) if values else 1
    return list(range(0, len(values), max(1, apart)))


LARGE = 100_000


def said(amount: Amount, unit: str = "") -> str:
    """An amount with three digits that count at least, and its unit; "–" for none."""
    if amount is None:
        return "–"
    value = amount if isinstance(amount, int) else _rounded(amount)
    return with_unit(readable_number(value), unit)


def _rounded(amount: float) -> float:
    if amount == 0:
        return 0
    digits = max(0, 2 - floor(log10(abs(amount))))
    found = round(amount, digits)
    return int(found) if digits == 0 else found


def short(amount: float) -> str:
    """A number for an axis: `1,2 M` in French for 1 200 000."""
    return compact_number(amount) if abs(amount) >= LARGE else readable_number(amount)


def class_of(field: Field, mark: Mark) -> str:
    """The words of a class of numbers."""
    whole, low = field.type == "integer", number(field, mark.low or 0)
    if mark.high is None:
        return _("%(low)s or more") % {"low": low}
    if whole and mark.high - (mark.low or 0) == 1:
        return low
    if whole:
        return _("%(low)s to %(high)s") % {"low": low, "high": number(field, mark.high - 1)}
    return _("%(low)s to under %(high)s") % {"low": low, "high": number(field, mark.high)}
