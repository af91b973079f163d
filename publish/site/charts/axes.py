"""What stands on the axes of a chart: round values, months, classes, and their words."""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor, log10

from babel.dates import format_skeleton
from babel.numbers import format_compact_decimal

from publish.figures.chart import Amount, Mark
from publish.figures.scale import multiples, nice_step
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import readable_number
from publish.words.numbers import LOCALES


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
    return (
        _("%(number)s %(unit)s") % {"number": readable_number(value), "unit": unit}
        if (unit)
        else readable_number(value)
    )


def _rounded(amount: float) -> float:
    if amount == 0:
        return 0
    digits = max(0, 2 - floor(log10(abs(amount))))
    found = round(amount, digits)
    return int(found) if digits == 0 else found


def short(amount: float) -> str:
    """A number for an axis: `1,2 M` in French for 1 200 000."""
    if abs(amount) < LARGE:
        return readable_number(int(amount) if amount == int(amount) else amount)
    return str(
        format_compact_decimal(
            amount, format_type="short", locale=LOCALES[language()], fraction_digits=1
        )
    )


def plain(value: float) -> str:
    """A number that names something (a year, a class): `1990`, not `1 990`."""
    if value == int(value) and 1000 <= value < 10_000:
        return str(int(value))
    return readable_number(int(value) if value == int(value) else value)


def short_month(period: str) -> str:
    """`2026-01` for an axis: "janv. 2026" in French."""
    day = date(int(period[:4]), int(period[5:7]), 1)
    return str(format_skeleton("yMMM", day, locale=LOCALES[language()]))


def class_of(mark: Mark, whole: bool) -> str:
    """The words of a class of numbers."""
    low = plain(mark.low or 0)
    if mark.high is None:
        return _("%(low)s or more") % {"low": low}
    if whole and mark.high - (mark.low or 0) == 1:
        return low
    if whole:
        return _("%(low)s to %(high)s") % {"low": low, "high": plain(mark.high - 1)}
    return _("%(low)s to under %(high)s") % {"low": low, "high": plain(mark.high)}
