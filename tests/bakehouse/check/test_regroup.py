"""Columns that would put the rows of one person together are found by trying it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from publish.bakehouse.check.regroup import nearly_unique, regrouped_rows
from publish.bakehouse.check.ways import Draw, drawn
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect.recoded import PERSON
from publish.declare.declaration import Table
from tests.bakehouse.check.test_policy import inspection, told
from tests.tables import column, table

WHO = column(role="identifier", protect="drop")
COUNT = 120
AUTHORS = [f"author {number // 10 * 7919 % 97}" for number in range(COUNT)]
"""Twelve people, who made ten rows each in one go."""


def things(
    place: Workspace, values: Sequence[Any], type: str = "string", role: str = "open", **of: Any
) -> list[str]:
    """What is said of a table about things with one column."""
    declared = table({"who": WHO, "value": column(type, role)}, contributor="who", **of)
    return told(regrouped_rows(_run(place, declared, values)))


def two(place: Workspace, one: Sequence[Any], other: Sequence[Any]) -> list[str]:
    """What is said of a table about things with two columns."""
    of = table({"who": WHO, "one": column(), "other": column("integer")}, contributor="who")
    return told(regrouped_rows(_run_of(place, of, {"one": one, "other": other})))


def records(place: Workspace, values: Sequence[Any], **of: Any) -> list[str]:
    """What is said of records about people with one column."""
    declared = {"about": "people", "contributor": "who", "privacy": {}}
    return told(
        nearly_unique(_run(place, table({"who": WHO, "value": column(**of)}, **declared), values))
    )


def _run(
    place: Workspace, of: Table, values: Sequence[Any], people: Sequence[str] = AUTHORS * 200
) -> Any:
    return _run_of(place, of, {"value": values}, people)


def _run_of(
    place: Workspace,
    of: Table,
    values: dict[str, Sequence[Any]],
    people: Sequence[str] = AUTHORS * 200,
) -> Any:
    people = people[: len(next(iter(values.values())))]
    rows = place.con.create_table(place.name("rows"), pa.table({**values, PERSON: people}))
    found = inspection(of)
    left = Protected((PublishedTable("rows", of, rows.select(*values)),), linked=rows)
    run = replace(found.tables["rows"], protected=left)
    return replace(found, tables={"rows": run})


def test_a_photo_s_name_with_its_author_s_number_is_refused(place: Workspace) -> None:
    names = [f"photo-{author[7:]}-{number}.jpg" for number, author in enumerate(AUTHORS)]
    assert things(place, names) == [
        "blocker regrouped-rows: rows.value: the second word in it puts the rows of one "
        "contributor together: right for 100% of the pairs of rows that it joins, over "
        "`regroup: {max: 0.5}`; "
        "give each value a code that tells nothing (`protect: rekey`), make it coarser or drop it; "
        "if it may be known who made what, say why in `series_key: {reviewed: …, why: …}`"
    ]


def test_a_second_account_is_refused(place: Workspace) -> None:
    [problem] = things(place, [f"compte{author[7:]}" for author in AUTHORS])
    assert "rows.value: its value puts" in problem


def test_numbers_in_order_of_entry_are_refused(place: Workspace) -> None:
    [problem] = things(place, list(range(1000, 1000 + COUNT)), "integer")
    assert "its order puts" in problem


def test_codes_in_no_order_are_let_through(place: Workspace) -> None:
    assert things(place, [f"lp-{number * 7919 % 65521:04x}" for number in range(COUNT)]) == []


def test_rows_of_nobody_are_no_one_person_s(place: Workspace) -> None:
    """What came of an import, without contributors, is of many hands."""
    nobody = [""] * COUNT
    batches = [f"import {number // 10}" for number in range(COUNT)]
    codes = [f"lp-{number * 7919 % 65521:04x}" for number in range(COUNT)]
    declared = table({"who": WHO, "value": column()}, contributor="who")
    assert told(regrouped_rows(_run(place, declared, batches, nobody))) == []
    # Nor do they hide what tells who made the others.
    accounts = [f"compte{author[7:]}" for author in AUTHORS]
    [problem] = told(
        regrouped_rows(_run(place, declared, [*accounts, *codes * 9], [*AUTHORS, *nobody * 9]))
    )
    assert "rows.value: its value puts" in problem


def test_few_kinds_are_let_through(place: Workspace) -> None:
    assert things(place, [f"kind {number * 31 % 7}" for number in range(COUNT)]) == []


KEYS = [int(author[7:]) for author in AUTHORS]
TAGS = [("bio", "wifi"), ("wifi", "open"), ("open", "bio"), ("bio", "kids")]
Lists = Sequence[Sequence[object]]


def mixed(number: int, kinds: int) -> int:
    """A number that has nothing to do with who made the row."""
    return number * 7919 % 65521 % kinds


NOISE = [mixed(number, 65521) for number in range(COUNT)]


def tags(number: int) -> tuple[str, str]:
    return TAGS[mixed(number, 4)]


@pytest.mark.parametrize(
    ("lists", "way"),
    [
        ([[f"k{key}"] for key in KEYS], "its value"),
        ([[f"k{key}", f"t{n % 3}", n] for n, key in enumerate(KEYS)], "at $[*], its first item"),
        ([[f"k{key}", n, f"t{n % 3}"][:: n % 2 * 2 - 1] for n, key in enumerate(KEYS)],
         "at $[*], its rarest item"),
        ([["tag", f"{n % 60}", f"k{key}"][:: n % 2 * 2 - 1] for n, key in enumerate(KEYS)],
         "at $[*] written as a9, its value"),
        ([["tag", f"{n}-{key}.jpg"] for n, key in enumerate(KEYS)],
         "at $[*], the second word in it"),
    ],
)  # fmt: skip
def test_a_key_in_a_list_is_refused(place: Workspace, lists: Lists, way: str) -> None:
    [problem] = things(place, [*map(json.dumps, lists)], "list")
    assert f"rows.value: {way} puts" in problem
    assert things(place, [json.dumps(tags(n)) for n in range(COUNT)], "list") == []


@pytest.mark.parametrize(
    ("make", "way"),
    [
        (lambda n, key: {"n": n, "by": {"who": key}}, "at $.by.who, its value"),
        (lambda n, key: {"n": n, "photo": f"{n}-{key}.jpg"}, "at $.photo, the second word in it"),
        (lambda n, key: {"size": n * 100 + key, "n": n}, "at $.size, its end of length 2"),
        (lambda n, key: {"n": n, f"by {key}": n}, "at $, its rarest name"),
        (lambda n, key: {"n": n, "id": 1000 + NOISE.index(n)}, "at $.id, its order"),
        (
            lambda n, key: [{"tag": tag} for tag in (key, f"t{n % 3}", n)],
            "at $[*].tag, its first item",
        ),
    ],
)
def test_a_key_in_json_is_refused(place: Workspace, make: Any, way: str) -> None:
    found = [json.dumps(make(n, key)) for n, key in zip(NOISE, KEYS, strict=True)]
    [problem] = things(place, found, "json")
    assert f"rows.value: {way} puts" in problem
    assert len(things(place, found, "string")) == 1


def test_json_that_tells_nothing_of_who_made_it_is_let_through(place: Workspace) -> None:
    found = [{"kind": mixed(n, 3), "on": [mixed(n, 7), mixed(n, 5)]} for n in range(COUNT)]
    assert things(place, [*map(json.dumps, found)], "json") == []
    assert things(place, [*map(json.dumps, found)], "string") == []


def test_names_in_json_are_shown_of_open_columns_alone(place: Workspace) -> None:
    found = [json.dumps({"ada": key, "n": n}) for n, key in enumerate(KEYS)]
    assert "at $.ada, its value puts" in things(place, found, "json")[0]
    assert "at one place in it, its value puts" in things(place, found, "json", "free_text")[0]


@pytest.mark.parametrize(
    ("type", "values", "control"),
    [
        ("integer", lambda n, key: n * 100 + key, lambda n: n),
        ("number", lambda n, key: 48 + n / 1e3 + key / 1e5, lambda n: n / 7),
        ("string", lambda n, key: f"x{n:05}{key:02}", lambda n: f"x{n:05}"),
    ],
)  # fmt: skip
def test_a_key_at_the_end_is_refused(
    place: Workspace, type: str, values: Any, control: Any
) -> None:
    [problem] = things(place, [values(n, key) for n, key in zip(NOISE, KEYS, strict=True)], type)
    assert "rows.value: its end of length 2 puts" in problem
    assert things(place, [*map(control, NOISE)], type) == []


def test_a_key_of_one_digit_is_refused(place: Workspace) -> None:
    turns = [KEYS.index(key) // 10 % 10 for key in KEYS]
    [problem] = things(place, [n % 7 * 10 + turn for n, turn in zip(NOISE, turns, strict=True)])
    assert "puts the rows of one contributor together" in problem


def test_two_columns_that_tell_together_are_refused(place: Workspace) -> None:
    order = [KEYS.index(key) // 10 for key in KEYS]
    [problem] = two(place, [f"kind {key % 4}" for key in order], [key // 4 for key in order])
    assert problem.startswith(
        "blocker regrouped-rows: rows.one+other: what the two say puts the rows of one "
        "contributor together: right for 100% of the pairs of rows that it joins, over"
    )
    assert two(place, [f"kind {mixed(n, 4)}" for n in range(COUNT)], [n % 3 for n in order]) == []


def test_of_many_rows_some_are_tried(place: Workspace) -> None:
    found = [json.dumps({"of": n, "by": key}) for n, key in enumerate(KEYS * 200)]
    assert "at $.by, its value puts" in things(place, found, "json")[0]


MANY = 100_000


def of_pairs(place: Workspace, values: Sequence[Any], type: str = "string") -> list[str]:
    """What is said of a column where each of half as many authors made two rows in one go."""
    declared = table({"who": WHO, "value": column(type)}, contributor="who")
    cells = {"value": values, PERSON: [f"a{n // 2}" for n in range(len(values))]}
    rows = place.con.create_table(place.name("rows"), pa.table(cells))
    found = inspection(declared)
    left = Protected((PublishedTable("rows", declared, rows.select("value")),), linked=rows)
    run = replace(found.tables["rows"], protected=left)
    return told(regrouped_rows(replace(found, tables={"rows": run})))


def test_of_many_rows_whole_authors_are_tried(place: Workspace) -> None:
    """One row in five of each would leave hardly a pair; of the authors, a fifth keep all pairs."""
    assert "its value puts" in of_pairs(place, [f"k{n // 2}" for n in range(MANY)])[0]
    lists = [json.dumps({"at": mixed(n, 9), "id": n}) for n in range(MANY)]
    assert "at $.id, its order puts" in of_pairs(place, lists, "json")[0]


def test_a_draw_of_authors_overrates_no_column(place: Workspace) -> None:
    """Of the pairs of rows that share a value, more than half are of two authors."""
    assert of_pairs(place, [f"k{n // 2 * 7919 % 65521 // 2}" for n in range(MANY)]) == []
    assert of_pairs(place, [f"kind {mixed(n, 50)}" for n in range(MANY)]) == []


def test_the_draw_is_the_same_each_time(place: Workspace) -> None:
    rows = place.con.create_table("given", pa.table({PERSON: [f"a{n // 2}" for n in range(MANY)]}))
    again = rows.order_by(PERSON)
    one, other = drawn(rows), drawn(again)
    assert (one.draw, one.own) == (other.draw, other.own) == (Draw(5, 1), one.own)
    assert 17_000 < one.own < 23_000


def test_of_few_authors_fewer_rows_are_tried(place: Workspace) -> None:
    rows = place.con.create_table("given", pa.table({PERSON: [f"a{n % 300}" for n in range(MANY)]}))
    assert drawn(rows).draw == Draw(1, 5)


@pytest.mark.slow("reads 8 MB of JSON, twice")
def test_of_long_json_fewer_rows_are_tried(place: Workspace) -> None:
    shape = [[n, n] for n in range(6000)]
    found = [json.dumps({"shape": shape, "n": n, "by": key}) for n, key in enumerate(KEYS)]
    assert "at $.by, its value puts" in things(place, found, "json")[0]
    assert things(place, [json.dumps({"shape": shape, "n": n}) for n in NOISE], "json") == []


def test_a_place_where_one_person_is_busy_is_let_through_where_declared(place: Workspace) -> None:
    towns = [author if number % 10 < 8 else "Lyon" for number, author in enumerate(AUTHORS)]
    assert len(things(place, towns)) == 1
    assert things(place, towns, regroup={"max": 1}) == []


def test_a_decided_series_key_lets_rows_be_put_together(place: Workspace) -> None:
    key = {"reviewed": date(2026, 11, 1), "why": "Makers sign what they make."}
    assert things(place, AUTHORS, series_key=key) == []


def test_a_column_that_tells_records_apart_is_refused(place: Workspace) -> None:
    assert records(place, [f"R{number:05d}" for number in range(40)]) == [
        "blocker nearly-unique: rows.value: 40 different values in 40 rows: whoever knows one of "
        "them finds the person's row; make it coarser (`band`, `round`, `prefix`, `ladder`…), or "
        "`protect: drop`"
    ]


def test_free_text_has_its_own_review(place: Workspace) -> None:
    assert records(place, [f"text {n}" for n in range(40)], role="free_text") == []


def test_answers_that_people_share_are_let_through(place: Workspace) -> None:
    assert records(place, [f"answer {n % 9}" for n in range(40)], role="sensitive") == []
