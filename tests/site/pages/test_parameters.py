"""A wrong parameter is answered with 400 and a way out, never with 500."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.site.app.datasette_site import Site

WRONG = {
    "_facet=unknown": "_facet: no column 'unknown'; known: id, name, kind, insee, opened, seats, "
    "tags",
    "_facet_array=unknown": "_facet: no column 'unknown'; known: id, name, kind, insee, opened, "
    "seats, tags",
    "_facet_date=unknown": "_facet: no column 'unknown'; known: id, name, kind, insee, opened, "
    "seats, tags",
    "_facet_colour=kind": "_facet_colour: no such kind; known: column, array, date",
    "_facet={": "_facet: not JSON; write a column's name",
    "_facet_size=many": "_facet_size: 'many' is no whole number",
    "_sort=unknown": "Cannot sort table by unknown",
    "_sort_desc=unknown": "Cannot sort table by unknown",
    "_size=abc": "_size must be a positive integer",
    "_next=1,2,3": "_next: not a page mark of this table; start again without it",
    "_timelimit=abc": "_timelimit: 'abc' is no whole number of milliseconds",
    "unknown=1": "unknown: no column 'unknown'; known: id, name, kind, insee, opened, seats, tags",
    "kind__in=[1": 'kind__in: not a JSON list; write ["a", "b"] or a,b',
    "kind__in=[{}]": "kind__in: the list may hold texts and numbers only",
    "seats__gt=99999999999999999999": "A number in the address is too large",
    "_through={}": '_through: write {"table": "…", "column": "…", "value": "…"}, all of them texts',
    "_where=nonsense(": "near",
    "_where=unknown=1": "no such column: unknown",
    "_search_unknown=a": "Cannot search by that column",
}


@pytest.mark.parametrize("query", WRONG)
@pytest.mark.parametrize("format", ["", ".json", ".csv"])
async def test_a_wrong_parameter_is_named(query: str, format: str, still: Site) -> None:
    response = await still.client.get(f"/lieux/places{format}?{query}")
    if (query, format) == ("unknown=1", ""):
        assert (response.status_code, response.headers["location"]) == (301, "/lieux/places")
        return
    told = response.json()["error"] if format == ".json" else response.text
    assert response.status_code == 400
    if format:
        assert WRONG[query] in told


@pytest.mark.parametrize("query", ["kind__badop=1", "_col=unknown", "_nocol=unknown", "_shape=bad"])
async def test_json_says_what_is_wrong(query: str, still: Site) -> None:
    response = await still.client.get(f"/lieux/places.json?{query}")
    assert response.status_code == 400
    assert response.json()["ok"] is False


async def test_an_unknown_filter_names_those_there_are(site: Site) -> None:
    response = await site.client.get("/lieux/places.json?kind__like2=1")
    assert response.json()["error"].startswith(
        "kind__like2: no filter 'like2'; known: arraycontains, arraynotcontains, contains, date,"
    )


@pytest.mark.parametrize("query", ['"', "a AND", "(", "NEAR(", "*", "kind:a", "-", "'", "\\"])
async def test_a_search_for_anything_is_answered(query: str, still: Site) -> None:
    plain = await still.client.get("/lieux/places.json", params={"_search": query})
    raw = await still.client.get(
        "/lieux/places.json", params={"_search": query, "_searchmode": "raw"}
    )
    assert plain.status_code == 200
    assert raw.status_code in (200, 400)


@pytest.mark.parametrize("query", ["", " ", "&_search_name="])
async def test_an_empty_search_box_hides_nothing(query: str, still: Site) -> None:
    response = await still.client.get(f"/lieux/places.json?_search={query}&kind=a&_extra=count")
    assert response.json()["count"] == 3


async def test_a_lone_quote_finds_nothing(site: Site) -> None:
    response = await site.client.get('/lieux/places.json?_search="&_extra=count')
    assert response.json()["count"] == 0


async def test_a_search_finds_without_accents(site: Site) -> None:
    response = await site.client.get("/lieux/places.json?_search=echange&_extra=count")
    assert response.json()["count"] == 6


NAMES = (
    "_facet _facet_array _facet_date _facet_size _facet_x _sort _sort_desc _sort_by_desc _next "
    "_size _where _shape _col _nocol _search _search_name _searchmode _fts_table _fts_pk _through "
    "_labels _label _json _json_infinity _nl _extra _timelimit _ttl _stream _dl _header _trace "
    "_nocount _nofacet _nosuggest _filter_column _filter_op _filter_value _filter_column_1 _row "
    "_blob_column _blob_hash _context _show_hidden _hide_sql sql id id__in id__notin kind "
    "seats__gt seats__date tags__arraycontains name__glob name__like rowid rowid__exact "
    "_x__exact __ ___ x__y"
)
VALUES = st.one_of(
    st.sampled_from(
        ["", "a", "-1", "0", "1", "l-1", "1,l-1", "$null,l-1", "~", "~ZZ", "max", "id", "kind",
         "rowid", "places", "places_fts", "objects", "array", "object", "arrays", "arrayfirst",
         "raw", '"', "'", "[", "{", '{"column": 1}', '{"simple": "kind"}', "[1]", '{"a":1}',
         "1=1", "1 limit", "select 1", "select :a", "select ?", "pragma foo", "nan", "inf", "1e999",
         "9" * 30, "\x00", "é", "on", "off", '{"table":"places","column":"id","value":"1"}']
    ),
    st.text(max_size=12),
)  # fmt: skip
PATHS = (
    "/ /.json /lieux /lieux.json /lieux/places /lieux/places.json /lieux/places.csv /lieux/notes "
    "/lieux/notes.json /lieux/open_places /lieux/open_places.json /lieux/open_places.csv "
    "/lieux/places/l-1 /lieux/places/l-1.json /lieux/places/l-1.blob /lieux/places_fts "
    "/lieux/places_fts.json /lieux/-/query /lieux/-/query.json /lieux/-/query.csv "
    "/lieux/-/query.blob /lieux/notes/1 /lieux/notes/1.json /lieux/notes/x "
    "/lieux/places/-/count /lieux/places/-/autocomplete "
    "/lieux/places/-/fragment /lieux/-/schema /lieux/places/-/schema.json /-/jump.json "
    "/-/schema /-/queries.json /lieux/-/queries.json /lieux/-/query/parameters /licenses "
    "/lieux/-/queries/analyze /lieux/-/execute-write /lieux/-/create "
    "/lieux/-/foreign-key-targets /lieux/places/-/foreign-key-suggestions "
    "/download/lieux/places.csv /lieux.db"
)


@pytest.mark.slow("asks hundreds of addresses")
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    path=st.sampled_from(PATHS.split()),
    parameters=st.lists(st.tuples(st.sampled_from(NAMES.split()), VALUES), max_size=4),
)
async def test_no_address_breaks_the_site(
    path: str, parameters: list[tuple[str, Any]], site: Site
) -> None:
    response = await site.client.get(path, params=parameters)
    assert response.status_code < 500, json.dumps(parameters)
