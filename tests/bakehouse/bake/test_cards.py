"""The figures of columns are those of the database, and tell of people only what many share."""

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from publish.declare.declaration import Dataset
from publish.release.cards import Card, cards_of
from publish.release.release import CARDS, SUMS, Release, read_package
from tests.bakehouse.bake.tables import COLUMNS, ROWS, baked, dataset

TYPES = {
    "id": "string", "kind": "string", "seats": "integer", "ratio": "number", "opened": "date",
    "tags": "list", "open": "boolean", "note": "string", "code": "string",
}  # fmt: skip
MANY = [
    (f"{n:03}", f"k{n * n % 11}", n * n if n else None, n / 8, f"{2000 + n // 4}-0{n % 9 + 1}-15",
     json.dumps(["été", f"t{n % 3}", "été"]) if n % 2 else None, n % 3 == 0 if n % 5 else None,
     "the same words", f"c{n}" if n % 9 else "c")
    for n in range(90)
]  # fmt: skip


def declared(types: dict[str, str], roles: dict[str, str], **more: Any) -> Dataset:
    """A dataset whose columns have these roles, or are open."""
    columns = {
        name: {"type": type, "role": roles.get(name, "open"), "description": {"fr": "C"}}
        for name, type in types.items()
    }
    return dataset(types, columns=columns, **more)


def cards(folder: Path) -> dict[str, Card]:
    """Column -> its card."""
    told = json.loads((folder / CARDS).read_text(encoding="utf-8"))
    return dict(cards_of(told)["places"])


def ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    reviewed = declared(TYPES, {"note": "free_text"})
    with baked(tmp_path_factory.mktemp("cards"), MANY, reviewed) as folder:
        yield folder


def test_columns_are_as_full_as_in_the_database(tmp_path: Path) -> None:
    with baked(tmp_path) as folder:
        found = cards(folder)
        assert found.keys() == COLUMNS.keys()
        for name in COLUMNS:
            [(filled,)] = ask(folder, f"select count([{name}]) from places")
            assert (found[name].number, found[name].filled) == (len(ROWS), filled)


def test_values_are_those_that_come_most_often(made: Path) -> None:
    found = cards(made)
    counted = ask(made, "select kind, count(*) from places group by 1 order by 2 desc, 1 limit 6")
    assert [*found["kind"].values] == counted
    known = "select open, count(*) from places where open is not null group by 1 order by 2 desc"
    assert [*found["open"].values] == ask(made, known)
    assert found["tags"].values == (("été", 45), ("t0", 15), ("t1", 15), ("t2", 15))
    assert (found["tags"].filled, found["tags"].distinct) == (45, 4)
    # Of many, those that come once are no frequent ones.
    assert found["code"].values == (("c", 10),)
    assert (found["code"].distinct, found["id"].distinct) == (81, 90)


def test_keys_and_free_texts_tell_no_value(made: Path) -> None:
    found = cards(made)
    assert (found["id"].values, found["note"]) == ((), Card(90, 90))
    assert "the same words" not in (made / CARDS).read_text()


