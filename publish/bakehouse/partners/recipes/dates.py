"""Days and moments in several formats become ISO 8601, also with months by name."""

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipe_given import DateFormats
from publish.release.rejects import Reason
from publish.words.sql import literal

MONTHS = {
    "janv": "jan", "févr": "feb", "fevr": "feb", "fév": "feb", "fev": "feb", "mars": "mar",
    "avr": "apr", "mai": "may", "juin": "jun", "juil": "jul", "août": "aug", "aout": "aug",
    "sept": "sep", "déc": "dec",
}  # fmt: skip
"""How French months begin, and the three letters of their English names."""
NAMED = r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-zéû]*\.?"

EXAMPLES = (
    Example({"date": ("%d/%m/%Y", "%Y-%m-%d")}, "3/12/2025", "2025-12-03"),
    Example({"date": ("%d/%m/%Y", "%Y-%m-%d")}, "2025-12-03", "2025-12-03"),
    Example({"date": "%d %B %Y"}, "1er août 2024", "2024-08-01"),
    Example({"date": "%d %b %Y"}, "12 déc. 2024", "2024-12-12"),
    Example({"date": "%d/%m/%Y %H:%M"}, "03/12/2025 08:30", "2025-12-03T08:30:00"),
    Example({"date": "%d/%m/%Y"}, "31/02/2025", wrong=True),
    Example({"date": "%d/%m/%Y"}, "03/12/25", wrong=True),
    Example({"date": "%d/%m/%Y"}, "été 2025", wrong=True),
)


def date(text: str, given: DateFormats, beside: Beside) -> Step:
    """The day, or the moment where a format has a clock, of the first format that fits."""
    shown = [_read(filled(text), format) for format in given.formats]
    value = f"coalesce({', '.join(shown)}, NULL)"
    wrong = f"({filled(text)} IS NOT NULL AND {value} IS NULL)"
    return Step(value, wrong, Reason("not-date"))


def _read(text: str, format: str) -> str:
    named = "%B" in format or "%b" in format
    if named:
        text, format = _english(text), format.replace("%B", "%b")
    time = f"try_strptime({text}, {literal(format)})"
    clock = any(sign in format for sign in ("%H", "%M", "%S"))
    iso = literal("%Y-%m-%dT%H:%M:%S" if clock else "%Y-%m-%d")
    # Four digits of a year, where the database would also take the first century.
    sure = f"{time} BETWEEN TIMESTAMP '1000-01-01' AND TIMESTAMP '9999-12-31 23:59:59'"
    known = f"lower({text}) NOT IN ('epoch', 'infinity', '-infinity')"
    return f"CASE WHEN {known} AND {sure} THEN strftime({time}, {iso}) END"


def _english(text: str) -> str:
    """A text in which months have three English letters, and the first of a month is a 1."""
    found = f"regexp_replace(lower({text}), '\\b1er\\b', '1')"
    for french, english in MONTHS.items():
        pattern, instead = literal(rf"(^|[^a-zà-ÿ]){french}"), literal(rf"\1{english}")
        found = f"regexp_replace({found}, {pattern}, {instead})"
    return f"regexp_replace({found}, {literal(NAMED)}, '\\1')"
