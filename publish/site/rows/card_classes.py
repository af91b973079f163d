"""The classes of a column's numbers and dates: in words, and as filters that find their rows."""

from datetime import date, timedelta

from publish.figures.facets import DAYS, MONTH, YEAR
from publish.release.cards import ClassCount
from publish.release.table import Field
from publish.site.rows.selection import Filter
from publish.site.text.languages import gettext as _
from publish.site.text.values import said
from publish.site.text.words import elided, readable_period

LAST_DAY = date.max.isoformat()


def class_filters(field: Field, one: ClassCount) -> list[Filter]:
    """The filters of a class: those that the boxes of a range hold, where these can."""
    low = Filter(field.name, "gte", str(one.low))
    if one.high is None:
        return [low]
    if field.type == "date":
        return [low, Filter(field.name, "lte", _day_before(str(one.high)))]
    if field.type == "integer":
        return [low, Filter(field.name, "lte", str(int(one.high) - 1))]
    return [low, Filter(field.name, "lt", str(one.high))]


def class_words(field: Field, one: ClassCount) -> str:
    """A class in words: `10 to 19`, `under 2.5 from 2`, `2015 to 2019`, `August 2026`."""
    if field.type in DAYS:
        return _period(str(one.low), str(one.high))
    if one.high is None:
        return _("%(over)s or more") % {"over": said(field, one.low)}
    if field.type == "integer":
        last = int(one.high) - 1
        ends = {"low": said(field, one.low), "high": said(field, last)}
        return ends["low"] if last == one.low else elided(_("%(low)s to %(high)s") % ends)
    ends = {"low": said(field, one.low), "under": said(field, one.high)}
    return _("%(low)s to under %(under)s") % ends


def _period(first: str, after: str) -> str:
    """Whole years, or months, from one first day to before another."""
    last = _day_before(after)
    size = YEAR if first[YEAR:] == "-01-01" and last[YEAR:] == "-12-31" else MONTH
    ends = {"low": readable_period(first[:size]), "high": readable_period(last[:size])}
    return ends["low"] if first[:size] == last[:size] else elided(_("%(low)s to %(high)s") % ends)


def _day_before(day: str) -> str:
    """A year behind the last one that dates know begins with five digits."""
    if len(day) > len(LAST_DAY):
        return LAST_DAY
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
