"""Damaged files: each is read, or refused in words that name it; nothing else comes of it."""

import gzip
import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import pyarrow as pa
import pytest
from openpyxl import Workbook
from openpyxl.xml.constants import SHEET_MAIN_NS
from pyarrow import parquet

from publish.bakehouse.draft import draft
from publish.bakehouse.engine import workspace
from publish.bakehouse.read import extent, read, shown, xml_elements
from publish.bakehouse.read.damage import refusing
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.declaration import Source
from publish.errors import DeclarationError, SourceError
from tests.bakehouse.read.test_spreadsheet import MANIFEST, ODS

ROWS = [(f"l{number}", f"Lieu {number} é", number * 1.5) for number in range(60)]
RECORDS = [{"id": id, "nom": nom, "n": n} for id, nom, n in ROWS]
TEXT = "\n".join(["id;nom;n", *(f"{id};{nom};{n}" for id, nom, n in ROWS)])
DAMAGES = 120


def _xlsx(path: Path) -> None:
    book = Workbook()
    for row in [("id", "nom", "n"), *ROWS]:
        book.active.append(row)
    book.save(path)


CELLS = '<c r="A1"/>' * 5_000
SHEET = (
    f'<worksheet xmlns="{SHEET_MAIN_NS}"><sheetData>{{}}</sheetData>'
    "<mergeCells>{}</mergeCells></worksheet>"
)


def _ods(path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = [("id", "nom", "n"), *ROWS]
    rows = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in lines
    )
    _ods_of(path, rows)


def _ods_of(path: Path, rows: str) -> Path:
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows))
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return path


def _sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE t (id TEXT PRIMARY KEY, nom TEXT, n REAL)")
        database.executemany("INSERT INTO t VALUES (?, ?, ?)", ROWS)
        database.execute("CREATE INDEX names ON t (nom)")
        database.commit()


def _dbf(path: Path) -> None:
    fields = b"".join(
        name.ljust(11, b"\0") + kind + bytes(4) + bytes([size]) + bytes(15)
        for name, kind, size in ((b"ID", b"C", 4), (b"NOM", b"C", 12), (b"N", b"N", 8))
    )
    cells = (f" {id:4}{nom:12}{n:8}".encode("cp850") for id, nom, n in ROWS)
    head = b"\x03" + bytes(3) + len(ROWS).to_bytes(4, "little") + (129).to_bytes(2, "little")
    head += (25).to_bytes(2, "little") + bytes(17) + b"\x02" + bytes(2)
    path.write_bytes(head + fields + b"\r" + b"".join(cells) + b"\x1a")


MAKERS: dict[str, Callable[[Path], object]] = {
    "xlsx": _xlsx,
    "ods": _ods,
    "sqlite": _sqlite,
    "dbf": _dbf,
    "parquet": lambda path: parquet.write_table(pa.Table.from_pylist(RECORDS), path),
    "json": lambda path: path.write_text(json.dumps(RECORDS, indent=1), encoding="utf-8"),
    "jsonl": lambda path: path.write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8"),
    "csv": lambda path: path.write_text(TEXT, encoding="utf-8"),
    "csv.gz": lambda path: path.write_bytes(gzip.compress(TEXT.encode(), mtime=0)),
}


def damaged(data: bytes, random: Random) -> bytes:
    """The bytes with some changed, lost, emptied or written twice."""
    changed, at = bytearray(data), random.randrange(len(data))
    end = at + random.randrange(1, 300)
    match random.choice(["changed", "cut", "emptied", "twice"]):
        case "changed":
            for _ in range(random.choice([1, 5, 40])):
                changed[random.randrange(len(changed))] = random.randrange(256)
        case "cut":
            del changed[at:]
        case "emptied":
            changed[at:end] = bytes(len(changed[at:end]))
        case "twice":
            changed[at:at] = changed[at:end]
    return bytes(changed)


def damaged_inside(data: bytes, random: Random) -> bytes:
    """An archive that is whole, one part of which is damaged."""
    written = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(written, "w") as copy:
        names = [name for name in archive.namelist() if name.endswith(("xml", "rels"))]
        hit = random.choice(names)
        for name in archive.namelist():
            part = archive.read(name)
            copy.writestr(name, damaged(part, random) if name == hit else part)
    return written.getvalue()


def outcomes(folder: Path, format: str, files: list[bytes]) -> Counter[str]:
    """How many files were read whole, and how many refused in words."""
    path, found = folder / f"a.{format}", Counter[str]()
    source = Source(path=path.name)
    with workspace(folder / "private") as place:
        for data in files:
            path.write_bytes(data)
            try:
                (export,) = read(ExportRequest(path, path.name, source, ()), place)
                rows = export.table.to_pyarrow().num_rows
                # Counted by other means than it is read: `shape` refuses what differs.
                whole = rows + len(export.refused()) == export.records
            except SourceError as refused:
                assert str(refused).startswith(path.name)
                assert "; " in str(refused)
                found["refused"] += 1
            else:
                found["read" if whole else "refused"] += 1
    return found


