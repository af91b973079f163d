"""Telephone numbers in the form that the whole world dials (E.164)."""

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipe_given import Country
from publish.release.rejects import Reason
from publish.words.sql import literal

EXAMPLES = (
    Example("phone", "03 53 01 00 00", "+33353010000"),
    Example("phone", "+33 (0)3.53.01.00.00", "+33353010000"),
    Example("phone", "0033353010000", "+33353010000"),
    Example({"phone": "32"}, "02/555 12 12", "+3225551212"),
    Example("phone", "+32 2 555 12 12", "+3225551212"),
    Example("phone", "03\u200953\u00a001\u202f00\u201100", "+33353010000"),
    Example("phone", "353010000", wrong=True),
    Example("phone", "353010000.0", wrong=True),
    Example("phone", "3.5301E+08", wrong=True),
    Example("phone", "3,335301E+10", wrong=True),
    Example("phone", "demander Odile", wrong=True),
    Example("phone", "03 53 01 00 00 / 03 53 01 00 01", wrong=True),
)


def phone(text: str, given: Country, beside: Beside) -> Step:
    """The number with a plus and its calling code, without signs between digits."""
    bare = f"regexp_replace(replace({filled(text)}, '(0)', ''), {literal(SIGNS)}, '', 'g')"
    world = f"regexp_replace({bare}, '^00', '+')"
    national = rf"0([1-9]\d{{{'8' if given.country == '33' else '6,11'}}})"
    value = (
        f"CASE WHEN regexp_full_match({world}, {literal(WORLD)}) THEN {world}"
        f" WHEN regexp_full_match({bare}, {literal(national)})"
        f" THEN '+{given.country}' || {bare}[2:] END"
    )
    wrong = f"({filled(text)} IS NOT NULL AND {value} IS NULL)"
    return Step(value, wrong, Reason("not-phone"))


SIGNS = r"[\s\p{Z}.()/‐‑–-]"
WORLD = r"\+(?:33[1-9]\d{8}|(?:[124-9]\d|3[0-24-9])\d{5,13})"
