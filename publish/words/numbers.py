"""Numbers as a language writes them."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import format_decimal, format_percent

LOCALES: Mapping[str, str] = {"fr": "fr_FR", "en": "en_GB"}


def readable(value: float | Decimal, language: str) -> str:
    """A number with the separators of a language: `3 500,5` in French."""
    return str(format_decimal(value, locale=LOCALES[language], decimal_quantization=False))


def percent(share: float, language: str) -> str:
    """A share in per cent: 0.0125 is `1,2 %` in French."""
    pattern = "#,##0.#\u00a0%" if language == "fr" else "#,##0.#%"
    return str(format_percent(share, pattern, locale=LOCALES[language]))
