"""Numbers, months and classes as a chart writes them, in the language of the request."""

from datetime import date
from math import floor, log10

from babel.dates import format_skeleton
from babel.numbers import format_compact_decimal

from publish.serving.charts.ask import Amount, Mark
from publish.serving.languages import gettext as _
from publish.serving.languages import language
from publish.serving.words import LOCALES, readable_number

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
