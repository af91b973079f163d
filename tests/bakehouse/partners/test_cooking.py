"""The recipes of a partner's file over its rows: values, rejects, words that are not known."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.partners.cooking import Cooking, gone
from publish.bakehouse.partners.recipes.step import Beside
from publish.declare.column import Column
from publish.declare.partner import MapRule
from tests.tables import bench, column, export, table

COLUMNS = {
    "name": column(),
    "opened": column("date", format=("%d/%m/%Y",)),
    "width": column("number", decimal=","),
    "themes": column("list"),
}


def rule(*headers: str, do: tuple[object, ...] = ()) -> MapRule:
    return MapRule.model_validate({"from": headers, "do": do})


def cooked(
    folder: Path,
    rules: dict[str, MapRule],
    headers: tuple[str, ...],
    *rows: tuple[str | None, ...],
    missing: tuple[str, ...] = (),
    of: Mapping[str, Column] = COLUMNS,
) -> list[dict[str, Any]]:
    """What becomes of rows."""
    with bench(folder) as place:
        staged = place.kept("staged", export(place, headers, rows).table)
        cooking = Cooking(rules, headers, table(of), Beside(folder=folder), missing)
        made = cooking.cells(staged, place)
        found: list[dict[str, Any]] = made.order_by("_record").to_pyarrow().to_pylist()
        return found


def test_recipes_follow_one_another(tmp_path: Path) -> None:
    rules = {
        "name": rule("Nom", do=("html", "trim")),
        "themes": rule("T1", do=({"also": ("T2",)}, "trim")),
    }
    [one, none] = cooked(
        tmp_path, rules, ("Nom", "T1", "T2"), ("<b>Le  Lieu</b> ", " eau", "vélo"), ("", "", None)
    )
    assert one == {
        "_record": 0,
        "name": "Le Lieu",
        "themes": '["eau","vélo"]',
        "_wrong": None,
        "_unknown": [],
    }
    assert (none["name"], none["themes"], none["_wrong"]) == (None, None, None)


def test_what_does_not_fit_names_its_column_and_reason(tmp_path: Path) -> None:
    rules = {
        "opened": rule("Ouvert", do=({"date": "%Y-%m-%d"},)),
        "width": rule("L", do=("number",)),
    }
    found = cooked(tmp_path, rules, ("Ouvert", "L"), ("2025-02-30", "1"), ("", "deux"), ("", "1,5"))
    assert [row["_wrong"] for row in found] == ["opened\tnot-date", "width\tnot-measure", None]


def test_values_are_written_as_the_column_is_declared(tmp_path: Path) -> None:
    rules = {
        "opened": rule("Ouvert", do=({"date": "%d %B %Y"},)),
        "width": rule("L", do=({"number": "m"},)),
    }
    [row] = cooked(tmp_path, rules, ("Ouvert", "L"), ("1er mai 2025", "1.5 m"))
    assert (row["opened"], row["width"]) == ("01/05/2025", "1,5")


def test_words_that_are_not_known_are_told(tmp_path: Path) -> None:
    (tmp_path / "mots.csv").write_text("theirs,ours\neau,water\n", "utf-8")
    rules = {"themes": rule("T", do=({"split": ";"}, {"lookup": "mots.csv", "otherwise": "other"}))}
    [row] = cooked(tmp_path, rules, ("T",), ("eau; vélo; feu",))
    assert row["themes"] == '["water","other","other"]'
    assert row["_unknown"] == ["themes\tvélo", "themes\tfeu"]


@pytest.mark.parametrize("nothing", ["NR ", "null", ""])
def test_what_means_that_nothing_is_there_meets_no_recipe(tmp_path: Path, nothing: str) -> None:
    rules = {"width": rule("L", do=("number",)), "name": rule("L")}
    [row] = cooked(tmp_path, rules, ("L",), (nothing,), missing=("NR", "null"))
    assert (row["width"], row["name"], row["_wrong"]) == (None, None, None)


def test_a_rule_breaks_where_no_candidate_is_left() -> None:
    assert gone(rule("Nom", "Name"), ("Name",)) == []
    assert gone(rule("Nom", "Name"), ("Titre",)) == ["Nom", "Name"]
    assert gone(rule("Nom", do=({"first": "Titre"},)), ("Titre",)) == []
    assert gone(rule("T1", do=({"also": ("T2", "T3")},)), ("T1", "T2")) == ["T3"]


@pytest.mark.parametrize("cell", ["1.2345678900012E+13", "1,23457E+13", "12345678900012.0"])
def test_a_code_that_a_spreadsheet_made_a_number_is_no_value(tmp_path: Path, cell: str) -> None:
    columns = {"siret": column(), "dossier": column()}
    rules = {"siret": rule("SIRET"), "dossier": rule("Mesure")}
    [one, good] = cooked(
        tmp_path, rules, ("SIRET", "Mesure"), (cell, cell), ("123 456 789 00012", ""), of=columns
    )
    assert one["_wrong"] == "siret\tspreadsheet-number"
    assert (good["siret"], good["_wrong"]) == ("123 456 789 00012", None)
    [other] = cooked(tmp_path, {"dossier": rules["dossier"]}, ("Mesure",), (cell,), of=columns)
    assert (other["dossier"], other["_wrong"]) == (cell, None)


def test_a_recipe_reads_the_code_of_a_spreadsheet_that_is_whole(tmp_path: Path) -> None:
    found = cooked(
        tmp_path,
        {"siret": rule("SIRET", do=({"code": 14},))},
        ("SIRET",),
        ("1.2345678900012E+13",),
        ("1,23457E+13",),
        ("123\u00a0456\u202f789\u00a000012",),
        of={"siret": column()},
    )
    assert [(row["siret"], row["_wrong"]) for row in found] == [
        ("12345678900012", None),
        (None, "siret\tnot-code\t14"),
        ("12345678900012", None),
    ]
