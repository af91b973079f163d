"""Classes count people: not rows, not nulls as nobody, not one person ten times."""

import json
from collections.abc import Sequence
from hashlib import md5
from typing import Any
from uuid import UUID

import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import (
    CLASS,
    Count,
    bounded,
    class_text,
    measured,
    safe,
    suppress,
    with_class,
)
from publish.bakehouse.protect.recoded import PERSON
from publish.declare.policy import Privacy
from tests.bakehouse.protect.people import rows
from tests.tables import rows_of

PLACE_AND_AGE = ["place", "age"]


def classed(place: Workspace, names: Sequence[str], found: Sequence[Sequence[Any]]) -> Any:
    """Rows in classes over all names but `answer`."""
    return with_class(rows(place, names, found), [name for name in names if name != "answer"])


def measures(place: Workspace, names: Sequence[str], found: Sequence[Sequence[Any]]) -> Any:
    return rows_of(measured(classed(place, names, found), {"answer": 1}))


def people(count: int, *values: str | None) -> list[tuple[str | None, ...]]:
    return [(f"p{number}", *values) for number in range(count)]


def test_the_class_is_a_digest_of_the_values_by_name_as_json(place: Workspace) -> None:
    given = classed(place, ["place", "age"], [("p", 'L’"Île"\n\\', None)])
    [row] = rows_of(given.mutate(text=class_text(given, ["place", "age"])))
    assert row["text"] == '[null,"L’\\"Île\\"\\n\\\\"]'
    assert json.loads(row["text"]) == [None, 'L’"Île"\n\\']
    assert UUID(row[CLASS]).bytes == md5(row["text"].encode()).digest()


def test_the_class_does_not_depend_on_the_order_of_columns(place: Workspace) -> None:
    given = rows(place, PLACE_AND_AGE, [("p", "Die", "30")])
    [one] = rows_of(with_class(given, ["place", "age"]))
    [other] = rows_of(with_class(given, ["age", "place"]))
    assert one[CLASS] == other[CLASS]


def test_the_word_null_is_no_null_and_parts_do_not_run_together(place: Workspace) -> None:
    given = [("p", "null", ""), ("p", None, ""), ("p", "", None), ("p", 'a","', "b")]
    assert len(rows_of(classed(place, PLACE_AND_AGE, given).select(CLASS).distinct())) == 4


def test_null_is_a_value(place: Workspace) -> None:
    given = [*people(5, "Die", "30"), ("x", None, "30"), ("y", None, "30")]
    table = measured(classed(place, PLACE_AND_AGE, given), {})
    assert sorted(row["people"] for row in rows_of(table)) == [2, 5]


def test_shuffled_rows_measure_the_same(place: Workspace) -> None:
    ordered = [
        (f"p{n}", "Die" if n < 6 else "Crest", f"a{n % 3 if n < 6 else 0}") for n in range(9)
    ]
    shuffled = [ordered[n] for n in (8, 0, 5, 3, 7, 1, 6, 4, 2)]
    found = [measures(place, ["place", "answer"], given) for given in (ordered, shuffled)]
    levels = [sorted((row["people"], row["distinct_answer"]) for row in each) for each in found]
    assert levels == [[(3, 1), (6, 3)]] * 2


def test_ten_rows_of_one_person_are_one_person(place: Workspace) -> None:
    [found] = measures(place, ["place", "answer"], [("p", "Die", f"a{n}") for n in range(10)])
    found.pop(CLASS)
    assert found == {"people": 1, "rows": 10, "top_rows": 10, "distinct_answer": 10}


def test_an_unanswered_question_adds_no_diversity(place: Workspace) -> None:
    given = [*people(9, "Die", "yes"), ("x", "Die", None), *people(3, "Crest", None)]
    found = measures(place, ["place", "answer"], given)
    assert sorted(row["distinct_answer"] for row in found) == [0, 1]


def test_a_class_goes_whole(place: Workspace) -> None:
    given = classed(place, ["place"], [*people(5, "Die"), *people(4, "Crest"), ("p0", "Crest")])
    found = suppress(given, Privacy(k=5), place)
    assert {row["place"] for row in rows_of(found.rows)} == {"Die"}
    assert (found.before, found.after) == (Count(10, 5, 2), Count(5, 5, 1))
    assert found.share == 0.5


def test_nothing_in_nothing_out(place: Workspace) -> None:
    found = suppress(classed(place, ["place"], []), Privacy(), place)
    assert (rows_of(found.rows), found.after, found.share) == ([], Count(0, 0, 0), 0.0)


def test_a_class_of_one_answer_is_not_diverse(place: Workspace) -> None:
    same = [*people(6, "Die", "yes")]
    mixed = [(person, "Crest", f"a{n % 3}") for n, (person, *_) in enumerate(same)]
    given = classed(place, ["place", "answer"], [*same, *mixed])
    found = suppress(given, Privacy(k=5, l={"answer": 3}), place)
    assert {row["place"] for row in rows_of(found.rows)} == {"Crest"}


@pytest.mark.parametrize(
    ("shared", "apart"),
    [
        ('["fever", "{}"]', '["{}", "x{}"]'),
        ('{{"ill": {{"of": "Fever"}}, "since": {}}}', '{{"ill": {{"of": "fever {}"}}}}'),
        ('[{{"is": "fever"}}, {{"is": {}}}]', '[{{"is": {}}}]'),
    ],
)
def test_answers_that_share_an_item_are_not_diverse(
    place: Workspace, shared: str, apart: str
) -> None:
    """Six different answers, and everybody has a fever."""
    same = [(f"p{n}", "Die", shared.format(n, n)) for n in range(6)]
    mixed = [(f"p{n}", "Crest", apart.format(n, n)) for n in range(6)]
    given = classed(place, ["place", "answer"], [*same, *mixed, ("x", "Die", None)])
    levels = {row["distinct_answer"] for row in rows_of(measured(given, {"answer": 2}))}
    found = suppress(given, Privacy(k=5, l={"answer": 2}), place)
    assert (levels, {row["place"] for row in rows_of(found.rows)}) == ({1, 6}, {"Crest"})


def test_nobody_dominates_a_class(place: Workspace) -> None:
    given = classed(place, ["place"], [*people(5, "Die"), *[("p0", "Die")] * 4])
    table = measured(given, {})
    half, more = Privacy(k=5, dominance=0.5), Privacy(k=5, dominance=0.6)
    single = Privacy(k=5, max_rows_per_class=1)
    verdicts = [
        rows_of(table.select(ok=safe(table, rule)))[0]["ok"] for rule in (half, more, single)
    ]
    assert verdicts == [False, True, True]


def test_a_person_keeps_the_first_rows_of_a_class(place: Workspace) -> None:
    given = [("p", "Die", answer) for answer in ("c", None, "a", "b")] + [("q", "Die", "z")]
    kept = rows_of(bounded(classed(place, ["place", "answer"], given), 2, place))
    assert sorted((row[PERSON], row["answer"]) for row in kept) == [
        ("p", "a"),
        ("p", "b"),
        ("q", "z"),
    ]


def test_the_bound_is_per_class(place: Workspace) -> None:
    given = [("p", town, str(n)) for town in ("Die", "Crest") for n in range(3)]
    kept = rows_of(bounded(classed(place, ["place", "answer"], given), 2, place))
    assert sorted(row["place"] for row in kept) == ["Crest", "Crest", "Die", "Die"]
