"""HTML becomes the text that a reader of it would see."""

from html.entities import name2codepoint

from publish.bakehouse.blanks import BLANK
from publish.bakehouse.partners.recipes.step import Beside, Example, Step
from publish.declare.recipe_given import Nothing
from publish.words.sql import literal

HIDDEN = literal(r"(?is)<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>")
BREAKS = literal(r"(?i)<(?:br|/p|/li|/div|/h[1-6]|/tr)\b[^>]*>")
TAGS = literal(r"</?[A-Za-z][^>]*>")
PIECES = literal(r"(?s)&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);|[^&]+|&")
NUMBERED = literal(r"^&#\d+;$")
NAMES = ", ".join(
    f"{literal(f'&{name};')}: {literal(chr(code))}" for name, code in name2codepoint.items()
)
LINES = literal(rf"[^\S\n]*\n{BLANK}*")
RUNS = literal(r"[^\S\n]+")
ENDS = literal(f"^{BLANK}+|{BLANK}+$")

EXAMPLES = (
    Example("html", "<p>Atelier <b>v&eacute;lo</b></p>", "Atelier vélo"),
    Example(
        "html", "<ul><li>lundi : 9h</li>\n<li>mardi : 10h</li></ul>", "lundi : 9h\nmardi : 10h"
    ),
    Example("html", "R&amp;D &#233;t&#xE9; a < b &inconnu;", "R&D été a < b &inconnu;"),
    Example("html", "&amp;eacute;", "&eacute;"),
    Example("html", "<script>alert(1)</script><!-- note -->", None),
)


def html(text: str, given: Nothing, beside: Beside) -> Step:
    """Without tags and comments, entities as the signs that they name, a line a block."""
    shown = text
    for pattern, instead in ((HIDDEN, "''"), (BREAKS, "chr(10)"), (TAGS, "''")):
        shown = f"regexp_replace({shown}, {pattern}, {instead}, 'g')"
    decoded = (
        f"array_to_string(list_transform(regexp_extract_all({shown}, {PIECES}), "
        f"lambda piece: {_decoded('piece')}), '')"
    )
    for pattern, instead in ((LINES, "chr(10)"), (RUNS, "' '"), (ENDS, "''")):
        decoded = f"regexp_replace({decoded}, {pattern}, {instead}, 'g')"
    return Step(f"nullif({decoded}, '')")


def _decoded(piece: str) -> str:
    """The sign that an entity names, or the piece as it is."""
    decimal = f"TRY_CAST(regexp_extract({piece}, '[0-9]+') AS INTEGER)"
    hexadecimal = f"TRY_CAST('0x' || regexp_extract({piece}, '[xX]([0-9a-fA-F]+)', 1) AS INTEGER)"
    code = (
        f"CASE WHEN regexp_matches({piece}, {NUMBERED}) THEN {decimal}"
        f" WHEN starts_with(lower({piece}), '&#x') THEN {hexadecimal} END"
    )
    sign = f"CASE WHEN {code} BETWEEN 32 AND 55295 OR {code} = 10 THEN chr({code}) END"
    named = f"MAP {{{NAMES}}}[{piece}]"
    meant = f"coalesce({named}, {sign}, {piece})"
    return f"CASE WHEN starts_with({piece}, '&') THEN {meant} ELSE {piece} END"
