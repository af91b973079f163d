"""Of addresses only what many people saw is named."""

from publish.bakehouse.read.audience.common import DEEP, MANY, common
from publish.declare.audience import FeatureRule

RULES = (FeatureRule(match="^/mentions-legales$", feature="legal"),)


def test_what_a_few_people_saw_is_hidden() -> None:
    seen = {"/carte": MANY, "/dupont": MANY - 1, "/mentions-legales": 1, "/": 1}
    assert common(seen, RULES) == {
        "/carte": "/carte",
        "/dupont": "/…",
        "/mentions-legales": "/mentions-legales",
        "/": "/",
    }


def test_a_part_with_many_below_it_was_typed_by_none_of_them() -> None:
    searched = {f"/recherche/{number}": 1 for number in range(MANY)}
    few = {f"/dupont/{number}": 1 for number in range(MANY - 1)}
    kept = common(searched | few, ())
    assert {kept[address] for address in searched} == {"/recherche/…"}
    assert {kept[address] for address in few} == {"/…/…"}


def test_below_rare_parts_what_is_common_stays() -> None:
    seen = {f"/lieux/{number}/modifier": 4 for number in range(20)}
    seen |= {f"/lieux/{number}/photos": 40 for number in range(20)}
    # Twelve places that forty people saw are named, with what they saw of them.
    assert set(common(seen, ()).values()) == {
        *(f"/lieux/{number}/photos" for number in range(20)),
        *(f"/lieux/{number}/…" for number in range(20)),
    }
    rare = {f"/lieux/{number}/modifier": 4 for number in range(20)}
    assert set(common(rare, RULES).values()) == {"/lieux/…/…"}
    assert set(common(rare, (FeatureRule(match="/modifier$", feature="edit"),)).values()) == {
        "/lieux/…/modifier"
    }


def test_an_address_of_many_parts_is_cut() -> None:
    (kept,) = common({"/a" * 5000: MANY}, ()).values()
    assert kept == "/a" * (DEEP - 1) + "/…"
