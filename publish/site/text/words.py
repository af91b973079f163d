"""What releases say, and numbers, dates and sizes, in the language of the request."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from publish.release.described import DescribedPart, Texts
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language, ngettext
from publish.words.dates import MONTHS, in_words
from publish.words.dates import short_month as short_month_in
from publish.words.numbers import compact, percent, readable

# A part of a release, or of what the site declares of itself.
Spoken = DescribedPart | Mapping[str, Any]
# What the texts of a release are written in where nobody translated them.
WRITTEN_IN = "fr"


def text(described: Spoken, key: str) -> str:
    """`title` or `description` of a descriptor in the language shown; "" when it has none."""
    return _said(described, key)[0]


def tell(described: Spoken, key: str) -> Markup:
    """The same for a page: a text in another language than the page's says which it is."""
    return marked(*_said(described, key))


def inside(described: DescribedPart) -> Markup:
    """A title inside a sentence: `Age band` is `age band`, `SIRET number` stays."""
    words, spoken = spoken_of(described.titles)
    small = words[:1].lower() + words[1:] if words[1:2].islower() else words
    return marked(small or described.name, spoken)


def marked(words: str, spoken: str) -> Markup:
    """A text for a page, which says its language where it is not the page's."""
    if not words or spoken == language():
        return escape(words)
    return Markup('<span lang="{}">{}</span>').format(spoken, words)


def written(words: str) -> Markup:
    """What a release or the site writes in one language alone: names of people, keywords, rows."""
    return marked(words, WRITTEN_IN)


def _said(described: Spoken, key: str) -> tuple[str, str]:
    part = described if isinstance(described, DescribedPart) else DescribedPart(described)
    return spoken_of(part.texts(key))


def spoken_of(texts: Texts) -> tuple[str, str]:
    """The text in the language shown, else the French one, and the language it is in."""
    for spoken in (language(), WRITTEN_IN):
        if texts.get(spoken):
            return texts[spoken], spoken
    return "", WRITTEN_IN


# The marks of quotations, and those of one inside another.
_QUOTES = {
    "fr": ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»", "“", "”"),
    "en": ("“", "”", "‘", "’"),
}


def lowered(words: str) -> str:
    """A title inside a sentence: its first letter small, but of an abbreviation or a name alone."""
    return words if words[1:2].isupper() or len(words) < 2 else words[0].lower() + words[1:]


_ELIDED = re.compile(r"^de (?=[aâàeéèêiîoôuû])", re.IGNORECASE)


def elided(words: str) -> str:
    """French words that begin with `de`, before a vowel: `d’avril à juin`."""
    return _ELIDED.sub("d’", words) if language() == "fr" else words


def within_quotes(words: str) -> str:
    """Words to stand between quotation marks: those that they have become inner ones."""
    opening, closing, inner, end = _QUOTES[language()]
    return words.replace(opening, inner).replace(closing, end)


def readable_date(iso: str) -> str:
    """An ISO date as it is read: `2026-11-01` is `1er novembre 2026` in French."""
    return in_words(date.fromisoformat(iso[:10]), language())


def readable_period(period: str) -> str:
    """A year as it is, a month as it is read: `2026-08` is `août 2026` in French."""
    year, _dash, month = period.partition("-")
    return f"{MONTHS[language()][int(month) - 1]} {year}" if month else year


def short_month(period: str) -> str:
    """A month for an axis: `2026-01` is `janv. 2026` in French."""
    return short_month_in(date(int(period[:4]), int(period[5:7]), 1), language())


def compact_number(value: float) -> str:
    """A large number for an axis: `1,2 M` in French for 1 200 000."""
    return compact(value, language())


def readable_number(value: float | Decimal) -> str:
    """A number with the separators of the language: `3 500,5` in French."""
    return readable(value, language())


def readable_share(part: float, whole: float) -> str:
    """A part in per cent of a whole: `31,2 %` in French; "–" of nothing."""
    return percent(part / whole, language()) if whole else "–"


def readable_size(size: int) -> str:
    """A number of bytes in thousands: `1,2 Mo` in French, `1.2 MB` in English."""
    units = (ngettext("byte", "bytes", size), _("kB"), _("MB"), _("GB"))
    value, unit = float(size), units[0]
    for unit in units:  # noqa: B007
        if value < 1000:
            break
        value /= 1000
    else:
        value *= 1000
    return f"{readable_number(round(value, 0 if value >= 10 else 1))} {unit}"
