"""Numbers as people write them: with units, spaces between thousands, a comma or a point."""

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipe_given import Units
from publish.release.rejects import Reason
from publish.words.sql import literal

SPACES = r" \x{a0}\x{2007}\x{2009}\x{202f}'’"

EXAMPLES = (
    Example({"number": "km"}, "12,5 km", "12.5"),
    Example({"number": ("km", "m=0.001")}, "1 500 m", "1.5"),
    Example("number", "1 234", "1234"),
    Example("number", "1.234,50", "1234.50"),
    Example({"number": (), "decimal": "."}, "1.234", "1.234"),
    Example({"number": (), "decimal": ","}, "1.234", "1234"),
    Example("number", "1.234", wrong=True),
    Example({"number": "km"}, "12 miles", wrong=True),
    Example("number", "12 5", wrong=True),
    Example("number", "une dizaine", wrong=True),
)


def number(text: str, given: Units, beside: Beside) -> Step:
    """The number in the column's unit, with a point."""
    parts = f"regexp_extract({filled(text)}, {literal(r'^([+-]?[0-9].*?)([^0-9]*)$')}, %d)"
    digits, unit = f"trim({parts % 1})", f"lower(trim({parts % 2}))"
    readings = [_read(digits, mark) for mark in ((given.decimal,) if given.decimal else ".,")]
    plain = f"coalesce({', '.join(readings)}, NULL)"
    factors = {name.lower(): factor for name, factor in given.factors()}
    known = ", ".join(map(literal, ["", *factors]))
    odd = f"{unit} NOT IN ({known}) OR {plain} IS NULL{_two(readings)}"
    wrong = f"({filled(text)} IS NOT NULL AND ({odd}))"
    value = f"CASE {_times(unit, plain, factors)} ELSE {plain} END"
    return Step(value, wrong, Reason("not-measure"))


def _read(digits: str, mark: str) -> str:
    """The digits by a decimal mark, with a point; NULL where they are not written so."""
    other = "," if mark == "." else "."
    form = literal(rf"[+-]?(?:\d+|\d{{1,3}}(?:[{SPACES}\{other}]\d{{3}})+)(?:\{mark}\d+)?")
    between = literal(rf"[{SPACES}\{other}]")
    bare = f"regexp_replace({digits}, {between}, '', 'g')"
    return f"CASE WHEN regexp_full_match({digits}, {form}) THEN replace({bare}, '{mark}', '.') END"


def _two(readings: list[str]) -> str:
    """The condition that a text is another number by either mark."""
    return f" OR {readings[0]}::DOUBLE <> {readings[1]}::DOUBLE" if readings[1:] else ""


def _times(unit: str, plain: str, factors: dict[str, int | float]) -> str:
    """What a unit other than the column's makes of a number; twelve digits are more than it has."""
    whens = [
        f"WHEN {unit} = {literal(name)} THEN format('{{:.12g}}', {plain}::DOUBLE * {factor})"
        for name, factor in factors.items()
        if factor != 1
    ]
    return " ".join(whens) or "WHEN false THEN NULL"