@pytest.mark.parametrize("format", MAKERS)
def test_a_whole_file_is_read(tmp_path: Path, format: str) -> None:
    MAKERS[format](tmp_path / "whole")
    assert outcomes(tmp_path, format, [(tmp_path / "whole").read_bytes()]) == {"read": 1}


@pytest.mark.slow("reads hundreds of damaged files")
@pytest.mark.parametrize("format", MAKERS)
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, format: str) -> None:
    MAKERS[format](tmp_path / "whole")
    data, random = (tmp_path / "whole").read_bytes(), Random(format)
    files = [damaged(data, random) for _ in range(DAMAGES)]
    if format in ("xlsx", "ods"):
        files += [damaged_inside(data, random) for _ in range(DAMAGES)]
    found = outcomes(tmp_path, format, files)
    assert found.total() == len(files)
    assert found["refused"]


@pytest.mark.slow("reads many damaged files")
def test_a_damaged_xls_is_read_or_refused(tmp_path: Path, shared: Path) -> None:
    data, random = (shared / "data/csvkit-examples/dummy.xls").read_bytes(), Random("xls")
    assert outcomes(tmp_path, "xls", [data]) == {"read": 1}
    found = outcomes(tmp_path, "xls", [damaged(data, random) for _ in range(3 * DAMAGES)])
    assert (found.total(), found["refused"] > 0) == (3 * DAMAGES, True)


def test_a_cell_far_from_the_others_is_no_end_of_the_run(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["a", "b"])
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(
        SourceError, match="spans 1,048,576 rows and 16,384 columns, more than"
    ) as e:
        draft(tmp_path / "far.xlsx")
    assert str(e.value).endswith("far from the others, or export the sheet as CSV")


def _with_sheet(path: Path, rows: str, merged: str = "") -> Path:
    """A workbook whose sheet has these elements."""
    _xlsx(path / "whole.xlsx")
    with ZipFile(path / "whole.xlsx") as whole, ZipFile(path / "a.xlsx", "w", ZIP_DEFLATED) as copy:
        for each in whole.namelist():
            found = each == "xl/worksheets/sheet1.xml"
            copy.writestr(each, SHEET.format(rows, merged) if found else whole.read(each))
    return path / "a.xlsx"


def _refused(path: Path, folder: Path) -> str:
    with workspace(folder / "private") as place, pytest.raises(SourceError) as refused:
        list(read(ExportRequest(path, path.name, Source(path=path.name), ()), place))
    return str(refused.value)


def test_a_workbook_that_unpacks_beyond_measure_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(extent, "WORKBOOK_BYTES", 1 << 20)
    path = _with_sheet(tmp_path, " " * 2_000_000)
    assert path.stat().st_size < 20_000
    assert "a.xlsx: more than 0 GiB once unpacked; delete the rows," in _refused(path, tmp_path)


@pytest.mark.parametrize(
    ("rows", "merged"),
    [("", "<b>" * 300 + "</b>" * 300), (f'<row r="1">{CELLS}</row>', "")],
    ids=["deep", "many"],
)
def test_elements_without_measure_are_refused(tmp_path, monkeypatch, rows, merged):
    monkeypatch.setattr(xml_elements, "INSIDE", 4_000)
    path = _with_sheet(tmp_path, rows, merged)
    assert _refused(path, tmp_path) == "a.xlsx: damaged (ParseError); save it again as xlsx or ods"


def test_merges_without_measure_are_refused_or_cost_nothing(tmp_path, monkeypatch):
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x{0}</t></is></c></row>'
    rows = "".join(row.format(number) for number in range(1, 5))
    path = _with_sheet(tmp_path, rows, '<mergeCell ref="A2:ZZZZZZ9999999999"/>')
    assert outcomes(tmp_path, "xlsx", [path.read_bytes()]) == {"read": 1}
    monkeypatch.setattr(shown, "MERGED_ROWS", 10)
    many = "".join(f'<mergeCell ref="A1:B{number}"/>' for number in range(2, 6))
    path = _with_sheet(tmp_path, rows, many)
    assert "a.xlsx, sheet Sheet: merged cells in more than 10 rows; undo" in _refused(
        path, tmp_path
    )


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (
            '<text:s text:c="2000000000"/>',
            "more than 1,073,741,824 characters; delete what repeats",
        ),
        ('<text:s text:c="3000000"/>' * 400, "more than 1,073,741,824 characters"),
    ],
)
def test_spaces_that_repeat_beyond_measure_are_refused(tmp_path, cell, told):
    cell = (
        f'<table:table-cell office:value-type="string"><text:p>a{cell}</text:p></table:table-cell>'
    )
    assert told in _refused(
        _ods_of(tmp_path / "a.ods", f"<table:table-row>{cell}</table:table-row>"), tmp_path
    )


