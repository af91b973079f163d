"""A partner's file under our columns: recipes, rejects with their lines, what is told of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.mapping import MapReport, mapped
from publish.bakehouse.read.exports import Export
from publish.declare.partner import Partner
from tests.tables import bench, column, export, source, table

TABLE = table(
    {
        "name": column(),
        "kind": column(),
        "mail": column(),
        "lat": column("number"),
        "lon": column("number"),
    },
    sources=(),
    partners={},
    coordinates=({"lat": "lat", "lon": "lon", "bounds": (2.0, 46.0, 8.0, 49.0)},),
)


def partner(**declared: Any) -> Partner:
    """A partner's file, but for what is declared."""
    told = {
        "name": "Les amis",
        "license": "ODbL-1.0",
        "agreed": {"by": "Ada", "on": date(2026, 1, 1), "until": date(2027, 1, 1)},
        "source": {"path": "exports/amis.csv"},
        "id": "Numéro",
        "map": {"name": "Nom"},
    }
    return Partner.model_validate(told | declared)


def taken(
    folder: Path, declared: Partner, headers: tuple[str, ...], *rows: tuple[str | None, ...]
) -> tuple[list[dict[str, Any]], Export, MapReport]:
    """The mapped rows, their export, what is told."""
    harvested = Harvested("amis", declared, (), source(), date(2026, 11, 1))
    with bench(folder) as place:
        given = export(place, headers, rows)
        _, ours, told = mapped(harvested, given, TABLE, place, folder)
        found = ours.table.to_pyarrow().to_pylist()
        refused, lines = ours.refused(), ours.lines([*range(len(found))])
        seen = Export(ours.file, None, ours.headers, ours.records, lambda: refused, lambda _: lines)
    assert ours.records == len(found) + len(refused)
    return found, seen, told


def test_rows_are_cooked_and_named(tmp_path: Path) -> None:
    declared = partner(map={"name": {"from": ("Titre", "Nom"), "do": ("trim",)}})
    [row], _, told = taken(tmp_path, declared, ("Numéro", "Nom"), ("7", " Le  Lieu "))
    assert (row["id"], row["name"], row["source_id"]) == ("amis/7", "Le Lieu", '["7"]')
    assert (told.new, told.gone, dict(told.unknown)) == ((), (), {})


def test_what_does_not_fit_is_a_reject_with_its_line(tmp_path: Path) -> None:
    declared = partner(map={"name": "Nom", "lat": {"from": "Point", "do": ({"point": "lat"},)}})
    rows = [("1", "A", "47.1, 5.0"), ("2", "B", "là-bas"), ("", "C", ""), ("1", "D", "")]
    found, seen, _ = taken(tmp_path, declared, ("Numéro", "Nom", "Point"), *rows)
    assert [(row["name"], row["lat"]) for row in found] == [("A", "47.1")]
    assert [(one.line, one.column, one.reason.code) for one in seen.refused()] == [
        (3, "lat", "not-point"),
        (4, "id", "required"),
        (5, "id", "id-twice"),
    ]


def test_a_row_that_fits_is_taken_though_one_of_its_id_did_not(tmp_path: Path) -> None:
    declared = partner(map={"name": "Nom", "lat": {"from": "Lat", "do": ("number",)}})
    rows = [("1", "A", "?"), ("2", "B", "47"), ("1", "C", "46.5")]
    found, seen, _ = taken(tmp_path, declared, ("Numéro", "Nom", "Lat"), *rows)
    assert [row["name"] for row in found] == ["B", "C"]
    assert seen.lines([0, 1]) == [3, 4]


@pytest.mark.parametrize("header", ["ROWID", "rowid"])
def test_a_header_is_never_taken_for_the_number_of_a_row(header: str, tmp_path: Path) -> None:
    declared = partner(
        map={"name": "Nom", "kind": header, "lat": {"from": "Lat", "do": ("number",)}}
    )
    rows = [("9", "1", "A", "47"), ("9", "2", "B", "?"), ("x", "3", "C", "46")]
    found, seen, told = taken(tmp_path, declared, (header, "Numéro", "Nom", "Lat"), *rows)
    assert [(row["source_id"], row["kind"]) for row in found] == [('["1"]', "9"), ('["3"]', "x")]
    assert ([one.line for one in seen.refused()], seen.lines([0, 1])) == ([3], [2, 4])
    assert (told.new, told.gone) == ((), ())


