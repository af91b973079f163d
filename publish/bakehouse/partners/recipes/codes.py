"""Numbers of an office, such as SIRET and RNA: as many digits as they have, without blanks."""

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipe_given import Code
from publish.release.rejects import Reason
from publish.words.sql import literal

SPACES = r"[\s\p{Z}]"
EXACT = 15
"""Digits that a spreadsheet, or any number of 64 bits, keeps of a number."""

EXAMPLES = (
    Example({"code": 14}, "123 456 789 00012", "12345678900012"),
    Example({"code": 14}, "123\u00a0456\u202f789\u00a000012", "12345678900012"),
    Example({"code": 14}, "123.456.789.00012", "12345678900012"),
    Example({"code": 14}, "12345678900012.0", "12345678900012"),
    Example({"code": 14}, "1.2345678900012E+13", "12345678900012"),
    Example({"code": 14}, "1,2345678900012e13", "12345678900012"),
    Example({"code": "W9"}, "w 123 456 789", "W123456789"),
    Example({"code": 14}, "1,23457E+13", wrong=True),
    Example({"code": 14}, "1.2345678900012E+12", wrong=True),
    Example({"code": 14}, "345678900012", wrong=True),
    Example({"code": 14}, "12345678900012.5", wrong=True),
    Example({"code": 14}, "en cours", wrong=True),
    Example({"code": "W9"}, "123456789", wrong=True),
)


def code(text: str, given: Code, beside: Beside) -> Step:
    """The letters and digits, also of one that a spreadsheet made a number without a loss."""
    bare = f"upper(regexp_replace({filled(text)}, {literal(SPACES)}, '', 'g'))"
    readings = [
        _when(bare, rf"{given.letters}\d{{{given.digits}}}", bare),
        _when(bare, r"(?:\d{3}[.-])+\d+", f"regexp_replace({bare}, '[.-]', '', 'g')"),
        *(_of_number(bare, given.digits) if given.digits <= EXACT and not given.letters else ()),
    ]
    form = literal(rf"{given.letters}\d{{{given.digits}}}")
    value = f"(CASE {' '.join(readings)} END)"
    fits = f"regexp_full_match({value}, {form})"
    wrong = f"({filled(text)} IS NOT NULL AND NOT coalesce({fits}, false))"
    return Step(f"CASE WHEN {fits} THEN {value} END", wrong, Reason("not-code", given.form))


def _of_number(bare: str, digits: int) -> list[str]:
    """With `.0` behind it, or by its power of ten, where no digit is left out."""
    whole = rf"\d{{{digits}}}[.,]0+"
    power = rf"\d[.,]\d{{{digits - 1}}}E\+?0?{digits - 1}"
    return [
        _when(bare, whole, f"{bare}[:{digits}]"),
        _when(bare, power, f"{bare}[1] || {bare}[3:{digits + 1}]"),
    ]


def _when(bare: str, form: str, value: str) -> str:
    return f"WHEN regexp_full_match({bare}, {literal(form)}) THEN {value}"
