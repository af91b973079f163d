"""Every recipe: what its file shows is what it does, an empty cell stays, nothing gets lost."""

import json
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.partners.recipes import cooked
from publish.bakehouse.partners.recipes.step import Beside, Example, Step
from publish.declare.partner import Partner
from publish.declare.recipes import RECIPES, Done, Form, done
from publish.declare.yaml_file import load
from publish.release.rejects import REASONS
from publish.words.sql import literal


def examples(name: str) -> list[Example]:
    """What a recipe's file shows of it."""
    shown = resolve_name(RECIPES[name].make.split(":")[0] + ":EXAMPLES")
    return [example for example in shown if done(example.step).name == name]


SHOWN = [example for name in RECIPES for example in examples(name)]


@pytest.fixture(scope="module")
def database() -> Iterator[Any]:
    """A database to ask."""
    with duckdb.connect() as connection:
        yield connection


def asked(database: Any, step: Step, cells: dict[str, str]) -> tuple[Any, bool]:
    """The value of a step over cells, and whether the row would be a reject."""
    row = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
    statement = f"SELECT {step.value}, coalesce({step.wrong or 'false'}, false) FROM (SELECT {row})"
    [(value, wrong)] = database.execute(statement).fetchall()
    return value, wrong


def written(value: str | tuple[str, ...] | None) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(literal, value))}]"
    return "CAST(NULL AS VARCHAR)" if value is None else literal(value)


def form_of(value: object) -> Form:
    return "list" if isinstance(value, tuple) else "text"


def beside(example: Example, folder: Path) -> Beside:
    """What the example's row and folder hold."""
    for file, text in example.files.items():
        (folder / file).write_text(text, "utf-8")
    return Beside({header: literal(cell) for header, cell in example.cells.items()}, folder)


@pytest.mark.parametrize("example", SHOWN, ids=lambda one: f"{done(one.step).name}-{one.text!r}")
def test_an_example_is_true(example: Example, database: Any, tmp_path: Path) -> None:
    step, form = cooked(
        done(example.step), "cell", form_of(example.text), beside(example, tmp_path)
    )
    value, wrong = asked(database, step, {"cell": written(example.text)})
    assert wrong is example.wrong
    if not wrong:
        assert (tuple(value) if isinstance(value, list) else value) == example.value
        assert example.value is None or form_of(example.value) == form


@pytest.mark.parametrize("name", RECIPES)
def test_it_shows_what_it_does_and_what_it_refuses(
    name: str, database: Any, tmp_path: Path
) -> None:
    shown = examples(name)
    assert any(example.value is not None for example in shown)
    [step, *_] = [
        cooked(done(one.step), "cell", form_of(one.text), beside(one, tmp_path))[0] for one in shown
    ]
    assert any(example.wrong for example in shown) == (step.wrong is not None)
    assert (step.reason is None) == (step.wrong is None)
    assert step.reason is None or step.reason.code in REASONS


@pytest.mark.parametrize("name", RECIPES)
def test_an_empty_cell_stays_empty(name: str, database: Any, tmp_path: Path) -> None:
    for example in examples(name):
        texts = RECIPES[name].takes == "text"
        alone = Beside(dict.fromkeys(example.cells, "''"), tmp_path)
        beside(example, tmp_path)
        step, _ = cooked(done(example.step), "cell", form_of(example.text), alone)
        for empty in (written(None), *(["''", "' '"] if texts else [])):
            nothing = f"CAST({empty} AS VARCHAR{'' if texts else '[]'})"
            assert asked(database, step, {"cell": nothing}) == (None, False)


# Of these, what is left may be nothing: tags, separators and words that are left out on purpose.
MAY_LEAVE_NOTHING = {"html", "split", "lookup"}
SIGNS = st.text(st.sampled_from("ab1023456789 .,;:/-+()'<>&#[]éû\u00a0\n"), max_size=18)


@pytest.mark.parametrize("name", RECIPES)
@settings(max_examples=12)
@given(texts=st.lists(SIGNS | st.text(max_size=12), max_size=80))
def test_what_does_not_fit_is_refused_and_never_lost(
    name: str, texts: list[str], database: Any
) -> None:
    if name in MAY_LEAVE_NOTHING or RECIPES[name].takes == "list":
        return
    for example in examples(name)[:2]:
        step, _ = cooked(done(example.step), "cell", "text", Beside())
        rows = [[text.replace("\0", "")] for text in texts]
        lost = (
            f"SELECT cell FROM (SELECT unnest($1::VARCHAR[]) AS cell) "
            f"WHERE ({step.value}) IS NULL AND NOT coalesce({step.wrong or 'false'}, false)"
        )
        for (text,) in database.execute(lost, [[text for [text] in rows]]).fetchall():
            assert not text.strip()


@pytest.mark.parametrize("name", ["trim", "phone", "url"])
@settings(max_examples=40)
@given(text=SIGNS)
def test_a_normal_form_is_its_own_normal_form(name: str, text: str, database: Any) -> None:
    step, _ = cooked(Done(name, RECIPES[name].parameters()), "cell", "text", Beside())
    value, wrong = asked(database, step, {"cell": literal(text)})
    if value is not None and not wrong:
        assert asked(database, step, {"cell": literal(value)}) == (value, False)


def test_each_part_of_a_list_goes_through_a_recipe_of_texts(database: Any, tmp_path: Path) -> None:
    (tmp_path / "mots.csv").write_text("theirs,ours\nA,accueil\nF,\n", "utf-8")
    around = Beside({}, tmp_path)
    step, form = cooked(done({"lookup": "mots.csv"}), "cell", "list", around)
    assert form == "list"
    assert asked(database, step, {"cell": "['A', 'f']"}) == (["accueil"], False)
    assert asked(database, step, {"cell": "['A', 'X', 'Y']"})[1] is True
    unknown = Step(str(step.unknown))
    assert asked(database, unknown, {"cell": "['A', 'X', 'Y']"})[0] == ["X", "Y"]


FILE = """
name: Les amis du vélo
license: ODbL-1.0
agreed: {by: Odile, on: 2026-01-01, until: 2027-01-01}
source: {path: partners/amis.csv}
id: Numéro
map:
  name: {from: Lieu, do: %s}
"""


@pytest.mark.parametrize("name", RECIPES)
def test_a_partner_file_may_name_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "amis.yaml"
    for example in examples(name):
        before = [{"split": ";"}] if RECIPES[name].takes == "list" else []
        path.write_text(FILE % json.dumps([*before, example.step]), "utf-8")
        [*_, step] = load(path, Partner).map["name"].steps
        assert done(step) == done(example.step)
