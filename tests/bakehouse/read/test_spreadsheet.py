"""Spreadsheets: cells as a person would write them, error cells never taken for empty ones."""

import csv
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from publish.bakehouse.read.cells import letters
from publish.errors import SourceError
from tests.bakehouse.read.conftest import Taken

ODS = """<?xml version="1.0"?>
<office:document-content
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="Feuille1">{rows}<table:table-row
  table:number-rows-repeated="1000"><table:table-cell
  table:number-columns-repeated="1000"/></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
  manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""


@pytest.fixture
def xlsx(tmp_path):
    def write(*rows: list[object]) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / "t.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def ods(tmp_path):
    def write(rows: str) -> Path:
        path = tmp_path / "t.ods"
        with ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", ODS.format(rows=rows))
            archive.writestr("META-INF/manifest.xml", MANIFEST)
        return path

    return write


def test_cells_as_a_person_writes_them(take, xlsx):
    values = [1004, 0.1, 33.65, "01004", " x ", True, "NA", 1e15]
    values += [date(2020, 1, 2), datetime(2020, 1, 2, 3, 4, 5), time(8, 30)]
    values += [timedelta(hours=26, minutes=3)]
    taken = take(xlsx([f"h{number}" for number in range(len(values))], values))
    expected = ["1004", "0.1", "33.65", "01004", " x ", "true", "NA", "1000000000000000"]
    expected += ["2020-01-02", "2020-01-02T03:04:05", "08:30:00", "26:03:00"]
    assert taken.rows == [tuple(expected)]


def test_empty_rows_and_columns_are_no_data(take, xlsx):
    taken = take(xlsx(["a ", None, "b"], [1], [None, None, " "], [], ["x", None, 2], ["", "", ""]))
    assert taken.rows == [("1", None), ("x", "2")]
    assert taken.export.headers == ("a", "b")
    assert taken.export.records == 2
    assert taken.export.lines([0, 1]) == [2, 5]


def test_an_error_cell_refuses_its_row(take, xlsx, tmp_path):
    path = xlsx(["a", "b"], [1, 2], [3, "#N/A"], ["=1/0", 5], [6, 7])
    taken = take(path)
    assert taken.rows == [("1", "2"), ("6", "7")]
    assert taken.export.records == 4
    assert [(each.line, each.column, each.reason[:7]) for each in taken.export.refused()] == [
        (3, "b", "cell B3"),
        (4, "a", "cell A4"),
    ]


def test_a_sheet_is_named_when_there_are_several(take, shared):
    path = shared / "data" / "csvkit-examples" / "sheets.xlsx"
    with pytest.raises(SourceError, match="declare `sheet:`, the file has not this one, data, ʤ"):
        take(path)
    with pytest.raises(SourceError, match="no sheet 'x'; declare `sheet:`"):
        take(path, sheet="x")
    assert take(path, sheet="ʤ").rows == [("1", "2", "3")]


def test_headers_are_complete_and_unlike(take, xlsx):
    with pytest.raises(
        SourceError,
        match=r"t.xlsx, sheet Sheet: the same header twice: 'a' \(col",
    ):
        take(xlsx(["a", "A"], [1, 2]))
    with pytest.raises(
        SourceError, match="row 2, column B: a value in a column that has no header"
    ):
        take(xlsx(["a"], [1, 2]))
    with pytest.raises(SourceError, match="if row 3 is the header, declare `skip: 2`"):
        take(xlsx([], [], ["a"], [1]))
    with pytest.raises(SourceError, match="no header; the sheet is empty"):
        take(xlsx())
    assert take(xlsx(["title"], ["a", "b"], [1, 2]), skip=1).rows == [("1", "2")]
    assert take(xlsx([1, 2]), header=("a", "b")).columns == {"a": ["1"], "b": ["2"]}


def test_ods_cells_rows_and_errors(take, ods):
    path = ods(
        '<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>b</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="float" office:value="1004"><text:p>1 004</text:p>'
        '</table:table-cell><table:table-cell office:value-type="time"'
        ' office:time-value="PT08H30M00S"/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row><table:table-cell office:value-type="date"'
        ' office:date-value="2020-01-02"/><table:table-cell office:value-type="boolean"'
        ' office:boolean-value="true"/></table:table-row>'
    )
    taken = take(path)
    assert taken.rows == [("1004", "08:30:00"), ("1004", "08:30:00"), ("2020-01-02", "true")]
    assert taken.export.records == 4
    assert [each.line for each in taken.export.refused()] == [4]


def told(taken: Taken) -> list[str]:
    return [said.what for said in taken.export.remarks]


def test_merged_cells_all_have_their_value_and_it_is_told(take, xlsx):
    path = xlsx(["Places of 2026"], ["dep", "name", "n"], ["Isère", "a", 1], [None, "b", 2], [],
                [None, "c", 3], ["Drôme", "d", 4], ["x", None, None])  # fmt: skip
    book = openpyxl.load_workbook(path)
    for area in ("A1:C1", "A3:A6", "B7:C7", "A8:C8"):
        book.active.merge_cells(area)
    book.save(path)
    taken = take(path, skip=1)
    assert taken.rows == [
        ("Isère", "a", "1"), ("Isère", "b", "2"), ("Isère", "c", "3"), ("Drôme", "d", "d"),
        ("x", "x", "x"),
    ]  # fmt: skip
    assert told(taken) == ["merged cells that were given the value that they show: 5"]


def test_what_a_sheet_hides_is_told(take, xlsx):
    path = xlsx(["a", "b", None, "c"], [1, 2, None, 3], [4, 5, None, 6], [7, 8, None, 9])
    book = openpyxl.load_workbook(path)
    for row in (3, 4, 9):
        book.active.row_dimensions[row].hidden = True
    for column in "BC":
        book.active.column_dimensions[column].hidden = True
    book.save(path)
    taken = take(path)
    assert taken.rows == [("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9")]
    assert told(taken) == [
        "rows that the sheet hides, by a filter or by hand, read like the others: 2",
        "columns that the sheet hides, read like the others: B",
    ]
    assert told(take(xlsx(["a"], [1]))) == []


def test_ods_merged_and_hidden(take, ods):
    def cell(text: str, more: str = "") -> str:
        kind = 'office:value-type="string"' if text else ""
        return f"<table:table-cell {kind} {more}><text:p>{text}</text:p></table:table-cell>"

    def row(*cells: str, more: str = "") -> str:
        return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"

    covered = "<table:covered-table-cell/>"
    path = ods(
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        + row(cell("a"), cell("b"))
        + row(cell("Isère", 'table:number-rows-spanned="2"'), cell("1"))
        + row(covered, cell("2"), more='table:visibility="filter"')
    )
    taken = take(path)
    assert taken.rows == [("Isère", "1"), ("Isère", "2")]
    assert told(taken) == [
        "merged cells that were given the value that they show: 1",
        "rows that the sheet hides, by a filter or by hand, read like the others: 1",
        "columns that the sheet hides, read like the others: B",
    ]


@pytest.mark.parametrize("name", ["t.xlsx", "t.xls", "t.ods"])
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"a\tb\n1\t2\n", "text, not a spreadsheet; name it .csv, or declare `format: csv`"),
        (b"\xef\xbb\xbf<html><table></table>", "a web page or XML, not a spreadsheet; open it"),
        (b"PK\x03\x04", "no spreadsheet that can be read (damaged, or protected"),
        (b"", "no spreadsheet that can be read (damaged, or protected"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(take, tmp_path, name, data, what):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError, match=re.escape(f"{name}: {what}")):
        take(path)


@pytest.mark.parametrize("name", ["test.xls", "test.xlsx", "test_skip_lines.xlsx"])
def test_a_value_beyond_the_headers_is_not_lost(take, shared, name):
    skip = 3 if "skip" in name else 0
    with pytest.raises(SourceError, match="column H: a value in a column that has no header"):
        take(shared / "data" / "csvkit-examples" / name, skip=skip)


@pytest.mark.parametrize("name", ["dummy.xls", "dummy.xlsx"])
def test_a_small_real_file(take, shared, name):
    taken = take(shared / "data" / "csvkit-examples" / name)
    assert (taken.export.headers, taken.rows) == (("a", "b", "c"), [("1", "2", "3")])


@pytest.mark.parametrize(("name", "text"), [("test.xls", "xls"), ("test.xlsx", "xlsx_noinference")])
def test_real_sheets_are_their_converted_csv(take, shared, name, text):
    folder = shared / "data" / "csvkit-examples"
    with (folder / f"test{text}_converted.csv").open(encoding="utf-8", newline="") as file:
        (_, *expected) = csv.reader(file)
    headers = ("text", "date", "integer", "boolean", "float", "datetime", "empty_column", "h")
    taken = take(folder / name, header=headers, skip=1)
    assert [[_plain(cell) for cell in row] for row in taken.rows] == [
        [_plain(cell) for cell in row] for row in expected
    ]


def _plain(cell: str | None) -> str:
    """Spellings of csvkit that differ: 40.0, True, a blank for the T, midnight in full."""
    text = (cell or "").removesuffix(".0").removesuffix("T00:00:00")
    return text.replace("T", " ").lower() if text[:1].isdigit() else text.lower()


def test_a_thousand_real_rows(take, shared):
    path = shared / "data" / "csvkit-examples" / "realdata" / "ne_1033_data.xlsx"
    taken = take(path)
    assert taken.export.records == len(taken.rows) == 1036
    assert taken.columns["fips"][0] == "31001"
    assert taken.columns["ship_date"][0] == "2008-07-11"
    assert taken.export.refused() == []


def test_columns_have_letters():
    assert [letters(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_numbers_have_all_their_digits(take, xlsx):
    taken = take(xlsx(["code", "prix"], [1.23456789012345e16, 1e-7], [33600000000, 0.1]))
    assert taken.columns == {
        "code": ["12345678901234500", "33600000000"],
        "prix": ["0.0000001", "0.1"],
    }


def test_days_that_no_calendar_has_are_refused(take, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "jour", "places"])
    for serial in (59, 60, 60.5, 61, -0.5, -400):
        book.active.append([f"r{serial}", serial, 60 if serial > 0 else -0.5])
        book.active.cell(book.active.max_row, 2).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "t.xlsx")
    taken = take(tmp_path / "t.xlsx")
    assert taken.columns["id"] == ["r59", "r61"]
    assert taken.columns["places"] == ["60", "60"]
    assert [(one.line, one.column, str(one.reason)) for one in taken.export.refused()] == [
        (line, "jour", f"cell B{line} holds the 29 February 1900, which never was, or a day before "
         "1900; mend it in the spreadsheet") for line in (3, 4, 6, 7)
    ]  # fmt: skip


def test_numbers_and_durations_under_zero_are_read(take, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["n", "duration"])
    book.active.append([-0.5, -0.5])
    book.active["B2"].number_format = "[h]:mm"
    book.save(tmp_path / "t.xlsx")
    assert take(tmp_path / "t.xlsx").rows == [("-0.5", "-12:00:00")]
