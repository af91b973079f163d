"""One coordinate of a point that stands in one cell: two numbers, WKT or GeoJSON."""

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipe_given import Point
from publish.release.rejects import Reason
from publish.words.sql import literal

_ONE = r"([+-]?\d{1,3}(?:\.\d+)?)"
_COMMA = r"([+-]?\d{1,3},\d+)"
PLAIN = rf"^[\s\[(]*{_ONE}(?:\s*[,;]\s*|\s+){_ONE}[\s\])]*$"
COMMAS = rf"^[\s\[(]*{_COMMA}(?:\s*;\s*|\s+){_COMMA}[\s\])]*$"
WKT = rf"(?i)^\s*(?:SRID=4326;)?POINT\s*\(\s*{_ONE}\s+{_ONE}\s*\)\s*$"
GEOJSON = rf'^\s*\{{.*"coordinates"\s*:\s*\[\s*{_ONE}\s*,\s*{_ONE}\s*[,\]]'

EXAMPLES = (
    Example({"point": "lat"}, "48.85, 2.35", "48.85"),
    Example({"point": "lon"}, "48,85 ; 2,35", "2.35"),
    Example({"point": "lon"}, "(48.85 -4.5)", "-4.5"),
    Example({"point": "lat", "order": "lon lat"}, "[2.35,48.85]", "48.85"),
    Example({"point": "lat"}, "POINT(2.35 48.85)", "48.85"),
    Example({"point": "lon"}, '{"type":"Point","coordinates":[2.35,48.85]}', "2.35"),
    Example({"point": "lat"}, "148.85, 2.35", wrong=True),
    Example({"point": "lat"}, "48,85, 2,35", wrong=True),
    Example({"point": "lat"}, "à Dole", wrong=True),
)


def point(text: str, given: Point, beside: Beside) -> Step:
    """The latitude or the longitude, where both are on the globe."""
    lat, lon = (_number(filled(text), *places) for places in _places(given))
    good = f"abs({lat}::DOUBLE) <= 90 AND abs({lon}::DOUBLE) <= 180"
    wanted = lat if given.part == "lat" else lon
    wrong = f"({filled(text)} IS NOT NULL AND coalesce(NOT ({good}), true))"
    return Step(f"CASE WHEN {good} THEN {wanted} END", wrong, Reason("not-point"))


def _places(given: Point) -> tuple[tuple[int, int], tuple[int, int]]:
    """Which group of a plain point, and of WKT and GeoJSON, is the latitude, the longitude."""
    first = 1 if given.order == "lat lon" else 2
    return (first, 2), (3 - first, 1)


def _number(text: str, plain: int, named: int) -> str:
    found = [(PLAIN, plain), (COMMAS, plain), (WKT, named), (GEOJSON, named)]
    groups = [f"nullif(regexp_extract({text}, {literal(of)}, {at}), '')" for of, at in found]
    return f"replace(coalesce({', '.join(groups)}), ',', '.')"
