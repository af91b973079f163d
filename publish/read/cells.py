"""What the file of a spreadsheet says itself: which rows hold something, which cells an error.

calamine, which reads the values, shows an error cell as an empty one; this second look counts
the rows without it and finds those cells.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import IO, TypeVar
from xml.etree import ElementTree
from zipfile import ZipFile

import xlrd

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
T = TypeVar("T")
CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


@dataclass(frozen=True)
class Filled:
    """A row that holds something: its number from 1, and its error cells' columns from 0."""

    number: int
    errors: tuple[int, ...]


def filled_rows(path: Path, format: str, sheet: str) -> Iterator[Filled]:
    """The rows of a sheet in which some cell is not empty, in order."""
    return ROWS[format](path, sheet)


def letters(column: int) -> str:
    """The name of a column counted from 0: A, B, … Z, AA."""
    before, here = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + here)


def _xlsx(path: Path, sheet: str) -> Iterator[Filled]:
    with ZipFile(path) as archive:
        part, strings = _parts(archive, sheet)
        blank = _blank_strings(archive, strings) if strings else frozenset()
        number = 0
        with archive.open(part) as file:
            for row in _elements(file, "row"):
                number = int(row.get("r") or number + 1)
                cells = list(enumerate(row))
                errors = tuple(_column(cell, at) for at, cell in cells if _is_error(cell))
                if errors or any(_holds(cell, blank) for cell in row):
                    yield Filled(number, errors)


def _parts(archive: ZipFile, sheet: str) -> tuple[str, str | None]:
    """The parts of an xlsx file that hold a sheet's rows and, where there is one, its strings."""
    book = _linked(archive, PurePosixPath("/"), "_rels/.rels", by="Type", end="/officeDocument")
    home = PurePosixPath("/", book).parent
    links = f"{home}/_rels/{PurePosixPath(book).name}.rels".lstrip("/")
    with archive.open(book) as file:
        entry = _first(each for each in _elements(file, "sheet") if each.get("name") == sheet)
        link = _first(value for key, value in entry.items() if _local(key) == "id")
    part = _linked(archive, home, links, by="Id", end=link)
    try:
        return part, _linked(archive, home, links, by="Type", end="/sharedStrings")
    except KeyError:
        return part, None


def _linked(archive: ZipFile, home: PurePosixPath, links: str, by: str, end: str) -> str:
    with archive.open(links) as file:
        matching = (
            each for each in _elements(file, "Relationship") if each.get(by, "").endswith(end)
        )
        target = _first(matching).get("Target", "")
    return str(home / target).lstrip("/")


def _blank_strings(archive: ZipFile, part: str) -> frozenset[str]:
    with archive.open(part) as file:
        texts = enumerate("".join(entry.itertext()) for entry in _elements(file, "si"))
        return frozenset(str(number) for number, text in texts if not text.strip())


def _is_error(cell: ElementTree.Element) -> bool:
    """An error value, or a formula whose result was never saved."""
    parts = {_local(part.tag): part for part in cell}
    computed = "f" not in parts or cell.get("t") == "str" or bool(_text(parts.get("v")))
    return cell.get("t") == "e" or not computed


def _holds(cell: ElementTree.Element, blank: frozenset[str]) -> bool:
    text = "".join(_text(part) for part in cell if _local(part.tag) in ("v", "is")).strip()
    return bool(text) and not (cell.get("t") == "s" and text in blank)


def _text(element: ElementTree.Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def _column(cell: ElementTree.Element, position: int) -> int:
    """The column of a cell from its reference (`AB12`), or its position where it has none."""
    name = re.match(r"[A-Z]*", cell.get("r", ""))
    column = 0
    for letter in name[0] if name else "":
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1 if column else position


def _ods(path: Path, sheet: str) -> Iterator[Filled]:
    number = 0
    with ZipFile(path) as archive, archive.open("content.xml") as file:
        for row in _rows_of_table(file, sheet):
            repeated = int(row.get(f"{TABLE}number-rows-repeated", "1"))
            cells = list(_ods_cells(row))
            errors = tuple(at for at, cell in cells if cell.get(f"{CALCEXT}value-type") == "error")
            if errors or any(_ods_holds(cell) for _, cell in cells):
                yield from (Filled(number + each, errors) for each in range(1, repeated + 1))
            number += repeated


def _rows_of_table(file: IO[bytes], sheet: str) -> Iterator[ElementTree.Element]:
    for around, row in _closed(file, "table-row"):
        if any(each.get(f"{TABLE}name") == sheet for each in around if each.tag == f"{TABLE}table"):
            yield row


def _ods_cells(row: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    column = 0
    for cell in row:
        yield column, cell
        column += int(cell.get(f"{TABLE}number-columns-repeated", "1"))


def _ods_holds(cell: ElementTree.Element) -> bool:
    kind = cell.get(f"{OFFICE}value-type")
    return kind is not None and (kind != "string" or bool(_text(cell).strip()))


def _xls(path: Path, sheet: str) -> Iterator[Filled]:
    with xlrd.open_workbook(path, logfile=StringIO(), on_demand=True) as book:
        rows = book.sheet_by_name(sheet)
        for number in range(rows.nrows):
            cells = list(enumerate(rows.row(number)))
            errors = tuple(at for at, cell in cells if cell.ctype == xlrd.XL_CELL_ERROR)
            if any(str(cell.value).strip() for _, cell in cells):
                yield Filled(number + 1, errors)


def _elements(file: IO[bytes], name: str) -> Iterator[ElementTree.Element]:
    return (element for _, element in _closed(file, name))


def _closed(
    file: IO[bytes], name: str
) -> Iterator[tuple[list[ElementTree.Element], ElementTree.Element]]:
    """The elements of that name in any namespace and those around them, one in memory at a time."""
    around: list[ElementTree.Element] = []
    # Expat itself refuses documents whose entities grow without measure.
    for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314
        if event == "start":
            around.append(element)
            continue
        around.pop()
        if _local(element.tag) == name:
            yield around, element
            around[-1].remove(element)


def _first(found: Iterator[T]) -> T:
    """The first of what was looked for; KeyError when the file lacks it."""
    for each in found:
        return each
    raise KeyError("a part of the file is missing")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


ROWS: dict[str, Callable[[Path, str], Iterator[Filled]]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "ods": _ods,
}
