"""Exports of every shape are drafted, and what is drafted is read: no dead end."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook

from publish.bakehouse.draft import draft
from publish.bakehouse.engine import workspace
from publish.bakehouse.read import read, requests
from publish.declare.site import SiteFolder
from publish.errors import SourceError
from tests.bakehouse.draft.test_draft import answered

ROWS = [{"id": "a", "n": 1}, {"id": "b", "n": 2}]
Sheet = list[list[object]]
TABLE: Sheet = [["nom", "places"], ["Four", 12], ["Pré", 7]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    exports = tmp_path / "data" / "drafted" / "exports"
    exports.mkdir(parents=True)
    return exports


def drafted(export: Path) -> dict[str, list[list[str]]]:
    """The rows that each table of a draft reads, once a person has decided."""
    path = export.parent.parent / "dataset.yaml"
    path.write_text(answered(draft(export)), encoding="utf-8")
    site = SiteFolder(path.parents[2])
    dataset = site.dataset("drafted")
    with workspace(site.private) as place:
        found, files = {}, requests(site, "drafted", dataset)
        for name, table in dataset.tables.items():
            (request,) = files[name]
            (one,) = read(request, place)
            headers = [column.header or name for name, column in table.columns.items()]
            assert sorted(headers) == sorted(one.headers)
            found[name] = [list(row.values()) for row in one.table.to_pyarrow().to_pylist()]
        return found


def book(path: Path, *, hidden: str = "", **sheets: Sheet) -> Path:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


READ = [["a", "1"], ["b", "2"]]


@pytest.mark.parametrize(
    ("document", "tables"),
    [
        (ROWS, {"lieux": READ}),
        ({"total": 2, "data": {"items": ROWS}, "next": None}, {"lieux": READ}),
        ({"meta": [1, 2], "places": ROWS, "events": ROWS}, {"places": READ, "events": READ}),
        ({"a": {"rows": ROWS}, "b": {"rows": ROWS}}, {"a_rows": READ, "b_rows": READ}),
        ({'with "quotes" and {[': "}]", "rows": ROWS}, {"lieux": READ}),
    ],
)
def test_lists_are_found_wherever_they_stand(
    folder: Path, document: object, tables: dict[str, object]
) -> None:
    export = folder / "lieux.json"
    export.write_text(json.dumps(document), encoding="utf-8")
    assert drafted(export) == tables


def test_an_object_a_line_is_read_under_any_name(folder: Path) -> None:
    export = folder / "lieux.json"
    export.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    assert drafted(export) == {"lieux": READ}


def test_a_document_in_another_encoding_is_read(folder: Path) -> None:
    export = folder / "lieux.json"
    export.write_text('{"rows": [{"nom": "Café"}, {"nom": "Pré"}]}', encoding="cp1252")
    assert drafted(export) == {"lieux": [["Café"], ["Pré"]]}


def test_lines_in_another_encoding_are_read(folder: Path) -> None:
    export = folder / "lieux.jsonl"
    export.write_text('{"nom": "Café"}\n{"nom": "Pré"}\n', encoding="cp1252")
    assert drafted(export) == {"lieux": [["Café"], ["Pré"]]}


@pytest.mark.parametrize("document", [{"a": {"n": 1}, "b": {"n": 2}}, {"rows": [1, 2]}, {}, 3])
def test_no_list_is_told_with_a_way_out_that_is_there(folder: Path, document: object) -> None:
    export = folder / "lieux.json"
    export.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(SourceError, match="no list of objects in it; export the records as a list"):
        draft(export)


def test_a_title_above_a_sheet_is_skipped(folder: Path) -> None:
    rows: Sheet = [["Lieux partagés"], [], ["Liste", "au", "1er mars"], [], *TABLE]
    export = book(folder / "lieux.xlsx", Feuil1=rows)
    assert drafted(export) == {"lieux": [["Four", "12"], ["Pré", "7"]]}


def test_each_sheet_is_a_table_and_those_left_out_are_told(folder: Path) -> None:
    notice: Sheet = [["À lire"], ["Un mot."], ["Un autre."]]
    export = book(
        folder / "lieux.xlsx", hidden="Vieux", Lieux=TABLE, Notice=notice, Vieux=TABLE, Pays=TABLE
    )
    read = [["Four", "12"], ["Pré", "7"]]
    assert drafted(export) == {"lieux": read, "pays": read}
    text = draft(export)
    assert "# not drafted: sheet Notice, no table seen\n" in text
    assert "# not drafted: sheet Vieux, hidden\n" in text


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ([["nom", "nom"], ["a", "b"], ["c", "d"]], [["a", "b"], ["c", "d"]]),
        ([["nom", None, "n"], ["a", "b", 1], ["c", "d", 2]], [["a", "b", "1"], ["c", "d", "2"]]),
        ([["nom", None, "n"], ["a", None, 1], ["c", None, 2]], [["a", "1"], ["c", "2"]]),
        ([[1, 5], [2, 6], [3, 7]], [["1", "5"], ["2", "6"], ["3", "7"]]),
        ([["nom"], ["a"], ["c"]], [["a"], ["c"]]),
    ],
)
def test_headers_that_stand_twice_or_lack_are_named(
    folder: Path, rows: Sheet, read: list[list[str]]
) -> None:
    assert drafted(book(folder / "a.xlsx", Feuil1=rows)) == {"a": read}


def test_a_book_without_a_table_is_told(folder: Path) -> None:
    export = book(folder / "a.xlsx", hidden="Lieux", Lieux=TABLE, Notice=[["À lire"]])
    with pytest.raises(SourceError, match="no sheet that is shown holds a table of a header"):
        draft(export)


def test_each_table_of_a_database_is_drafted(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "a.sqlite")) as database:
        database.execute("CREATE TABLE lieux AS SELECT 'a' id, '1' n UNION SELECT 'b', '2'")
        database.execute("CREATE TABLE images AS SELECT x'00ff' octets")
        database.execute("CREATE TABLE pays AS SELECT 'a' id, '1' n UNION SELECT 'b', '2'")
        database.commit()
    assert drafted(folder / "a.sqlite") == {"lieux": READ, "pays": READ}
    assert "# not drafted: a.sqlite: table 'images': column 'octets' holds" in draft(
        folder / "a.sqlite"
    )