def test_rows_that_repeat_beyond_measure_are_refused(tmp_path):
    text = f"<text:p>{'a' * 2000}</text:p>"
    cell = f"<table:table-cell office:value-type='string'>{text}</table:table-cell>"
    row = "<table:table-row table:number-rows-repeated='{}'>{}</table:table-row>"
    long = _ods_of(tmp_path / "a.ods", row.format(1_000_000, cell))
    assert "a.ods: with what it says to repeat, more than" in _refused(long, tmp_path)
    far = _ods_of(
        tmp_path / "a.ods", row.format(4_000_000_000, "<table:table-cell/>") + row.format(1, cell)
    )
    told = "a.ods: content.xml spans 4,000,000,001 rows and 26 columns, more than memory holds"
    assert told in _refused(far, tmp_path)


def _with_cell(path: Path, cell: str) -> Path:
    """A workbook of one cell that has this address instead of its own."""
    book, written = Workbook(), path / "cell.xlsx"
    book.active["A1"] = 1
    book.save(path / "whole.xlsx")
    with ZipFile(path / "whole.xlsx") as whole, ZipFile(written, "w") as copy:
        for name in whole.namelist():
            part = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert part.count(b'r="A1"') == 1
                part = part.replace(b'r="A1"', cell.encode())
            copy.writestr(name, part)
    return written


@pytest.mark.parametrize(
    ("cell", "spans"),
    [
        ('r="ZZZZZZZZ2"', "2 rows and 217,180,147,158 columns"),
        ("r = 'zzzzzzzz2'", "2 rows and 217,180,147,158 columns"),
        ('r="A4294967295"', "4,294,967,295 rows and 26 columns"),
        (f'r="A{"9" * 500}"', f"{10**20 - 1:,} rows and 26 columns"),
        (f'{" " * 2_000_000}r="ZZZZZZZZ2"', "2 rows and 217,180,147,158 columns"),
        # Where 1 MiB of the sheet ends within the address.
        *(
            (
                f'{" " * (extent.CHUNK - before)}r="{"Z" * 500}2"',
                "[12] rows and 99,246,114,928,149,462 columns",
            )
            for before in (1500, 1000, 800, 600)
        ),
    ],
)
def test_an_address_that_ends_the_run_is_refused(tmp_path: Path, cell: str, spans: str) -> None:
    with pytest.raises(SourceError, match=rf"sheet1\.xml spans {spans}, more than memory holds"):
        draft(_with_cell(tmp_path, cell))


def test_a_row_that_says_to_be_a_million_rows_is_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000000000">{cell}</table:table-row>'
    with ZipFile(tmp_path / "many.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=row))
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    with pytest.raises(
        SourceError, match=r"content\.xml spans 1,000,000,000 rows and 26 columns, more than memory"
    ):
        draft(tmp_path / "many.ods")


def test_cells_merged_over_all_rows_many_times_are_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.save(tmp_path / "whole.xlsx")
    merged = '<mergeCell ref="A2:A1048576"/>' * 200
    with (
        ZipFile(tmp_path / "whole.xlsx") as whole,
        ZipFile(tmp_path / "merged.xlsx", "w") as copy,
    ):
        for name in whole.namelist():
            part = whole.read(name).replace(
                b"</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>".encode()
            )
            copy.writestr(name, part)
    assert outcomes(tmp_path, "xlsx", [(tmp_path / "merged.xlsx").read_bytes()]) == {"read": 1}


def test_more_keys_than_a_table_has_columns_are_told_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "keys.jsonl"
    path.write_text("".join(f'{{"k{number}": 1}}\n' for number in range(3000)), encoding="utf-8")
    with pytest.raises(SourceError, match=r"keys\.jsonl: 3000 headers; at most 1000: export fewer"):
        draft(path)


@pytest.mark.slow("drafts from damaged files")
@pytest.mark.parametrize("format", MAKERS)
def test_a_damaged_file_is_drafted_or_refused(tmp_path: Path, format: str) -> None:
    MAKERS[format](tmp_path / "whole")
    data, random = (tmp_path / "whole").read_bytes(), Random(format)
    for _ in range(8):
        path = tmp_path / f"a.{format}"
        path.write_bytes(damaged(data, random))
        try:
            assert "tables:" in draft(path)
        except SourceError as refused:
            assert path.name in str(refused)


class Panic(BaseException):
    """What a panic of Rust arrives as."""


Panic.__module__ = "pyo3_runtime"


@pytest.mark.parametrize(
    "raised", [IndexError("cell"), AssertionError(), RecursionError(), Panic()]
)
def test_whatever_is_raised_is_a_refusal_without_a_value(raised: BaseException) -> None:
    with pytest.raises(SourceError) as refused, refusing("a.xls"):
        raise raised
    assert str(refused.value) == (
        f"a.xls: cannot be read whole ({type(raised).__name__}): damaged, or not what its name "
        "says; save it again in the program that made it, or as CSV"
    )


@pytest.mark.parametrize(
    "raised",
    [KeyboardInterrupt(), MemoryError(), DeclarationError("x"), duckdb.OutOfMemoryException("x")],
)
def test_what_is_no_fault_of_the_file_passes(raised: BaseException) -> None:
    with pytest.raises(type(raised)), refusing("a.xls"):
        raise raised
