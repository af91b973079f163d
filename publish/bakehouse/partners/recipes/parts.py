"""A text of several parts, and parts that become one text."""

import re

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipe_given import Join, Split
from publish.words.sql import literal

EXAMPLES = (
    Example({"split": " - "}, "A - F - FO", ("A", "F", "FO")),
    Example({"split": (";", "|")}, "vélo; soudure |  ", ("vélo", "soudure")),
    Example({"split": "-"}, " - ", None),
    Example({"split": ","}, '["vélo, réparation", "eau"]', ("vélo, réparation", "eau")),
    Example({"join": ", "}, ("vélo", "soudure"), "vélo, soudure"),
)


def split(text: str, given: Split, beside: Beside) -> Step:
    """The parts between separators, or of a JSON array, without blanks around and empty ones."""
    at = literal("|".join(map(re.escape, given.at)))
    array = f"json_valid({text}) AND json_type({text}) = 'ARRAY'"
    cut = (
        f"CASE WHEN {array} THEN {text}::JSON::VARCHAR[] ELSE string_split_regex({text}, {at}) END"
    )
    parts = f"list_transform({cut}, lambda part: {filled('part')})"
    return Step(f"nullif(list_filter({parts}, lambda part: part IS NOT NULL), [])")


def join(text: str, given: Join, beside: Beside) -> Step:
    """The parts with a text between them."""
    return Step(f"array_to_string({text}, {literal(given.by)})")
