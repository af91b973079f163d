"""People and answers are counted, not spellings."""

from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publish.bakehouse.protect.classes import measured, with_class
from publish.bakehouse.protect.identity import (
    canonical,
    canonical_values,
    items,
    united,
)
from publish.bakehouse.protect.risk import inference
from publish.bakehouse.series.digests import identified
from publish.bakehouse.series.recoding import recoding_of
from tests.bakehouse.protect import people as some
from tests.tables import bench, rows_of

TWELVE = (
    "Ada@x.fr", "ada@x.fr", "ADA@x.fr", " ada@x.fr", "ada@x.fr ", "aDa@x.fr", "ada@X.fr",
    "\u00a0ada@x.fr", "ａｄａ@x.fr", "ada@x.fr.", "Ada L. <ada@x.fr>", "mailto:ada+lieux@x.fr",
)  # fmt: skip


@pytest.mark.parametrize("spelling", TWELVE)
def test_twelve_spellings_are_one_person(spelling: str) -> None:
    assert canonical(spelling) == "ada@x.fr"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("malade", " MALADE "),
        ("Straße", "STRASSE"),
        ("e\u0301te\u0301", "Été"),
        ("Jean  Dupont", "jean\u00a0dupont"),
        ("zero\u200bwidth", "zerowidth"),
        ("a.d.a@gmail.com", "ada@googlemail.com"),
    ],
)
def test_spellings_of_one_value_are_equal(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


INVISIBLE = (
    0x00, 0x1B, 0x7F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x200B, 0x200E,
    0x202A, 0x202E, 0x2060, 0x2061, 0x2066, 0x206A, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9,
    0x1D173, 0xE0001, 0xE0061, 0xE0100,
)  # fmt: skip


@pytest.mark.parametrize("code", INVISIBLE)
def test_what_cannot_be_seen_makes_nobody_another(code: int) -> None:
    assert canonical(f"ad{chr(code)}a@x.fr") == "ada@x.fr"
    assert canonical(f"mal{chr(code)}ade{chr(code)}") == "malade"


@pytest.mark.parametrize(
    ("one", "other"),
    [("ada@x.fr", "ada@y.fr"), ("été", "ete"), ("07", "7"), ("a.b@x.fr", "ab@x.fr")],
)
def test_different_values_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@given(st.text())
def test_the_form_of_a_form_is_itself(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


def test_a_column_is_compared_as_its_texts_are(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        table = place.con.create_table("spelt", pa.table({"who": [*TWELVE, None, "Éva"]}))
        found = table.select(who=canonical_values(table.who)).to_pyarrow()["who"].to_pylist()
    assert found == ["ada@x.fr"] * 12 + [None, "éva"]


def test_texts_longer_than_twelve_bytes_stay_whole() -> None:
    people = [f"ada{number}@example.org" for number in range(10)]
    connection = ibis.duckdb.connect()
    rows = connection.create_table("rows", pa.table({"who": people}))
    # What was freed too early was overwritten nearly always, not always.
    for number in range(20):
        found = rows.select(who=ibis.coalesce(canonical_values(rows.who), ""))
        kept = connection.create_table(f"kept_{number}", found)
        assert kept.who.to_pyarrow().to_pylist() == people


def test_answers_that_differ_in_spelling_are_one_answer(tmp_path: Path) -> None:
    spelt = ["malade", "Malade", "malade ", "MALADE"]
    with bench(tmp_path) as place:
        rows = some.rows(place, ["town", "state"], [(f"p{i}", "A", spelt[i % 4]) for i in range(8)])
        [measures] = rows_of(measured(with_class(rows, ["town"]), {"state": 3}))
    assert (measures["people"], measures["distinct_state"]) == (8, 1)


ILL = (
    '["fever", "cough"]', '["cough","fever"]', ' [ "Cough" , "FEVER" ]',
    '["fever","cough","fever"]', '["f\\u0065ver", " cough "]', '["cough", "fever", null]',
    '\u200b["fever",\u200b"cough"]',
)  # fmt: skip
"""One list, in the spellings of seven people."""


@pytest.mark.parametrize(
    "spellings",
    [
        ILL,
        ('{"is": "ill", "since": 2}', '{"since":2.0,"is":" Ill"}', '{"is":"ill","since":2e0}'),
        ('{"a": [1, {"b": 2, "c": null}]}', '{"a": [{"b": 2}, 1.0]}', '{"a": [{"b": 2}, 1]}'),
        ("ill", '"ill"', '["ill"]', '["Ill", ""]', '"[\\"ill\\"]"'),
        ("", " ", "\u200b", "[]", "{}", "null", '""', '{"a": []}'),
    ],
)  # fmt: skip
def test_json_is_compared_by_what_it_says(spellings: tuple[str, ...]) -> None:
    assert len({items(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('["fever"]', '["cough"]'),
        ('["fever"]', '["fever", "cough"]'),
        ('{"a": 1, "b": 2}', '{"a": 2, "b": 1}'),
        ("true", "1"),
        ("07", "7"),
        ("[fever", "[cough"),
    ],
)
def test_json_that_says_something_else_is_another_answer(one: str, other: str) -> None:
    assert items(one) != items(other)


@given(st.text())
@example("NULL")
@example("[NULL]")
def test_an_item_is_itself_an_answer(text: str) -> None:
    assert {said for item in items(text) for said in items(item)} == set(items(text))


def test_json_nested_too_deep_is_a_text() -> None:
    assert items("[" * 100_000) == ("[" * 100_000,)


@pytest.mark.parametrize(("told", "distinct"), [(ILL, 1), ((*ILL, '["chill"]', "[]", None), 2)])
def test_one_list_in_many_orders_is_one_answer(
    tmp_path: Path, told: tuple[str | None, ...], distinct: int
) -> None:
    with bench(tmp_path) as place:
        found = [(f"p{number}", "A", one) for number, one in enumerate(told)]
        rows = with_class(some.rows(place, ["town", "state"], found), ["town"])
        measures = measured(rows, {"state": 2})
        [of] = rows_of(measures)
        certain = inference(rows, measures, ["state"], place)["state"]["certain"]
        made = some.recoded(place, rows, {"town": "quasi_identifier", "state": "sensitive"})
        recoding = recoding_of(made.declared, ["town", "state"], ["town"], tmp_path)
        digested = rows_of(identified(rows, recoding, "s", b"key", place, guarded=["state"]))
    assert (of["distinct_state"], certain) == (distinct, float(distinct == 1))
    assert len({row["_answers"] for row in digested} - {'{"state":null}'}) == distinct


def test_synonyms_are_published_as_one_value(tmp_path: Path) -> None:
    words = {"malade": ("Souffrant", "en maladie")}
    with bench(tmp_path) as place:
        rows = some.rows(place, ["state"], [("p", s) for s in ("souffrant ", "Malade", "bien")])
        found = rows.select(state=united(rows["state"], words)).to_pyarrow()["state"].to_pylist()
    assert found == ["malade", "malade", "bien"]
