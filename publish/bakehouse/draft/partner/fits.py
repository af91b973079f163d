"""How well a partner's values would fit one of our columns, and which recipes would help."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from publish.bakehouse.draft.partner.codes import code_form, is_code_of, is_plain
from publish.bakehouse.draft.partner.days import ISO, date_step, day_formats
from publish.bakehouse.draft.types import MISSING
from publish.declare.column import Column
from publish.declare.merging import Compared
from publish.declare.recipes import RecipeStep

MOST = 500
"""Values of a column that are looked at."""
MANY = 0.8
SOME = 0.05
NUMBER = re.compile(r"[+-]?[\d \u00a0\u202f]*\d(?:[.,]\d+)?")
MEASURE = re.compile(rf"({NUMBER.pattern})\s*([^\d\s.,+-]\S*)")
POINT = re.compile(
    r"[\s\[(]*[+-]?\d{1,2}\.\d+\s*[,; ]\s*[+-]?\d{1,3}\.\d+[\s\])]*|(?i:POINT\s*\(.*\))"
)
HTML = re.compile(r"</?[a-z][^>]*>|&[a-z]+;", re.IGNORECASE)
PADDED = re.compile(r"^\s|\s$|[^\S\n]{2,}")
KINDS: Mapping[Compared, re.Pattern[str]] = {
    "email": re.compile(r"[^@\s]+@[\w.-]+\.\w+"),
    "website": re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE),
    "phone": re.compile(r"(?:\+|00)?[\d(][\d\s.()/‐‑–-]{7,18}\d"),
    "postcode": re.compile(r"\d{5}"),
}
"""Kinds of values that tell what they are."""
SEPARATORS = (" - ", ";", "|", ",", "/")


def present(values: Collection[str]) -> list[str]:
    """The values that say something, without repeats, in their order."""
    some = (value.strip() for value in values)
    return [*dict.fromkeys(value for value in some if value and value not in MISSING)][:MOST]


def share(fits: Callable[[str], object], values: Sequence[str]) -> float:
    """Of how many values in one a thing is true."""
    return sum(bool(fits(value)) for value in values) / len(values) if values else 0.0


def fit(column: Column, kind: Compared | None, values: Sequence[str]) -> float | None:
    """How many of the values in one would fit; None where any text does."""
    if column.constraints.enum:
        known = {word.casefold() for word in column.constraints.enum}
        return share(lambda value: value.casefold() in known, values)
    if column.type in ("number", "integer"):
        return share(lambda value: NUMBER.fullmatch(value) or MEASURE.fullmatch(value), values)
    if column.type in ("date", "datetime"):
        return float(day_formats(values) is not None)
    if column.type == "boolean":
        return float(len(set(values)) <= 2)
    if kind and kind in KINDS:
        return share(KINDS[kind].fullmatch, values)
    if kind == "code" and (form := code_form(values)):
        return share(partial(is_code_of, form), values)
    if column.constraints.pattern:
        return share(partial(re.fullmatch, column.constraints.pattern), values)
    return None


def is_point(values: Sequence[str]) -> bool:
    """Whether each cell holds both coordinates."""
    return share(POINT.fullmatch, values) >= MANY


def steps(
    column: Column, kind: Compared | None, values: Sequence[str], raw: Sequence[str]
) -> tuple[RecipeStep, ...]:
    """The recipes that these values need."""
    found: list[RecipeStep] = []
    if share(HTML.search, values) >= SOME:
        found.append("html")
    elif column.type == "string" and any(map(PADDED.search, raw[:MOST])):
        found.append("trim")
    if column.type == "list" and (sign := _separator(column, values)):
        found.append({"split": sign})
    if column.constraints.enum and fit(column, kind, values) != 1:
        found.append({"lookup": "categories.csv"})
    found += _typed(column, values)
    if kind == "code" and (form := code_form(values)):
        found += [] if share(partial(is_plain, form), values) == 1 else [{"code": form}]
    if kind in ("phone", "website"):
        found.append("phone" if kind == "phone" else "url")
    return tuple(found)


def _typed(column: Column, values: Sequence[str]) -> list[RecipeStep]:
    if column.type in ("date", "datetime"):
        formats = day_formats(values) or ()
        return [date_step(formats)] if {*formats} - {*column.format, ISO} else []
    if column.type not in ("number", "integer"):
        return []
    units = sorted({match[2] for match in map(MEASURE.fullmatch, values) if match})
    commas = share(lambda value: "," in value, values) > 0
    if not units and commas == (column.decimal == ","):
        return []
    return [{"number": tuple(units), "decimal": "," if commas else "."}]


def parts(column: Column, values: Sequence[str]) -> Sequence[str]:
    """The values, or the items of lists, each once."""
    if column.type != "list":
        return values
    sign = _separator(column, values) or column.separator
    return present([part for value in values for part in value.split(sign)])


def _separator(column: Column, values: Sequence[str]) -> str | None:
    found = next((sign for sign in SEPARATORS if _holds(sign, values) > SOME), None)
    return None if found == column.separator else found


def _holds(sign: str, values: Sequence[str]) -> float:
    return share(lambda value: sign in value, values)
