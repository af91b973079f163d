"""An address may ask so much and no more; what it repeats counts once."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.site.app.datasette_site import Site
from publish.site.http.bounds import tidied, too_much

FITS = (
    b"",
    b"&".join([b"_facet=kind"] * 400),
    b"&".join(b"_col=c%d" % n for n in range(100)),
    b"&".join(b"_facet=c%d" % n for n in range(12)),
    b"_search=" + b"a+" * 19 + b"a",
    b"kind=a&" * 20,
)
TOO_MUCH = {
    b"_search=" + b"x" * 8_000: "This address is too long",
    b"&".join(b"a%d=1" % n for n in range(151)): "more than 150 arguments; ask for less",
    b"kind=a&" * 21: "kind: stands more than 20 times; ask for less",
    b"_where=1&" * 21: "_where: stands more than 20 times; ask for less",
    b"&".join(b"_col=c%d" % n for n in range(101)): (
        "_col: stands more than 100 times; ask for less"
    ),
    b"&".join(b"_facet=c%d" % n for n in range(13)): ("_facet: more than 12 facets; ask for fewer"),
    b"&".join(b"_facet_array=c%d" % n for n in range(13)): (
        "_facet: more than 12 facets; ask for fewer"
    ),
    b"_search=" + b"a+" * 21: "_search: more than 20 words or 500 letters; search for fewer",
    b"_search_name=" + b"a" * 501: (
        "_search_name: more than 20 words or 500 letters; search for fewer"
    ),
}


@pytest.mark.parametrize("query", FITS, ids=lambda query: query[:12].decode())
def test_what_pages_ask_fits(query: bytes) -> None:
    assert too_much("/lieux/places", query) is None


@pytest.mark.parametrize("query", TOO_MUCH, ids=lambda query: query[-12:].decode())
@pytest.mark.parametrize("path", ["/lieux/places.json", "/lieux/places.csv", "/lieux/places"])
async def test_too_much_is_refused_and_named(query: bytes, path: str, still: Site) -> None:
    answer = await still.client.get(f"{path}?{query.decode()}&_lang=en")
    words = TOO_MUCH[query]
    assert answer.status_code == (414 if words == "This address is too long" else 400)
    assert words in answer.text
    # An address is not said again in each link of a page.
    assert answer.status_code == 400 or len(answer.content) < 200


@pytest.mark.parametrize("lookup", ["in", "notin"])
@pytest.mark.parametrize("form", ["a,b", '["a"]'])
async def test_a_list_of_values_has_an_end(lookup: str, form: str, still: Site) -> None:
    many = ",".join(["a"] * 501) if form == "a,b" else f"[{','.join(['1'] * 501)}]"
    answer = await still.client.get("/lieux/places.json", params={f"kind__{lookup}": many})
    assert answer.status_code == 400
    assert answer.json()["error"] == f"kind__{lookup}: more than 500 values; ask for fewer"
    fits = many.replace("a,", "", 1) if form == "a,b" else many.replace("1,", "", 1)
    answer = await still.client.get("/lieux/places.json", params={f"kind__{lookup}": fits})
    assert answer.status_code == 200


async def test_nested_lists_are_no_list(site: Site) -> None:
    answer = await site.client.get("/lieux/places.json", params={"kind__in": "[" * 2000})
    assert answer.status_code == 400


def test_facets_that_stand_twice_are_asked_once() -> None:
    assert tidied(b"_facet=a&_facet=b&_facet=a&x=1&x=1") == b"_facet=a&_facet=b&x=1&x=1"
    assert tidied(b"_facet=a&_facet_array=a") == b"_facet=a&_facet_array=a"
    assert tidied(b"x=%20&x=%20") == b"x=%20&x=%20"


@pytest.mark.parametrize("asked", ["_facet=kind", "_facet=kind&_facet=kind", "&_facet=kind" * 400])
async def test_json_lists_each_facet_once(asked: str, still: Site) -> None:
    answer = await still.client.get(f"/lieux/places.json?_size=1&_extra=facet_results&{asked}")
    facets = answer.json()["facet_results"]["results"]
    assert [name for name in facets if name.startswith("kind")] == ["kind"]


async def test_json_lists_a_declared_facet_once(site: Site) -> None:
    release = site.databases["lieux"].release
    [declared, *_] = release.tables["places"].facets
    answer = await site.client.get(f"/lieux/places.json?_extra=facet_results&_facet={declared}")
    facets = answer.json()["facet_results"]["results"]
    assert [name for name in facets if name.startswith(declared)] == [declared]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (b"_search=", b""),
        (b"_search=+&kind=a+b", b"kind=a+b"),
        (b"_search_name=&_search=x", b"_search=x"),
        (b"_search=x&kind=%E9", b"_search=x&kind=%E9"),
        (b"kind=", b"kind="),
        (b"_searchmode=", b"_searchmode="),
    ],
)
def test_blank_searches_are_left_out(query: bytes, kept: bytes) -> None:
    assert tidied(query) == kept


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1))))
def test_the_rest_of_an_address_stays(pairs: list[tuple[str, str]]) -> None:
    kept = tidied(urlencode([*pairs, ("_search", "")]).encode())
    searches = [key == "_search" or key.startswith("_search_") for key, _ in pairs]
    wanted = [
        pair for pair, search in zip(pairs, searches, strict=True) if pair[1].strip() or not search
    ]
    assert parse_qsl(kept.decode(), keep_blank_values=True) == wanted


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (b"kind__isnull=0", b"kind__notnull=1"),
        (b"kind__notblank=false&x=%C3%A9", b"kind__isblank=1&x=%C3%A9"),
        (b"kind__isnull=1", b"kind__isnull=1"),
        (b"kind__isnull=", b"kind__isnull="),
        (b"kind__isnull=2", b"kind__isnull=2"),
    ],
)
def test_a_filter_that_does_not_hold_is_its_opposite(said: bytes, meant: bytes) -> None:
    assert tidied(said) == meant
