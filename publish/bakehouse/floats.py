"""Numbers of 64 bits as the shortest decimal text that reads as the same number; no exponent."""

import math
from decimal import Decimal


def decimal_text(value: float) -> str:
    """`1004`, `0.1`, `0.0000001`; `inf` and `nan` stay words."""
    if not math.isfinite(value):
        return repr(value)
    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def decimal_sql(number: str) -> str:
    """SQL for the same of a column of DuckDB, which writes the shortest text with an exponent."""
    text = f"{number}::VARCHAR"
    return f"CASE WHEN contains({text}, 'e') THEN {_spread(text)} ELSE {_whole(text)} END"


def _whole(text: str) -> str:
    return f"regexp_replace({text}, '\\.0$', '')"


def _spread(text: str) -> str:
    """A mantissa's digits with zeros on the side where its exponent puts the point."""
    sign = f"regexp_extract({text}, '^-')"
    digits = f"replace(regexp_extract({text}, '^-?([0-9.]+)e', 1), '.', '')"
    power = f"regexp_extract({text}, 'e(.+)$', 1)::INTEGER"
    small = f"'0.' || repeat('0', -{power} - 1) || {digits}"
    large = f"rpad({digits}, {power} + 1, '0')"
    return f"{sign} || CASE WHEN {power} < 0 THEN {small} ELSE {large} END"
