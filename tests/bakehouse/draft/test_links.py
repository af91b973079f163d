"""Tables that point to one another are drafted with foreign keys, and published with them."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from publish.bakehouse.draft import draft, new_dataset
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from tests.bakehouse.draft.test_draft import answered, loaded
from tests.bakehouse.draft.test_samples import Sheet, book
from tests.sites import METADATA, publish_one

Key = tuple[str, str, str]
LINES: Sheet = [["id", "libelle"], ["L1", "Gare"], ["L2", "Pont"], ["L3", "Ville"]]
STOPS: Sheet = [
    ["code_arret", "nom", "Xlong", "Ylat", "station_parente"],
    ["A1", "Gare", 5.72, 45.18, ""], ["A2", "Gare, quai B", 5.73, 45.18, "A1"],
    ["A3", "Pont", 5.71, 45.17, ""],
]  # fmt: skip
CALLS: Sheet = [
    ["ligne", "code_arret", "ordre"],
    ["L1", "A1", 1], ["L1", "A3", 2], ["L2", "A3", 1], ["L2", "A2", 2],
]  # fmt: skip
BUS = {"lignes": LINES, "arrets": STOPS, "dessertes": CALLS}
KEYS: list[Key] = [
    ("arrets", "station_parente", "arrets.code_arret"),
    ("dessertes", "ligne", "lignes.id"),
    ("dessertes", "code_arret", "arrets.code_arret"),
]


def files(folder: Path, **tables: Sheet) -> list[Path]:
    """Each table as a CSV."""
    made = []
    for name, rows in tables.items():
        made.append(folder / f"{name}.csv")
        text = "\n".join(";".join(map(str, row)) for row in rows) + "\n"
        made[-1].write_text(text, encoding="utf-8")
    return made


def keys(text: str, folder: Path) -> list[Key]:
    """The foreign keys of a draft, once a person has decided."""
    dataset = loaded(folder / "dataset.yaml", answered(text))
    return [
        (name, key.columns[0], f"{key.references.table}.{key.references.columns[0]}")
        for name, table in dataset.tables.items()
        for key in table.foreign_keys
    ]


def linked(folder: Path, tables: Mapping[str, Sheet]) -> list[Key]:
    return keys(draft(*files(folder, **tables), name="bus"), folder)


def test_linked_files_are_one_dataset_with_foreign_keys(tmp_path: Path) -> None:
    assert linked(tmp_path, BUS) == KEYS


def test_linked_sheets_are_published_with_foreign_keys(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path / "site")
    site.data.mkdir(parents=True)
    (site.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    export = book(tmp_path / "bus.xlsx", **BUS)
    path = new_dataset(site, [export], None)
    text = path.read_text("utf-8")
    assert keys(text, tmp_path) == KEYS
    assert "# ligne → lignes.id: all 2 values are keys there" in text
    path.write_text(answered(text), encoding="utf-8")
    export.rename(path.parent / "exports" / export.name)
    assert publish_one(site).status == "published"
    with closing(sqlite3.connect(site.releases / "bus" / "current" / "bus.db")) as database:
        found = database.execute("SELECT * FROM pragma_foreign_key_list('dessertes')").fetchall()
    assert sorted(row[2:5] for row in found) == [
        ("arrets", "code_arret", "code_arret"), ("lignes", "ligne", "id"),
    ]  # fmt: skip


def test_numbers_that_only_happen_to_be_keys_are_no_foreign_key(tmp_path: Path) -> None:
    stops: Sheet = [["stop_id", "stop_name"], [1, "Gare"], [2, "Pont"]]
    calls: Sheet = [["stop_sequence", "platform", "stop"], [1, 2, 1], [2, 2, 1], [1, 1, 2]]
    found = linked(tmp_path, {"stops": stops, "stop_times": calls})
    assert found == [("stop_times", "stop", "stops.stop_id")]


def test_what_points_has_the_type_and_the_trim_of_what_it_points_to(tmp_path: Path) -> None:
    lines: Sheet = [["id", "nom"], ["1", "Gare"], ["2", "Pont"]]
    calls: Sheet = [["ligne", "vus"], ["1", "3"], ["2", "4"], ["1 ", "5"]]
    text = draft(*files(tmp_path, lignes=lines, dessertes=calls), name="bus")
    column = loaded(tmp_path / "dataset.yaml", answered(text)).tables["dessertes"].columns["ligne"]
    assert (column.type, column.trim) == ("string", True)
    assert "# of the type of lignes.id; 1 values have blanks around them; nothing" in text


def test_a_few_values_that_are_no_keys_are_told_and_not_linked(tmp_path: Path) -> None:
    lines: Sheet = [["id", "nom"], *([f"L{n}", f"Ligne {n}"] for n in range(9))]
    calls: Sheet = [["ligne", "vus"], *([f"L{n}", n] for n in range(10))]
    text = draft(*files(tmp_path, lignes=lines, dessertes=calls), name="bus")
    assert keys(text, tmp_path) == []
    assert "# not linked: ligne → lignes.id; 1 of 10 values are no key there" in text


def test_of_two_keys_one_points_to_the_other(tmp_path: Path) -> None:
    places: Sheet = [["place_id", "nom"], ["P1", "Gare"], ["P2", "Pont"], ["P3", "Pré"]]
    details: Sheet = [["place_id", "surface"], ["P1", 10], ["P2", 20], ["P3", 30]]
    found = linked(tmp_path, {"details": details, "places": places})
    assert found == [("details", "place_id", "places.place_id")]


def test_keys_that_are_only_called_alike_are_not_linked(tmp_path: Path) -> None:
    one: Sheet = [["id", "nom"], ["1", "Gare"], ["2", "Pont"]]
    assert linked(tmp_path, {"bus_lignes": one, "bus_arrets": one}) == []


def test_nothing_points_to_people(tmp_path: Path) -> None:
    people: Sheet = [["agent", "naissance"], ["x1", "1990"], ["x2", "1980"]]
    tours: Sheet = [["agent", "km"], ["x1", 3], ["x1", 4], ["x2", 5]]
    text = draft(*files(tmp_path, agents=people, tournees=tours), name="bus")
    assert keys(text, tmp_path) == []


def test_several_files_need_a_name_and_names_of_their_own(tmp_path: Path) -> None:
    site, made = SiteFolder(tmp_path / "site"), files(tmp_path, **BUS)
    with pytest.raises(DeclarationError, match="3 files become one dataset; say its name by"):
        new_dataset(site, made, None)
    (tmp_path / "b").mkdir()
    other = files(tmp_path / "b", lignes=LINES)
    with pytest.raises(DeclarationError, match=r"lignes\.csv: two files of one name; rename one"):
        new_dataset(site, [made[0], *other], "bus")
    assert not site.root.exists()
