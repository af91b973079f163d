"""What the file of a spreadsheet says itself: which rows hold something, which cells an error.

calamine, which reads the values, shows an error cell as an empty one, like those that were merged
into another, and does not say what is hidden; this second look counts the rows without it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar
from zipfile import ZipFile

import xlrd

from publish.bakehouse.read.xml_elements import Element, closed, elements, local

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
T = TypeVar("T")
_TRUE = ("1", "true")
_AREA = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_SHOWN, _COLLAPSED = f"{TABLE}visibility", ("collapse", "filter")
_DIGITS = 10  # Of the number of a string.
_SPANNED = ("rows", "columns")
_NUMBERS = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


@dataclass(frozen=True)
class Filled:
    """A row that holds something: its number from 1, and its error cells' columns from 0.

    `odd` are the columns of its numbers that are no day: 60 (as a date, the 29 February 1900), and
    those under 0.
    """

    number: int
    errors: tuple[int, ...]
    hidden: bool = False
    odd: tuple[int, ...] = ()


@dataclass(frozen=True)
class Merged:
    """Cells that were made one: their first and last row from 1, first and last column from 0."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Hidden:
    """Columns that are not shown: the first and the last from 0."""

    first: int
    last: int


Part = Filled | Merged | Hidden


def parts(path: Path, format: str, sheet: str) -> Iterator[Part]:
    """The rows of a sheet in which some cell is not empty, in order; what is merged and hidden."""
    return PARTS[format](path, sheet)


def letters(column: int) -> str:
    """The name of a column counted from 0: A, B, … Z, AA."""
    before, here = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + here)


def column_at(name: str) -> int:
    """The column of a name, counted from 0: the inverse of `letters`."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _xlsx(path: Path, sheet: str) -> Iterator[Part]:
    with ZipFile(path) as archive:
        part, strings = _parts(archive, sheet)
        blank = _blank_strings(archive, strings) if strings else b""
        number = 0
        with archive.open(part) as file:
            for element in elements(file, "row", "col", "mergeCell"):
                if local(element.tag) != "row":
                    yield from _beside(element)
                    continue
                number = int(element.get("r") or number + 1)
                cells = list(enumerate(element))
                errors = tuple(_column(cell, at) for at, cell in cells if _is_error(cell))
                if errors or any(_holds(cell, blank) for cell in element):
                    odd = tuple(_column(cell, at) for at, cell in cells if _is_odd(cell))
                    yield Filled(number, errors, element.get("hidden") in _TRUE, odd)


def _beside(element: Element) -> Iterator[Part]:
    """What a `col` or a `mergeCell` says."""
    if area := _AREA.fullmatch(element.get("ref", "")):
        yield Merged(int(area[2]), int(area[4]), column_at(area[1]), column_at(area[3]))
    if element.get("hidden") in _TRUE:
        yield Hidden(int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1)


def _parts(archive: ZipFile, sheet: str) -> tuple[str, str | None]:
    """The parts of an xlsx file that hold a sheet's rows and, where there is one, its strings."""
    book = _linked(archive, PurePosixPath("/"), "_rels/.rels", by="Type", end="/officeDocument")
    folder = PurePosixPath("/", book).parent
    links = f"{folder}/_rels/{PurePosixPath(book).name}.rels".lstrip("/")
    with archive.open(book) as file:
        entry = _first(each for each in elements(file, "sheet") if each.get("name") == sheet)
        link = _first(value for key, value in entry.items() if local(key) == "id")
    part = _linked(archive, folder, links, by="Id", end=link)
    try:
        return part, _linked(archive, folder, links, by="Type", end="/sharedStrings")
    except KeyError:
        return part, None


def _linked(archive: ZipFile, folder: PurePosixPath, links: str, by: str, end: str) -> str:
    with archive.open(links) as file:
        matching = (
            each for each in elements(file, "Relationship") if each.get(by, "").endswith(end)
        )
        target = _first(matching).get("Target", "")
    return str(folder / target).lstrip("/")


def _blank_strings(archive: ZipFile, part: str) -> bytes:
    """By the number of each string, whether it is blank: there may be many millions."""
    with archive.open(part) as file:
        return bytes(not "".join(entry.itertext()).strip() for entry in elements(file, "si"))


def _is_error(cell: Element) -> bool:
    """An error value, or a formula whose result was never saved."""
    parts = {local(part.tag): part for part in cell}
    computed = "f" not in parts or cell.get("t") == "str" or bool(_text(parts.get("v")))
    return cell.get("t") == "e" or not computed


def _is_odd(cell: Element) -> bool:
    value = "".join(_text(part) for part in cell if local(part.tag) == "v")
    return cell.get("t", "n") == "n" and re.match(r"-[0.]*[1-9]|60(\.\d*)?$", value) is not None


