"""Web addresses in one form, so that the same place has the same address."""

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipe_given import Nothing
from publish.release.rejects import Reason
from publish.words.sql import literal

LABEL = r"[\p{L}\d](?:[\p{L}\d_-]*[\p{L}\d])?"
HOST = rf"((?:{LABEL}\.)+\p{{L}}{{2,}})"
ADDRESS = rf"(?i)^(?:(https?)://)?{HOST}(:\d{{2,5}})?((?:[/?#]\S*)?)$"
PARTS = ("scheme", "host", "port", "rest")

EXAMPLES = (
    Example("url", "Fablab.example.org/", "https://fablab.example.org"),
    Example("url", "HTTP://www.Example.org/Lieux?id=3", "http://www.example.org/Lieux?id=3"),
    Example("url", "https://example.org:8443/a", "https://example.org:8443/a"),
    Example("url", "javascript:alert(1)", wrong=True),
    Example("url", "https://moi:secret@example.org", wrong=True),
    Example("url", "pas de site", wrong=True),
    Example("url", "non", wrong=True),
)


def url(text: str, given: Nothing, beside: Beside) -> Step:
    """With its scheme, host in small letters, no lone slash; of http and https only."""
    found = f"regexp_extract({filled(text)}, {literal(ADDRESS)}, {list(PARTS)})"
    scheme = "coalesce(nullif(lower(found.scheme), ''), 'https')"
    rest = "CASE WHEN found.rest = '/' THEN '' ELSE found.rest END"
    whole = f"{scheme} || '://' || lower(found.host) || found.port || {rest}"
    value = (
        f"list_transform([{found}], lambda found: CASE WHEN found.host <> '' THEN {whole} END)[1]"
    )
    return Step(value, f"({filled(text)} IS NOT NULL AND {value} IS NULL)", Reason("not-url"))
