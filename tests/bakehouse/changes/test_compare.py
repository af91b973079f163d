"""Applying the difference to the old rows gives the new rows."""

import csv
import json
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.bake.delimited import bake_csv
from publish.bakehouse.changes import VersionStep, write_changes
from publish.release.change import Change
from publish.release.package import Package
from publish.release.release import Release
from tests.tables import bench

DAY = date(2026, 11, 21)
Rows = dict[str, dict[str, str | None]]
CELLS = st.none() | st.text(st.sampled_from("aé\",\n\r '0"), max_size=4)


def tables(*names: str) -> st.SearchStrategy[Rows]:
    keys = st.text(st.sampled_from('ab"é,'), min_size=1, max_size=2)
    return st.dictionaries(keys, st.fixed_dictionaries(dict.fromkeys(names, CELLS)), max_size=6)


def resource(rows: Rows, fields: dict[str, str], **others: Any) -> dict[str, Any]:
    told = [{"name": "id", "type": "string"}]
    told += [{"name": name, "type": type} for name, type in fields.items()]
    return {
        "name": "places",
        "path": "places.csv",
        "about": "things",
        "rows": len(rows),
        "schema": {"fields": told, "primaryKey": ["id"]},
        **others,
    }


def step(
    folder: Path, old: tuple[Rows, dict[str, str]], new: tuple[Rows, dict[str, str]], **others: Any
) -> Path:
    """The folder of a release whose changes were written."""
    with bench(folder) as place:
        sides = []
        for name, (rows, fields) in (("old", old), ("new", new)):
            (folder / name).mkdir()
            columns = ["id", *fields]
            cells = [[key, *(row[c] for c in fields)] for key, row in sorted(rows.items())]
            arrays = [pa.array(list(column), pa.string()) for column in zip(*cells, strict=True)]
            empty = [pa.array([], pa.string()) for _ in columns]
            made = place.con.create_table(name, pa.table(arrays or empty, names=columns))
            bake_csv(folder / name / "places.csv", made, place.con)
            tree = {"name": "lieux", "resources": [resource(rows, fields, **others)]}
            sides.append(Package(tree))
        previous = Release("lieux", "1.0.0", folder / "old", sides[0])
        told = VersionStep("1.0.1", DAY, "patch", [Change("rows-changed")])
        write_changes(folder / "new", sides[1], told, previous, place)
    return folder / "new"


def applied(folder: Path, old: Rows, fields: dict[str, str]) -> Rows:
    """The old rows after the difference, as a reader of the JSON Lines would do it."""
    summary = json.loads((folder / "changes.json").read_text(encoding="utf-8"))["tables"][0]
    anew = {*summary["columns"]["added"], *(c["name"] for c in summary["columns"]["changed"])}
    rows: Rows = {
        key: {c: None if c in anew else row.get(c) for c in fields} for key, row in old.items()
    }
    for line in (folder / "places.changes.jsonl").read_text(encoding="utf-8").splitlines():
        change = json.loads(line)
        if change["op"] == "removed":
            del rows[change["key"]]
            continue
        row = rows.setdefault(change["key"], dict.fromkeys(fields))
        if change["column"] is not None:
            emptied = change["new"] is None
            assert change["old"] == (None if emptied else row[change["column"]])
            row[change["column"]] = change["new"]
    return rows


@pytest.mark.slow("writes the changes of dozens of releases")
@settings(max_examples=25)
@given(old=tables("name", "note"), new=tables("name", "note"))
def test_old_rows_and_the_difference_make_the_new(old: Rows, new: Rows) -> None:
    fields = {"name": "string", "note": "string"}
    folder = step(Path(mkdtemp()), (old, fields), (new, fields))
    assert applied(folder, old, fields) == new


@pytest.mark.slow("bakes two releases to compare them")
@settings(max_examples=15)
@given(old=tables("name", "note"), new=tables("label", "note"))
def test_also_when_columns_were_renamed_and_retyped(old: Rows, new: Rows) -> None:
    before, after = {"name": "string", "note": "string"}, {"label": "string", "note": "date"}
    folder = step(Path(mkdtemp()), (old, before), (new, after))
    assert applied(folder, old, after) == new
    columns = json.loads((folder / "changes.json").read_text())["tables"][0]["columns"]
    assert columns == {
        "added": ["label"],
        "removed": ["name"],
        "changed": [{"name": "note", "from": {"type": "string"}, "to": {"type": "date"}}],
    }


OLD: Rows = {"01": {"name": "Café"}, "02": {"name": "Fablab"}, "03": {"name": None}}
NEW: Rows = {
    "01": {"name": "Café, été"},
    "03": {"name": None},
    "04": {"name": ""},
    "05": {"name": None},
}
NAME = {"name": "string"}


def test_the_lines_read_well(tmp_path: Path) -> None:
    folder = step(tmp_path, (OLD, NAME), (NEW, NAME))
    assert (folder / "places.changes.csv").read_text(encoding="utf-8") == (
        "op,key,column,old,new\n"
        'changed,01,name,Café,"Café, été"\n'
        "removed,02,,,\n"
        'added,04,name,,""\n'
        "added,05,,,\n"
    )
    lines = (folder / "places.changes.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines[0] == (
        '{"op":"changed","key":"01","column":"name","old":"Café","new":"Café, été"}'
    )
    summary = json.loads((folder / "changes.json").read_text(encoding="utf-8"))
    assert summary == {
        "dataset": "lieux",
        "version": "1.0.1",
        "previous": "1.0.0",
        "date": "2026-11-21",
        "bump": "patch",
        "reasons": ["rows changed"],
        "changes": [{"code": "rows-changed"}],
        "tables": [
            {
                "name": "places",
                "about": "things",
                "rows": {"before": 3, "after": 4, "added": 2, "removed": 1, "changed": 1},
                "columns": {"added": [], "removed": [], "changed": []},
                "files": ["places.changes.csv", "places.changes.jsonl"],
            }
        ],
    }


def test_of_people_only_totals_are_told(tmp_path: Path) -> None:
    folder = step(tmp_path, (OLD, NAME), (NEW, NAME), about="people")
    [table] = json.loads((folder / "changes.json").read_text())["tables"]
    assert table["rows"] == {"before": 3, "after": 4}
    assert sorted(path.name for path in folder.iterdir()) == ["changes.json", "places.csv"]


def test_rows_without_a_key_are_counted(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "id", "type": "string"}, {"name": "name", "type": "string"}]}
    folder = step(tmp_path, (OLD, NAME), (NEW, NAME), schema=schema)
    [table] = json.loads((folder / "changes.json").read_text())["tables"]
    counts = {"before": 3, "after": 4, "added": 3, "removed": 2, "changed": None}
    assert (table["rows"], table["files"]) == (counts, [])


def test_a_key_of_several_columns_is_a_list(tmp_path: Path) -> None:
    fields = [{"name": "id", "type": "string"}, {"name": "name", "type": "string"}]
    schema = {"fields": fields, "primaryKey": ["id", "name"]}
    folder = step(
        tmp_path, ({"1": {"name": 'a"'}}, NAME), ({"2": {"name": "é"}}, NAME), schema=schema
    )
    with (folder / "places.changes.csv").open(encoding="utf-8") as file:
        assert [row["key"] for row in csv.DictReader(file)] == ['["1","a\\""]', '["2","é"]']
