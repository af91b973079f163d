"""Values as they are read: dates, numbers, answers, links, tags and long texts."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol
from markupsafe import Markup, escape

from publish.release.table import Field
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.words.contact import is_email
from publish.words.dates import in_words
from publish.words.json import json_of
from publish.words.numbers import LOCALES

Writer = Callable[[Any], Markup]
LONG = 110
# Characters of JSON in a cell; a page of rows would hold megabytes of shapes.
CUT = 2000
# Whole numbers with four digits are often years.
UNGROUPED = 10_000
_URL = re.compile(r"https?://([^\s/?#]+\.[^\s/?#]+[^\s]*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def writer(field: Field) -> Writer:
    """How the values of a column are written in HTML; of one that is missing, nothing."""
    return _WRITERS.get(field.type, _text)


def _number(value: Any) -> Markup:
    return escape(number(value))


def number(value: Any) -> str:
    """A number with the signs of the language: `12 500,5` in French."""
    if not isinstance(value, int | float) or not isfinite(value):
        return "" if value is None else str(value)
    group, point = _signs(language())
    if abs(value) < UNGROUPED:
        return _plain(value).replace(".", point)
    whole, part = f"{int(value):,}".replace(",", group), _plain(value).partition(".")[2]
    return f"{whole}{point}{part}" if part else whole


def _plain(value: float) -> str:
    """The digits as they were read: 12.0 is 12."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


@lru_cache
def _signs(spoken: str) -> tuple[str, str]:
    locale = LOCALES[spoken]
    return str(get_group_symbol(locale)), str(get_decimal_symbol(locale))


def yes_no(value: Any) -> str:
    """A boolean as an answer; anything else as it is."""
    return {0: _("no"), 1: _("yes")}.get(value) or str(value)


def _answer(value: Any) -> Markup:
    return Markup() if value is None else escape(yes_no(value))


def _day(value: Any) -> Markup:
    if value is None:
        return Markup()
    return _time(str(value), language()) if _DAY.match(str(value)) else _text(value)


@lru_cache(maxsize=4096)
def _time(iso: str, spoken: str) -> Markup:
    try:
        day = in_words(date.fromisoformat(iso[:10]), spoken)
    except ValueError:
        return escape(iso)
    hour = f" {iso[11:16]}" if len(iso) > 10 else ""
    return Markup('<time datetime="{}">{}{}</time>').format(iso, day, hour)


def _tags(value: Any) -> Markup:
    items = listed(value)
    if not items:
        return Markup()
    # Markup's own `format` would take most of a page's time.
    tags = "".join([f'<li class="badge">{escape(item)}</li>' for item in items])
    return Markup(f'<ul class="tags">{tags}</ul>')  # noqa: S704


def listed(value: Any) -> list[str]:
    """The items of a list as it is stored; one item for what is no list."""
    if value is None:
        return []
    try:
        found = json_of(value)
    except (ValueError, TypeError):
        return [str(value)]
    return [str(item) for item in found] if isinstance(found, list) else [str(value)]


def _code(value: Any) -> Markup:
    """JSON in code; of a shape with thousands of vertices, the beginning."""
    if value is None:
        return Markup()
    text = str(value)
    return Markup("<code>{}</code>").format(text if len(text) <= CUT else f"{text[:LONG]}…")


def _text(value: Any) -> Markup:
    if value is None:
        return Markup()
    text = _("binary data") if isinstance(value, bytes) else str(value)
    if len(text) > LONG and not _URL.match(text):
        return _folded(text)
    if ":" in text and (link := _URL.fullmatch(text)):
        shown = link[1].rstrip("/")
        return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(text, shown)
    if "@" in text and is_email(text):
        return Markup('<a href="mailto:{0}">{0}</a>').format(text)
    return escape(text)


def whole(field: Field, value: Any) -> Markup:
    """A value with its unit, on a page that has room for it."""
    if isinstance(value, str) and len(value) > LONG and writer(field) is _text:
        return escape(value)
    if isinstance(value, str) and len(value) > CUT and writer(field) is _code:
        return Markup("<code>{}</code>").format(value)
    written, unit = writer(field)(value), field.unit
    return Markup("{}\N{NO-BREAK SPACE}{}").format(written, unit) if unit and written else written


def _folded(text: str) -> Markup:
    """A long text of which the beginning shows; the rest unfolds."""
    cut = text.rfind(" ", 0, LONG - 20)
    cut = cut if cut > 0 else LONG - 20
    return Markup('<details class="long"><summary>{}<span>…</span></summary>{}</details>').format(
        text[:cut], text[cut:]
    )


_WRITERS: Mapping[str, Writer] = {
    "integer": _number,
    "number": _number,
    "boolean": _answer,
    "date": _day,
    "datetime": _day,
    "array": _tags,
    "list": _tags,
    "any": _code,
    "json": _code,
}