@pytest.mark.parametrize("column", ["seats", "ratio", "opened"])
def test_numbers_and_dates_are_spread_as_filters_find_them(made: Path, column: str) -> None:
    card = cards(made)[column]
    ends = ask(made, f"select min({column}), max({column}) from places")
    assert [(card.least, card.most)] == ends
    quarters = ask(made, f"select {column} from places where {column} is not null order by 1")
    wanted = tuple(quarters[(len(quarters) * n - 1) // 4][0] for n in (1, 2, 3))
    assert card.quartiles == wanted
    assert sum(one.number for one in card.classes) == card.filled
    assert 2 < len(card.classes) <= 10
    for low, high, number in card.classes:
        until = f"and {column} < {high!r}" if high is not None else ""
        sql = f"select count(*) from places where {column} >= {low!r} {until}"
        assert ask(made, sql) == [(number,)]


def test_a_few_far_values_have_a_class_without_end(tmp_path: Path) -> None:
    rows = [(str(n), 10**9 if n == 0 else n) for n in range(200)]
    with baked(tmp_path, rows, dataset({"id": "string", "seats": "integer"})) as folder:
        card = cards(folder)["seats"]
    assert card.classes[0] == (0, 50, 49)
    assert card.classes[-1] == (200, None, 1)


def test_places_on_the_map_tell_their_ends_alone(tmp_path: Path) -> None:
    with baked(tmp_path) as folder:
        assert cards(folder)["lat"] == Card(8, 5, least=-90.0, most=95.0)


AGES = ("<30", "30–44")
PEOPLE = {"age": "string", "answer": "integer", "income": "number"}
ROLES = {"age": "quasi_identifier", "answer": "sensitive", "income": "sensitive"}
# In each class of 60 rows, of 12 people or more, nearly all gave the first answer.
SURVEY = [
    (age, 1 if n < 51 else 2 if n < 58 else None, 1000.0 + n) for age in AGES for n in range(60)
]  # fmt: skip


def told_of_people(
    folder: Path, rows: Sequence[Sequence[Any]], **said: Any
) -> tuple[dict[str, Card], str]:
    """The cards of a table about people, and the file of all of them."""
    survey = declared(PEOPLE, ROLES, about="people", primary_key=(), browse={}, **said)
    with baked(folder, rows, survey) as made:
        return cards(made), (made / CARDS).read_text()


def test_of_people_only_what_k_of_them_share_is_told(tmp_path: Path) -> None:
    found, text = told_of_people(tmp_path, SURVEY, privacy={"k": 11})
    # A person has five rows of a class at most: 51 rows of one class are of eleven people.
    assert found["answer"] == Card(120, None, 2, values=((1, 102),))
    assert found["age"].values == (("30–44", 60), ("<30", 60))
    assert (found["income"].least, found["income"].most, found["income"].values) == (None, None, ())
    assert (found["income"].quartiles, found["income"].classes) == (None, ())
    assert "1059.0" not in text


def test_many_rows_of_one_person_are_not_many_people(tmp_path: Path) -> None:
    # In each of 40 classes somebody gave five times an answer that nobody else gave.
    rows = [(f"{n}", 9 if m < 5 else 1, 0.0) for n in range(40) for m in range(60)]
    found, _ = told_of_people(tmp_path, rows, privacy={"k": 11})
    assert found["answer"].values == ((1, 2200),)
    # With one row a person in each class, eleven rows are eleven people.
    again, _ = told_of_people(tmp_path / "one", rows, privacy={"k": 5, "max_rows_per_class": 1})
    assert dict(again["answer"].values) == {1: 2200, 9: 200}


def test_those_without_an_answer_are_told_when_they_are_many(tmp_path: Path) -> None:
    rows = [("<30", None if n % 2 else 1, None) for n in range(120)]
    found, _ = told_of_people(tmp_path, rows, privacy={"k": 11})
    assert (found["answer"].filled, found["income"].filled) == (60, 0)


def test_a_directory_tells_no_value_of_fewer_than_k(tmp_path: Path) -> None:
    named = {"consent": "age", "covers": ("answer", "income"), "why": "asked at registration"}
    found, _ = told_of_people(tmp_path, SURVEY, named=named)
    assert found["answer"].values == ((1, 102), (2, 14))
    assert (found["income"].values, found["answer"].filled) == ((), None)


def test_counts_of_people_are_added_up(tmp_path: Path) -> None:
    counts = {"age": "string", "people": "integer"}
    rows = [("<30", 40), ("30–44", 25), ("30–44", 30), (None, 15)]
    table = declared(counts, ROLES, about="people", primary_key=(), browse={})
    with baked(tmp_path, rows, table) as folder:
        found = cards(folder)
    assert found["age"] == Card(110, 95, 2, values=(("30–44", 55), ("<30", 40)))
    assert found["people"] == Card(4, 4, 4, least=15, most=40)


def test_the_dictionary_and_the_database_have_the_figures(made: Path) -> None:
    with (made / "dictionary.csv").open(encoding="utf-8") as file:
        lines = {line["name"]: line for line in csv.DictReader(file)}
    seats = lines["seats"]
    assert [seats[key] for key in ("number", "filled", "least", "most")] == [
        "90",
        "89",
        "1",
        "7921",
    ]
    assert seats["median"] == str(45 * 45)
    assert json.loads(lines["tags"]["values"]) == {"été": 45, "t0": 15, "t1": 15, "t2": 15}
    asked = "select name, [values], median from _columns"
    assert ask(made, asked) == [(n, one["values"], one["median"]) for n, one in lines.items()]


def test_cards_are_for_the_site_and_believed_when_they_are_listed(made: Path) -> None:
    assert CARDS not in (made / "datapackage.json").read_text()
    with ZipFile(made / "lieux.zip") as whole:
        assert CARDS not in whole.namelist()
    of = Release("lieux", "1.0.0", made, read_package(made))
    assert of.cards == {}
    (made / SUMS).write_text(f"{'0' * 64}  {CARDS}\n")
    assert Release("lieux", "1.0.0", made, of.package).cards == {}
