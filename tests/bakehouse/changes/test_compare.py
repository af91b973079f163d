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
    folder: Path,
    old: tuple[Rows, dict[str, str]],
    new: tuple[Rows, dict[str, str]],
    keys: tuple[list[str] | None, list[str] | None] = (["id"], ["id"]),
    **others: Any,
) -> Path:
    """The folder of a release whose changes were written; `keys` of the old and the new rows."""
    with bench(folder) as place:
        sides = []
        for name, (rows, fields), key in (("old", old, keys[0]), ("new", new, keys[1])):
            (folder / name).mkdir()
            columns = ["id", *fields]
            cells = [[key, *(row[c] for c in fields)] for key, row in sorted(rows.items())]
            arrays = [pa.array(list(column), pa.string()) for column in zip(*cells, strict=True)]
            empty = [pa.array([], pa.string()) for _ in columns]
            made = place.con.create_table(name, pa.table(arrays or empty, names=columns))
            bake_csv(folder / name / "places.csv", made, place.con)
            told_table = resource(rows, fields, **others)
            told_table["schema"] |= {} if "schema" in others else {"primaryKey": key}
            tree = {"name": "lieux", "resources": [told_table]}
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
                "rows": {
                    "before": 3,
                    "after": 4,
                    "added": 2,
                    "removed": 1,
                    "changed": 1,
                    "columns_only": 0,
                },
                "compared": {"by": "key", "columns": ["id"]},
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
    counts = {"before": 3, "after": 4, "added": 3, "removed": 2}
    unknown = {"changed": None, "columns_only": None}
    assert (table["rows"], table["files"]) == (counts | unknown, [])
    assert table["compared"] == {"by": "rows", "columns": ["id", "name"]}


def test_a_key_of_several_columns_is_a_list(tmp_path: Path) -> None:
    fields = [{"name": "id", "type": "string"}, {"name": "name", "type": "string"}]
    schema = {"fields": fields, "primaryKey": ["id", "name"]}
    folder = step(
        tmp_path, ({"1": {"name": 'a"'}}, NAME), ({"2": {"name": "é"}}, NAME), schema=schema
    )
    with (folder / "places.changes.csv").open(encoding="utf-8") as file:
        assert [row["key"] for row in csv.DictReader(file)] == ['["1","a\\""]', '["2","é"]']


PAIR = {"name": "string", "note": "string"}


def told(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """What the summary says of the table, and the lines."""
    [table] = json.loads((folder / "changes.json").read_text(encoding="utf-8"))["tables"]
    return table, (folder / "places.changes.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_a_row_with_a_new_column_only_is_not_changed(tmp_path: Path) -> None:
    new: Rows = {
        "01": {"name": "Café, été", "note": "a"},
        "02": {"name": "Fablab", "note": "b"},
        "03": {"name": None, "note": None},
    }
    table, lines = told(step(tmp_path, (OLD, NAME), (new, PAIR)))
    counts = {"added": 0, "removed": 0, "changed": 1, "columns_only": 1}
    assert table["rows"] == {"before": 3, "after": 3, **counts}
    assert lines == [
        'changed,01,name,Café,"Café, été"',
        "changed,01,note,,a",
        "columns_only,02,note,,b",
    ]


def test_a_row_that_lost_a_column_only_is_not_changed(tmp_path: Path) -> None:
    old: Rows = {"01": {"name": "Café", "note": "a"}, "02": {"name": "Fablab", "note": None}}
    new: Rows = {"01": {"name": "Café"}, "02": {"name": "Le Fablab"}}
    table, lines = told(step(tmp_path, (old, PAIR), (new, NAME)))
    counts = {"added": 0, "removed": 0, "changed": 1, "columns_only": 1}
    assert table["rows"] == {"before": 2, "after": 2, **counts}
    assert lines == ["changed,02,name,Fablab,Le Fablab"]


@pytest.mark.parametrize("keys", [(None, ["id"]), (["id"], None), (["name"], ["id"])])
def test_a_key_of_one_side_compares_both_where_it_can(
    tmp_path: Path, keys: tuple[list[str] | None, list[str] | None]
) -> None:
    table, lines = told(step(tmp_path, (OLD, NAME), (NEW, NAME), keys))
    assert table["compared"] == {"by": "key", "columns": ["id"]}
    assert (table["rows"]["changed"], len(lines)) == (1, 4)


@pytest.mark.parametrize("name", ["same", None])
def test_a_new_key_that_does_not_tell_old_rows_apart_counts_whole_rows(
    tmp_path: Path, name: str | None
) -> None:
    old: Rows = {"01": {"name": name}, "02": {"name": name}}
    new: Rows = {"01": {"name": "a"}, "02": {"name": name}}
    folder = step(tmp_path, (old, NAME), (new, NAME), (None, ["name"]))
    [table] = json.loads((folder / "changes.json").read_text())["tables"]
    assert table["compared"] == {"by": "rows", "columns": ["id", "name"]}
    assert (table["rows"]["added"], table["rows"]["removed"]) == (1, 1)
    assert table["files"] == []
