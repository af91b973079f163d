"""Records leave in classes of enough people, or not at all, and the figures say what it cost."""

import re
from typing import Any

import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes import apply_mode
from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.protect.recoded import PERSON
from tests.bakehouse.protect.people import recoded, rows
from tests.tables import rows_of

ROLES = {"town": "quasi_identifier", "age": "quasi_identifier", "answer": "sensitive"}
Rows = list[tuple[Any, ...]]


def group(first: int, count: int, town: str, age: str | None, answers: str = "xyz") -> Rows:
    """So many people of a town and age, whose answers alternate."""
    numbers = range(first, first + count)
    return [(f"p{n}", town, age, answers[n % len(answers)]) for n in numbers]


def left(
    place: Workspace, found: Rows, roles: dict[str, str] = ROLES, **declared: Any
) -> Protected:
    return apply_mode(recoded(place, rows(place, list(roles), found), roles, **declared))


DIE, CREST = group(0, 60, "Die", "30"), group(60, 40, "Crest", None)
LONELY = [("p100", "Saou", "30", "x"), ("p101", "Saou", "40", "y")]


def test_a_person_alone_in_a_class_does_not_leave(place: Workspace) -> None:
    found = left(place, [*DIE, *CREST, *LONELY])
    [published] = found.tables
    towns = [row["town"] for row in rows_of(published.rows)]
    assert (towns.count("Die"), towns.count("Crest"), towns.count("Saou")) == (60, 40, 0)
    assert found.problems == ()


def test_neither_the_person_nor_the_class_leaves(place: Workspace) -> None:
    [published] = left(place, DIE).tables
    assert published.rows.columns == ("town", "age", "answer")


def test_the_figures_count_people_and_rows(place: Workspace) -> None:
    again = [(person, town, age, "w") for person, town, age, _ in CREST]
    figures = left(place, [*DIE, *CREST, *again, *LONELY]).figures
    assert figures["reached"] == {"classes": 2, "k_people": 40, "k_rows": 60, "l": {}}
    assert figures["risk"] == {
        "prosecutor": {"max": 0.025, "average": 0.02},
        "journalist": 0.025,
        "marketer": 0.02,
    }
    assert figures["inference"] == {"answer": {"certain": 0.0, "strongest": 0.5}}
    assert figures["quasi_identifiers"] == ["town", "age"]


@pytest.mark.slow("settles a series: dozens of queries each time")
def test_public_figures_are_of_what_leaves_and_private_ones_exact(place: Workspace) -> None:
    found = left(place, [*DIE, *CREST, *LONELY])
    assert found.figures["rows"] == found.figures["people"] == {"out": 100}
    assert found.figures == left(place, [*DIE, *CREST]).figures
    exact = {name: value for name, value in found.internal.items() if name != "series"}
    assert exact == {
        "rows": {"in": 102, "bounded": 102, "safe": 100},
        "people": {"in": 102, "safe": 100},
        "classes": {"in": 4, "safe": 2},
        "suppressed": 0.0196,
        "smallest_classes": [{"people": 1, "classes": 2, "rows": 2}],
    }


def test_one_person_fills_no_class(place: Workspace) -> None:
    many = [("p1", "Die", "30", f"a{n:02}") for n in range(50)]
    found = left(place, [*DIE, *many])
    assert len(rows_of(found.tables[0].rows)) == 59 + 5
    assert found.internal["rows"] == {"in": 110, "bounded": 64, "safe": 64}


def test_a_policy_that_suppresses_too_much_says_what_would_fit(place: Workspace) -> None:
    spread = [(f"q{n}", "Die", f"{31 + n}", "x") for n in range(30)]
    found = left(place, [*DIE, *spread])
    assert found.tables == ()
    assert [str(problem) for problem in found.problems] == [
        "blocker unfit-policy: answers: 33.3 % of rows would be suppressed, over `max_suppressed` "
        "(10.0 %); coarsen or drop the first of these columns (`fournil policy enquete` "
        "searches how); suppressed without it: "
        "`age` 0.0 %, `town` 33.3 %"
    ]


def test_a_policy_that_no_single_column_mends_says_so(place: Workspace) -> None:
    spread = [(f"q{n}", f"t{n}", f"{n}", "x") for n in range(30)]
    [problem] = left(place, spread).problems
    assert problem.fix.startswith("no single column is enough: coarsen or drop several, or publish")


def test_a_class_of_one_answer_is_told(place: Workspace) -> None:
    found = left(place, [*DIE, *group(100, 60, "Saou", "50", "x")])
    [problem] = found.problems
    assert str(problem) == (
        "warning certain-inference: answers.answer: for 50.0 % of people, the class alone tells "
        "the value; add `l: {answer: 2}` to `privacy:`, or more"
    )


@pytest.mark.slow("settles a series: dozens of queries each time")
def test_with_l_nothing_is_certain(place: Workspace) -> None:
    same = group(100, 5, "Saou", "50", "x")
    found = left(place, [*DIE, *same], privacy={"k": 5, "l": {"answer": 3}})
    assert (found.problems, found.figures["reached"]["l"]) == ((), {"answer": 3})


def test_without_quasi_identifiers_nothing_leaves(place: Workspace) -> None:
    found = left(place, [("p", "x")], {"answer": "open"})
    assert [problem.code for problem in found.problems] == ["no-quasi-identifiers"]


def test_without_a_contributor_nothing_leaves(place: Workspace) -> None:
    given = recoded(place, rows(place, list(ROLES), DIE).drop(PERSON), ROLES)
    found = apply_mode(given)
    assert [problem.code for problem in found.problems] == ["no-contributor"]


def test_a_key_of_rows_does_not_leave(place: Workspace) -> None:
    found = left(place, DIE, primary_key="town")
    assert [problem.code for problem in found.problems] == ["published-row-key"]


def test_an_empty_table_leaves_empty(place: Workspace) -> None:
    found = left(place, [])
    assert rows_of(found.tables[0].rows) == []
    assert found.figures["wp216"]["singling_out"].startswith("No row is published")


def test_the_criteria_are_told_with_what_stays(place: Workspace) -> None:
    told = left(place, [*DIE, *CREST]).figures["wp216"]
    assert told == {
        "verdict": "Tested, residual risk as shown: while the exports are kept, these records are "
        "still about people.",
        "singling_out": "Each published combination of town, age is shared by at least 40 people: "
        "someone known by these columns is picked out by chance at most 2.5% of the time, 2% "
        "on average. Residual risk: who knows more than these columns can narrow a group.",
        "linkability": "No published column groups the rows of a person. Against a file that names "
        "everybody, at most 2% of people would be matched rightly. Residual risk: rows of rare "
        "values outside these columns can be matched by who has the same values elsewhere.",
        "inference": "From the group that a person belongs to, one learns: answer is certain for "
        "nobody, the commonest value makes up at most 35% of a group. Residual risk: who knows "
        "other members of a group can rule values out.",
    }
    assert not re.search("anonym", str(told), re.IGNORECASE)


@pytest.mark.slow("settles a series: dozens of queries each time")
def test_the_order_of_rows_changes_nothing(place: Workspace) -> None:
    once = left(place, [*DIE, *CREST, *LONELY])
    again = left(place, [*LONELY, *reversed(CREST), *reversed(DIE)])
    assert (once.figures, once.internal) == (again.figures, again.internal)
