"""Figures that tell of few people are found in reports; what is promised is not."""

from typing import Any

import pytest

from publish.bakehouse.attack.residue import Few, told_in, told_on

FEW = Few(k=11, step=5, records=frozenset({"trips"}), exact=frozenset({2339}))


def people(**said: Any) -> dict[str, Any]:
    return {"tables": [{"name": "trips", "mode": "records", **said}]}


@pytest.mark.parametrize(
    "tree",
    [
        people(waiting=3),
        people(protection={"held": {"weeks": [0, 10]}}),
        people(reached={"k_people": 10}),
        people(records_in=2339),
        {"warnings": [{"what": "4 people wait"}]},
        {"reason": ["1 personne de plus"]},
        {"changes": [{"place": "trips", "before": 100, "after": 96}]},
        {"tables": [{"name": "trips", "about": "people", "rows": {"before": 100, "after": 101}}]},
    ],
)
def test_what_tells_of_few_is_found(tree: Any) -> None:
    assert list(told_in(tree, FEW)) == [True]


@pytest.mark.parametrize(
    "tree",
    [
        people(policy={"k": 11, "delta_k": 5}, rows_out={"trips": 4}, reached={"k_people": 11}),
        people(waiting=0, shared=True, share=0.5, people=11),
        {"tables": [{"name": "spots", "mode": "things", "records_in": 3}]},
        {"what": "No count under 11 people is published"},
        {"changes": [{"place": "trips", "before": 100, "after": 105}]},
        {"changes": [{"place": "spots", "before": 100, "after": 101}]},
    ],
)
def test_what_does_not_is_not(tree: Any) -> None:
    assert list(told_in(tree, FEW)) == []


PAGES = Few(11, 5, frozenset({"trips"}), frozenset(), frozenset({"trips", "Trajets"}))


@pytest.mark.parametrize(
    "page",
    [
        "<p>4 <b>people</b> wait</p>",
        "<summary>1 personne de plus</summary>",
        "<summary>Trajets\u00a0: 1\u202f003 lignes, 1\u202f002 auparavant</summary>",
        "<li>trips: 96 rows, 100 before</li>",
        "<li>Trajets&nbsp;: 96 lignes, 100 auparavant</li>",
    ],
)
def test_a_page_that_tells_of_few_is_found(page: str) -> None:
    assert list(told_on(page, PAGES)) == [True]


@pytest.mark.parametrize(
    ("page", "numbers"),
    [
        ("<p>1\u202f003 personnes, 2,004 people</p>", 2),
        ("<li>Trajets\u00a0: 95 lignes, 100 auparavant</li>", 1),
        ("<li>Lieux\u00a0: 99 lignes, 100 auparavant</li>", 0),
        ("<style>4 people</style><script>4 people</script>", 0),
    ],
)
def test_a_page_that_does_not_is_not(page: str, numbers: int) -> None:
    assert list(told_on(page, PAGES)) == [False] * numbers
