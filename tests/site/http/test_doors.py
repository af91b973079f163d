"""Which requests bring SQL of a stranger's, or patterns; all others are our own statements."""

import pytest

from publish.site.app.face import Face
from publish.site.http.strangers import HARMLESS, Door, door

TABLES = ("places", "kinds")
TABLE, QUERY = "/lieux/places", "/lieux/-/query"

DOORS: dict[tuple[str, bytes], Door | None] = {
    (TABLE, b""): None,
    (TABLE, b"kind=a&seats__gt=3&kind__in=a,b&_search=cafe&_facet=kind&_sort=id"): None,
    (TABLE, b"_through=%7B%7D&_next=1&tags__arraycontains=x&opened__date=2024-01-01"): None,
    (TABLE, b"_where=1"): Door.SQL,
    (f"{TABLE}/-/map", b"_where=1"): Door.SQL,
    (f"{TABLE}/-/chart.svg", b"_where=1"): Door.SQL,
    (TABLE, b"%5Fwhere=1"): Door.SQL,
    (TABLE, b"sql=select+1"): Door.SQL,
    (QUERY, b""): Door.SQL,
    (f"{QUERY}.json", b"sql=select+1"): Door.SQL,
    (f"{QUERY}.csv", b"x=1"): Door.SQL,
    (f"{QUERY}/parameters", b""): Door.SQL,
    ("/lieux", b"sql=select+1"): Door.SQL,
    (TABLE, b"name__contains=a"): Door.PATTERN,
    (TABLE, b"name__glob=a"): Door.PATTERN,
    (TABLE, b"name__like=a&_sort=id"): Door.PATTERN,
    (TABLE, b"name__notcontains=a"): Door.PATTERN,
    (TABLE, b"name__startswith=a"): Door.PATTERN,
    (TABLE, b"name__regexp=a"): Door.PATTERN,
    (TABLE, b"name%5F_glob=a"): Door.PATTERN,
    (TABLE, b"_search=a&_searchmode=raw"): Door.PATTERN,
    (f"{TABLE}/-/autocomplete", b"q=a"): Door.PATTERN,
    ("/lieux/mine", b""): Door.STORED,
}


@pytest.mark.parametrize("asked", DOORS, ids=lambda asked: f"{asked[0]}?{asked[1].decode()}")
def test_a_request_comes_in_by_a_door_or_by_none(asked: tuple[str, bytes]) -> None:
    path, query = asked
    table = path.split("/")[2] if path.count("/") > 1 and "/-/query" not in path else None
    assert door(path, query, table, TABLES) is DOORS[asked]


def test_each_filter_there_is_is_harmless_or_a_pattern() -> None:
    patterns = ["contains", "notcontains", "endswith", "startswith", "like", "notlike", "glob"]
    assert Face.lookups == HARMLESS | set(patterns)