def _holds(cell: Element, blank: bytes) -> bool:
    text = "".join(_text(part) for part in cell if local(part.tag) in ("v", "is")).strip()
    if cell.get("t") == "s" and text.isdecimal() and len(text) <= _DIGITS:
        return blank[int(text) : int(text) + 1] != b"\1"
    return bool(text)


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def _column(cell: Element, position: int) -> int:
    """The column of a cell from its reference (`AB12`), or its position where it has none."""
    name = re.match(r"[A-Z]+", cell.get("r", ""))
    return column_at(name[0]) if name else position


def _ods(path: Path, sheet: str) -> Iterator[Part]:
    number = column = 0
    with ZipFile(path) as archive, archive.open("content.xml") as file:
        for around, row in closed(file, "table-row", "table-column"):
            if sheet not in _sheets(around):
                continue
            if local(row.tag) == "table-column":
                last = column + _repeated(row, "columns") - 1
                if row.get(_SHOWN) in _COLLAPSED:
                    yield Hidden(column, last)
                column = last + 1
                continue
            repeated = _repeated(row, "rows")
            cells = list(_ods_cells(row))
            errors = tuple(at for at, cell in cells if cell.get(f"{CALCEXT}value-type") == "error")
            if errors or any(_ods_holds(cell) for _, cell in cells):
                hidden = row.get(_SHOWN) in _COLLAPSED
                yield from (Filled(number + n, errors, hidden) for n in range(1, repeated + 1))
            yield from _ods_merged(number + 1, cells)
            number += repeated


class Extent(NamedTuple):
    """How far a sheet of an ods file reaches with one row, and how many characters that holds."""

    sheet: str
    rows: int
    columns: int
    characters: int


def ods_extents(path: Path) -> Iterator[Extent]:
    """Of each row that holds something, with all that it says to repeat."""
    sheet, rows = "", 0
    with ZipFile(path) as archive, archive.open("content.xml") as file:
        for around, row in closed(file, "table-row"):
            name = next(_sheets(around), "")
            repeated = _repeated(row, "rows")
            sheet, rows = name, (rows if name == sheet else 0) + repeated
            filled = [(at, cell) for at, cell in _ods_cells(row) if _ods_holds(cell)]
            if filled:
                last, cell = filled[-1]
                characters = sum(_ods_length(cell) for _, cell in filled) * repeated
                yield Extent(sheet, rows, last + _repeated(cell, "columns"), characters)


def _repeated(element: Element, what: str) -> int:
    return int(element.get(f"{TABLE}number-{what}-repeated", "1"))


def _ods_length(cell: Element) -> int:
    """The characters of a cell, those included that are spaces by number, where it stands."""
    spaces = sum(int(each.get(f"{TEXT}c", "1")) for each in cell.iter(f"{TEXT}s"))
    return (len(_text(cell)) + spaces) * _repeated(cell, "columns")


def _ods_merged(number: int, cells: Sequence[tuple[int, Element]]) -> Iterator[Merged]:
    for at, cell in cells:
        rows, columns = (int(cell.get(f"{TABLE}number-{s}-spanned", "1")) for s in _SPANNED)
        if (rows, columns) != (1, 1):
            yield Merged(number, number + rows - 1, at, at + columns - 1)


def _sheets(around: Sequence[Element]) -> Iterator[str]:
    return (each.get(f"{TABLE}name", "") for each in around if each.tag == f"{TABLE}table")


def _ods_cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        yield column, cell
        column += _repeated(cell, "columns")


def _ods_holds(cell: Element) -> bool:
    kind = cell.get(f"{OFFICE}value-type")
    return kind is not None and (kind != "string" or bool(_text(cell).strip()))


def _xls(path: Path, sheet: str) -> Iterator[Part]:
    options = {"logfile": StringIO(), "on_demand": True, "formatting_info": True}
    with xlrd.open_workbook(path, **options) as book:
        rows = book.sheet_by_name(sheet)
        for top, bottom, left, right in rows.merged_cells:
            yield Merged(top + 1, bottom, left, right - 1)
        yield from (Hidden(at, at) for at, said in rows.colinfo_map.items() if said.hidden)
        for number in range(rows.nrows):
            cells = list(enumerate(rows.row(number)))
            errors = tuple(at for at, cell in cells if cell.ctype == xlrd.XL_CELL_ERROR)
            if any(str(cell.value).strip() for _, cell in cells):
                said = rows.rowinfo_map.get(number)
                odd = tuple(at for at, cell in cells if cell.ctype in _NUMBERS
                            and (cell.value < 0 or 60 <= cell.value < 61))  # fmt: skip
                yield Filled(number + 1, errors, bool(said and said.hidden), odd)


def _first(candidates: Iterator[T]) -> T:
    """The first of what was looked for; KeyError when the file lacks it."""
    for each in candidates:
        return each
    raise KeyError("a part of the file is missing")


PARTS: dict[str, Callable[[Path, str], Iterator[Part]]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "ods": _ods,
}
