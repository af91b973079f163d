"""Values in HTML: dates, numbers, answers, links, tags and long texts."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from publish.release.table import Field
from publish.site.text.languages import gettext as _
from publish.site.text.values import is_amount, measured, said, told
from publish.words.contact import is_email
from publish.words.json import json_of

Writer = Callable[[Any], Markup]
LONG = 110
# Characters of JSON in a cell; a page of rows would hold megabytes of shapes.
CUT = 2000
_URL = re.compile(r"https?://([^\s/?#]+\.[^\s/?#]+[^\s]*)")


def writer(field: Field) -> Writer:
    """How the values of a column are written in HTML; of one that is missing, nothing."""
    if field.is_list:
        return partial(_tags, field)
    if field.labels or field.protection == "band":
        return _remembering(field)
    return partial(_WRITERS.get(field.type, _text), field)


def _remembering(field: Field) -> Writer:
    """Writes each of few values once."""
    known: dict[Any, Markup] = {}

    def write(value: Any) -> Markup:
        if value not in known:
            known[value] = told(field, value)
        return known[value]

    return write


def _plain(field: Field, value: Any) -> Markup:
    return escape(said(field, value))


def _day(field: Field, value: Any) -> Markup:
    if value is None:
        return Markup()
    iso, words = str(value), said(field, value)
    return escape(iso) if words == iso else _time(iso, words)


def _time(iso: str, words: str) -> Markup:
    # Markup's own `format` would take most of a page's time.
    return Markup(f'<time datetime="{escape(iso)}">{escape(words)}</time>')  # noqa: S704


def _tags(field: Field, value: Any) -> Markup:
    items = listed(value)
    if not items:
        return Markup()
    tags = "".join([f'<li class="badge">{told(field, item)}</li>' for item in items])
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


def _code(field: Field, value: Any) -> Markup:
    """JSON in code; of a shape with thousands of vertices, the beginning."""
    if value is None:
        return Markup()
    text = str(value)
    return Markup("<code>{}</code>").format(text if len(text) <= CUT else f"{text[:LONG]}…")


def _text(field: Field, value: Any) -> Markup:
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
    kind = _WRITERS.get(field.type, _text)
    if isinstance(value, str) and len(value) > LONG and kind is _text and not field.labels:
        return escape(value)
    if isinstance(value, str) and len(value) > CUT and kind is _code:
        return Markup("<code>{}</code>").format(value)
    return escape(measured(field, value)) if is_amount(field) else writer(field)(value)


def _folded(text: str) -> Markup:
    """A long text of which the beginning shows; the rest unfolds."""
    cut = text.rfind(" ", 0, LONG - 20)
    cut = cut if cut > 0 else LONG - 20
    return Markup('<details class="long"><summary>{}<span>…</span></summary>{}</details>').format(
        text[:cut], text[cut:]
    )


_WRITERS: Mapping[str, Callable[[Field, Any], Markup]] = {
    **dict.fromkeys(("integer", "number", "boolean"), _plain),
    **dict.fromkeys(("date", "datetime"), _day),
    **dict.fromkeys(("any", "json"), _code),
}
