"""Values of columns as people read them: one way for pages, charts, filters and answers to SQL.

A value is said by its label where the release has one; bands, numbers and days are written out in
the language of the request. Files and addresses keep the values as they are.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any

from markupsafe import Markup, escape

from publish.release.table import Field
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import WRITTEN_IN, marked, readable_number, spoken_of, text
from publish.words import numbers
from publish.words.dates import in_words

DAYS = ("date", "datetime")
# Numbers with four digits may be years.
FIRST_YEAR, LAST_YEAR = 1000, 9999
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# `<30`, `30–44`, `10–<30`, `60+`; what is alone is a band of one.
_END = r"-?\d+(?:\.\d+)?(?:-\d\d-\d\d)?"
_BAND = re.compile(
    rf"<(?P<under>{_END})|(?P<low>{_END})–<?(?P<high>{_END})|(?P<over>{_END})\+|(?P<one>{_END})"
)


def said(field: Field, value: Any) -> str:
    """A value in words; "" for none."""
    return "" if value is None else _labelled(field, value) or _written(field, value)


def told(field: Field, value: Any) -> Markup:
    """The same for a page: a label in another language than the page's says which it is."""
    texts = field.labels.get(str(value))
    return marked(*spoken_of(texts)) if texts else escape(said(field, value))


def as_written(field: Field, value: Any) -> Markup:
    """The same; what the release alone writes is in the language of its texts."""
    words = told(field, value)
    return marked(words, WRITTEN_IN) if is_written(field) else words


def is_written(field: Field) -> bool:
    """Whether values are texts of the release, which no words of the page stand for."""
    said = bool(field.labels) or field.protection == "band"
    return not said and (field.type == "string" or field.is_list)


def _labelled(field: Field, value: Any) -> str:
    texts = field.labels.get(str(value))
    return spoken_of(texts)[0] if texts else ""


def _written(field: Field, value: Any) -> str:
    if field.protection == "band":
        return band(field, str(value))
    writer = _WRITERS.get(field.type)
    return writer(field, value) if writer else str(value)


def number(field: Field, value: Any) -> str:
    """A number with the signs of the language: `12 500,5` in French; `2026` of what may be years.

    A column without unit whose numbers are 1,000 or more, for all that is declared, may hold years.
    """
    if isinstance(value, str):
        return _typed(field, value)
    if not isinstance(value, int | float) or not isfinite(value):
        return str(value)
    plain = FIRST_YEAR <= value <= LAST_YEAR and may_be_years(field)
    return numbers.ungrouped(value, language()) if plain else readable_number(value)


def _typed(field: Field, value: str) -> str:
    """A number as a filter's address holds it."""
    if re.fullmatch(r"-?\d{1,18}", value):
        return number(field, int(value))
    try:
        return number(field, float(value))
    except ValueError:
        return value


def may_be_years(field: Field) -> bool:
    """Whether four digits are written without a mark between them."""
    least = field.constraints.get("minimum")
    small = isinstance(least, int | float) and least < FIRST_YEAR
    return field.unit is None and field.type != "number" and not small


def with_unit(words: str, unit: str) -> str:
    """A written number and its unit, which no line break parts."""
    return numbers.with_unit(words, unit, language())


def unit_of(field: Field) -> str:
    """The unit of a column in the language shown; "" without one."""
    return text(field, "unit")


def unit_beside(field: Field) -> str:
    """The unit that a title needs beside it: "" where the title or each value says it."""
    unit = unit_of(field)
    known = field.protection == "band" or unit.casefold() in text(field, "title").casefold().split()
    return "" if known else unit


def is_amount(field: Field) -> bool:
    """Whether values are read as numbers: not those that stand for words."""
    return field.is_number and not field.labels


def measured(field: Field, value: Any) -> str:
    """A value with its unit."""
    words = said(field, value)
    counted = is_amount(field) and (_NUMBER.fullmatch(str(value)) or isinstance(value, float))
    return with_unit(words, unit_of(field)) if counted else words


def yes_no(field: Field, value: Any) -> str:
    """A boolean as an answer; anything else as it is."""
    words = str(value)
    return {"0": _("no"), "1": _("yes")}.get(words, words)


def day(field: Field, value: Any) -> str:
    """A day, or a day and its hour, as people read it: `15 novembre 2026` in French."""
    iso = str(value)
    if not _DAY.match(iso):
        return iso
    try:
        words = in_words(date.fromisoformat(iso[:10]), language())
    except ValueError:
        return iso
    return f"{words} {iso[11:16]}" if len(iso) > 10 else words


def band(field: Field, value: str) -> str:
    """An interval in words: `<30` of years is `moins de 30 ans` in French."""
    found = _BAND.fullmatch(value)
    if found is None:
        return value
    ends = {name: end for name, end in found.groupdict().items() if end}
    if all(_DAY.fullmatch(end) for end in ends.values()):
        return _between_days({name: day(field, end) for name, end in ends.items()})
    written = {name: _typed(field, end) for name, end in ends.items()}
    unit = unit_of(field)
    return _between({n: end if n == "low" else with_unit(end, unit) for n, end in written.items()})


def _between(ends: Mapping[str, str]) -> str:
    if "under" in ends:
        return _("under %(under)s") % ends
    if "over" in ends:
        return _("%(over)s or more") % ends
    return _("%(low)s to %(high)s") % ends if "low" in ends else ends["one"]


def _between_days(ends: Mapping[str, str]) -> str:
    if "under" in ends:
        return _("before %(under)s") % ends
    if "over" in ends:
        return _("from %(over)s") % ends
    return _("from %(low)s to %(high)s") % ends if "low" in ends else ends["one"]


_WRITERS: Mapping[str, Callable[[Field, Any], str]] = {
    "integer": number,
    "number": number,
    "boolean": yes_no,
    "date": day,
    "datetime": day,
}
