"""Which patterns a segment of Matomo says, and whom it would find."""

import pytest

from publish.bakehouse.read.audience.addresses import path_of
from publish.bakehouse.read.audience.matomo_segments import MOST, Page, parts_of, segments_of
from publish.declare.audience import FeatureRule

HOST = "https://example.org"


def parts(pattern: str) -> list[tuple[str, bool, bool]]:
    return [(one.text, one.whole, one.exact) for one in parts_of(pattern)]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("^/lieux/", [("/lieux/", False, True)]),
        ("^/lieux/.*$", [("/lieux/", False, True)]),
        ("^/$", [("/", True, True)]),
        (r"^/carte\.html$", [("/carte.html", True, True)]),
        ("^/lieux(/|$)", [("/lieux", True, True), ("/lieux/", False, True)]),
        # No more than a beginning, which other pages may have.
        ("^/lieux/[^/]+$", [("/lieux/", False, False)]),
        ("^/lieux?/", [("/lieu", False, False)]),
        ("^/lieux+/", [("/lieux", False, False)]),
        ("^/a{2}", [("/", False, False)]),
        ("^/carte.html", [("/carte", False, False)]),
        ("^/(lieux|places)/", [("/", False, False)]),
        ("^/café", [("/caf", False, False)]),
        # Nothing.
        ("/lieux/", []),
        ("lieux$", []),
        ("^/a|b", []),
        ("^/a$|^/b$", []),
        ("(?i)^/lieux", []),
        ("^/?lieux", [("", False, False)][:0]),
        ("^[/]lieux", []),
    ],
)
def test_the_beginning_of_a_pattern_is_what_a_segment_says(pattern, said):
    assert parts(pattern) == said


def segments(
    paths: list[str], *rules: tuple[str, str], is_cut: bool = False, host: str = HOST
) -> dict[str, str]:
    pages = [Page(host + path, path_of(path)) for path in paths]
    declared = [FeatureRule(match=match, feature=feature) for match, feature in rules]
    return segments_of(pages, declared, "matomo", is_cut=is_cut)


def test_a_feature_is_asked_for_where_all_that_is_found_is_of_it():
    assert segments(["/lieux/1", "/autre"], ("^/lieux/[^/]+$", "place")) == {
        "place": f"pageUrl=^{HOST}/lieux/"
    }
    assert segments(["/lieux/1", "/lieux/1/photo"], ("^/lieux/[^/]+$", "place")) == {}
    assert segments(["/autre"], ("^/lieux/", "place")) == {}


def test_an_earlier_feature_takes_pages_from_a_later_one():
    rules = (("^/lieux/new", "add"), ("^/lieux/", "place"))
    assert segments(["/lieux/1", "/lieux/new"], *rules) == {"add": f"pageUrl=^{HOST}/lieux/new"}
    assert "place" in segments(["/lieux/1"], *rules)


def test_matomo_compares_without_case_and_accents():
    assert segments(["/lieux/1", "/LIEUX/1"], ("^/lieux/", "place")) == {}
    assert segments(["/cafe/1", "/Café/1"], ("^/cafe/", "cafe")) == {}


def test_patterns_and_hosts_of_one_feature_are_one_segment():
    rules = (("^/lieux(/|$)", "place"), ("^/carte", "place"))
    assert segments(["/lieux", "/lieux/1", "/carte"], *rules) == {
        "place": f"pageUrl=={HOST}/lieux,pageUrl=^{HOST}/lieux/,pageUrl=^{HOST}/carte"
    }
    pages = [Page("http://www.example.org/a", "/a"), Page("https://b.example.org:8443/a", "/a")]
    assert segments_of(pages, [FeatureRule(match="^/a", feature="a")], "m", is_cut=False) == {
        "a": f"pageUrl=^{HOST}/a,pageUrl=^https://b.example.org:8443/a"
    }


def test_of_a_list_that_is_cut_only_what_patterns_say_exactly_is_asked_for():
    assert segments(["/lieux/1"], ("^/lieux/", "place"), is_cut=True)
    assert segments(["/lieux/1"], ("^/lieux/[^/]+$", "place"), is_cut=True) == {}
    for before in ("^/lieux/new", "new$", "^/li"):
        rules = ((before, "add"), ("^/lieux/", "place"))
        assert "place" not in segments(["/lieux/1"], *rules, is_cut=True)
    assert "place" in segments(["/lieux/1"], ("^/carte", "map"), ("^/lieux/", "place"), is_cut=True)


def test_a_query_that_names_the_feature_is_not_of_it():
    assert segments(["/search?back=/lieux/1"], ("^/lieux/", "place")) == {}
    assert segments(["/lieux?q=ada"], ("^/lieux$", "places")) == {}


def test_nothing_of_an_address_breaks_out_of_a_segment():
    rules = (("^/lieux/", "place"),)
    for host in ("https://e.org,visitIp==1", "https://e.org;a==b", "https://é.org", "ftp://e.org"):
        assert segments(["/lieux/1"], *rules, host=host) == {}


def test_no_more_features_than_agreed_are_asked_for():
    rules = [(f"^/f{n:03}/", f"f{n:03}") for n in range(MOST + 5)]
    assert len(segments([f"/f{n:03}/x" for n in range(MOST + 5)], *rules)) == MOST