def test_a_header_rowid_may_name_rows(tmp_path: Path) -> None:
    rows = [("5", "A"), ("5", "B"), ("6", "C")]
    found, seen, _ = taken(tmp_path, partner(id="rowid"), ("rowid", "Nom"), *rows)
    assert [row["id"] for row in found] == ["amis/5", "amis/6"]
    assert [(one.line, one.reason.code) for one in seen.refused()] == [(3, "id-twice")]


def test_words_that_a_lookup_lacks_are_counted(tmp_path: Path) -> None:
    (tmp_path / "categories.csv").write_text("theirs,ours\nFablab,atelier\n", "utf-8")
    look = {"lookup": "categories.csv", "otherwise": "autre"}
    declared = partner(map={"name": "Nom", "kind": {"from": "Type", "do": (look,)}})
    rows = [("1", "A", "FabLab"), ("2", "B", "Yoga"), ("3", "C", "Yoga"), ("4", "D", "Bal")]
    found, _, told = taken(tmp_path, declared, ("Numéro", "Nom", "Type"), *rows)
    assert [row["kind"] for row in found] == ["atelier", "autre", "autre", "autre"]
    assert dict(told.unknown) == {("kind", "Yoga"): 2, ("kind", "Bal"): 1}


def test_a_rejected_word_is_counted_as_well(tmp_path: Path) -> None:
    (tmp_path / "categories.csv").write_text("theirs,ours\nFablab,atelier\n", "utf-8")
    declared = partner(
        map={"name": "Nom", "kind": {"from": "Type", "do": ({"lookup": "categories.csv"},)}}
    )
    found, seen, told = taken(tmp_path, declared, ("Numéro", "Nom", "Type"), ("1", "A", "Yoga"))
    assert (found, dict(told.unknown)) == ([], {("kind", "Yoga"): 1})
    assert [str(one.reason) for one in seen.refused()] == ["is not in categories.csv; add it there"]


def test_swapped_degrees_are_told_and_stay(tmp_path: Path) -> None:
    declared = partner(map={"name": "Nom", "lat": "Lat", "lon": "Lon"})
    rows = [("1", "A", "47.3", "5.0"), ("2", "B", "5.0", "47.3"), ("3", "C", "4.0", "3.0")]
    found, _, told = taken(tmp_path, declared, ("Numéro", "Nom", "Lat", "Lon"), *rows)
    assert told.swapped == {"lat+lon": 1}
    assert found[1]["lat"] == "5.0"


def test_new_headers_and_needed_ones_that_are_gone_are_told(tmp_path: Path) -> None:
    declared = partner(
        map={"name": ("Nom", "Titre"), "mail": {"from": "M1", "do": ({"first": "M2"},)}},
        unused=("adresse",),
    )
    _, _, told = taken(tmp_path, declared, ("Numéro", "nom complet", "adresse.rue", "M2"))
    assert (told.new, told.gone) == (("nom complet",), ("Nom", "Titre"))
    _, _, told = taken(tmp_path, declared, ("Titre", "M1"))
    assert told.gone == ("Numéro",)


def test_what_is_not_open_is_not_even_looked_at(tmp_path: Path) -> None:
    declared = partner(
        map={"name": "Nom", "mail": {"from": "Mail", "do": ({"lookup": "none.csv"},)}},
        openness={"mail": "collective"},
    )
    [row], _, told = taken(tmp_path, declared, ("Numéro", "Nom", "Mail"), ("1", "A", "a@b.fr"))
    assert (row["mail"], told.new, told.gone) == (None, (), ())


def test_words_that_mean_nothing_are_nothing(tmp_path: Path) -> None:
    declared = partner(
        map={"name": "Nom", "lat": {"from": "Lat", "do": ("number",)}}, missing_values=("NR",)
    )
    [row], _, _ = taken(tmp_path, declared, ("Numéro", "Nom", "Lat"), ("1", "A", "NR "))
    assert row["lat"] is None
