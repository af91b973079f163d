"""Blanks at the ends of a text are no part of it, and one between words is enough."""

from publish.bakehouse.blanks import BLANK
from publish.bakehouse.partners.recipes.step import Beside, Example, Step
from publish.declare.recipe_given import Nothing
from publish.words.sql import literal

ENDS = literal(f"^{BLANK}+|{BLANK}+$")
RUNS = literal(r"(?:[^\S\n\r]|\p{Zs})+")

EXAMPLES = (
    Example("trim", "  14  rue Camille\u00a0Claudel ", "14 rue Camille Claudel"),
    Example("trim", "un\ndeux", "un\ndeux"),
    Example("trim", " \u00a0 ", None),
)


def trim(text: str, given: Nothing, beside: Beside) -> Step:
    """Without blanks at its ends, and with one where several stood; line breaks stay."""
    bare = f"regexp_replace({text}, {ENDS}, '', 'g')"
    return Step(f"nullif(regexp_replace({bare}, {RUNS}, ' ', 'g'), '')")
