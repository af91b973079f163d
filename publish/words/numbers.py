"""Numbers as a language writes them."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from babel.numbers import (
    format_compact_decimal,
    get_decimal_symbol,
    get_group_symbol,
)

NO_BREAK = "\N{NO-BREAK SPACE}"
LOCALES: Mapping[str, str] = {"fr": "fr_FR", "en": "en_GB"}
# What stands right behind a number: in English a per cent sign too.
_CLOSE = {"fr": ("°",), "en": ("°", "%", "‰")}


def readable(value: float | Decimal, language: str) -> str:
    """A number with the separators of a language: `3 500,5` in French."""
    group, point = _signs(language)
    exact = value if isinstance(value, int | Decimal) else Decimal(repr(value))
    whole, _, part = (f"{exact:,}" if isinstance(exact, int) else f"{exact:,f}").partition(".")
    part, written = part.rstrip("0"), whole.replace(",", group)
    return f"{written}{point}{part}" if part else written


def ungrouped(value: float, language: str) -> str:
    """The same without a mark between thousands, as years are written."""
    group, _point = _signs(language)
    return readable(value, language).replace(group, "")


@lru_cache
def _signs(language: str) -> tuple[str, str]:
    locale = LOCALES[language]
    return str(get_group_symbol(locale)), str(get_decimal_symbol(locale))


def percent(share: float, language: str) -> str:
    """A share in per cent: 0.0125 is `1,2 %` in French."""
    return with_unit(readable(round(100 * share, 1), language), "%", language)


def compact(value: float, language: str) -> str:
    """A large number in few signs: `1,2 M` in French."""
    locale = LOCALES[language]
    return str(format_compact_decimal(value, format_type="short", locale=locale, fraction_digits=1))


def with_unit(number: str, unit: str, language: str) -> str:
    """A written number and its unit, which no line break parts."""
    return f"{number}{'' if unit in _CLOSE[language] else NO_BREAK}{unit}" if unit else number
