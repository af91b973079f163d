"""XLSX: the table as a sheet, and a cover sheet with licence and columns.

DuckDB writes the sheet's XML, a row at a time in one text: no Python loop over cells, and the same
rows give the same bytes. Text is inline text in text format, so that codes keep their zeros and
what looks like a formula stays text. The data is the first sheet, which programs read; the cover
is the one that opens.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from publish.bake import workbook
from publish.bake.archive import Member, write_archive
from publish.bake.compressed import BLOCK, Deflater
from publish.bake.cover import cover
from publish.bake.form import Form, joined, quoted

ROW = b"<row>"
MOST_ROWS = 200_000
MOST_BYTES = 12_500_000
# What Excel holds in a cell, in UTF-16 units: never more than UTF-8 bytes.
MOST_IN_CELL = 32_767
# Excel counts days from here, and holds no date before March 1900 that it counts right.
DAY_0, FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
# Numbers of more digits would be rounded.
MOST_DIGITS = 10**15
# Signs that XML cannot hold, and what Excel writes for them.
CONTROLS = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)]
NOT_XML = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]"


def fits_a_sheet(form: Form) -> bool:
    """Whether the table is small enough to open: rows, cells, and the size of the file."""
    if form.rows > MOST_ROWS or _longest(form) > MOST_IN_CELL:
        return False
    deflater, size = Deflater(), 0
    for part in _sheet(form):
        size += len(deflater.compress(part))
        if size > MOST_BYTES:
            return False
    # The cover and the rest take some kilobytes.
    return size + len(deflater.flush()) < MOST_BYTES - 100_000


def bake_spreadsheet(form: Form, path: Path) -> None:
    """Write the workbook."""
    parts = workbook.parts(form.name, cover(form.package, form.resource))
    members = [Member.of_bytes(name, [text.encode()]) for name, text in parts.items()]
    sheet = Member.of_bytes(workbook.DATA, _sheet(form))
    write_archive(path, [*members, sheet])


def spreadsheet_whole(form: Form, path: Path) -> bool:
    """Whether the sheet holds a row for the header and one per row."""
    with ZipFile(path) as file, file.open(workbook.DATA) as sheet:
        blocks = iter(lambda: sheet.read(BLOCK), b"")
        rows, end = 0, b""
        for block in blocks:
            seen = end + block
            rows += seen.count(ROW)
            end = seen[1 - len(ROW) :]
    return rows == form.rows + 1


def _longest(form: Form) -> int:
    texts = [f"max(strlen({quoted(n)}))" for n, kind in form.kinds.items() if _is_text(kind)]
    if not texts:
        return 0
    [[longest]] = form.place.sql(
        f"SELECT greatest({', '.join(texts)}) FROM {form.source}"  # noqa: S608
    )
    return longest or 0


def _is_text(kind: str) -> bool:
    return kind not in ("integer", "number", "boolean")


def _sheet(form: Form) -> Iterator[Any]:
    head = "".join(workbook.cell(name, workbook.BOLD) for name in form.kinds)
    yield f"{workbook.SHEET_START}<row>{head}</row>".encode()
    odd = _odd_columns(form)
    cells = (_cell(name, kind, name in odd) for name, kind in form.kinds.items())
    yield from form.texts(joined(["'<row>'", *cells, "'</row>'"]))
    yield workbook.SHEET_END.encode()


def _odd_columns(form: Form) -> set[str]:
    """The columns of text that need more than XML's own three escapes."""
    names = [name for name, kind in form.kinds.items() if _is_text(kind)]
    if not names:
        return set()
    asked = ", ".join(f"bool_or(regexp_matches({quoted(n)}, '{NOT_XML}|_x|\\r'))" for n in names)
    [found] = form.place.sql(f"SELECT {asked} FROM {form.source}")  # noqa: S608
    return {name for name, odd in zip(names, found, strict=True) if odd}


def _cell(name: str, kind: str, odd: bool) -> str:
    column = quoted(name)
    filled = {
        "integer": _integer,
        "number": lambda c: _value(f"{c}::VARCHAR"),
        "boolean": lambda c: _value(f"{c}::TINYINT::VARCHAR", ' t="b"'),
        "date": _day,
    }.get(kind, lambda c: _text(c, odd))(column)
    return f"CASE WHEN {column} IS NULL THEN '<c/>' ELSE {filled} END"


def _value(sql: str, attributes: str = "") -> str:
    return f"'<c{attributes}><v>' || {sql} || '</v></c>'"


def _integer(column: str) -> str:
    small = f"{column} BETWEEN -{MOST_DIGITS} AND {MOST_DIGITS}"
    text = f"{column}::VARCHAR"
    return f"CASE WHEN {small} THEN {_value(text)} ELSE {_text(text, False)} END"


def _day(column: str) -> str:
    days = f"date_diff('day', DATE '{DAY_0}', {column}::DATE)::VARCHAR"
    serial = _value(days, f' s="{workbook.DAY}"')
    return f"CASE WHEN {column} >= '{FIRST_DAY}' THEN {serial} ELSE {_text(column, False)} END"


def _text(sql: str, odd: bool) -> str:
    escaped = f"replace(replace(replace({sql}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
    if odd:
        escaped = _with_controls(escaped)
    start, end = workbook.cell("\n", workbook.TEXT).split("\n")
    return f"'{start}' || {escaped} || '{end}'"


def _with_controls(sql: str) -> str:
    """As Excel does: `_x0001_` for a control character, and `_x005F_` for a `_` in such a word."""
    sql = f"regexp_replace({sql}, '_(x[0-9A-Fa-f]{{4}}_)', '_x005F_\\1', 'g')"
    for sign in CONTROLS:
        sql = f"replace({sql}, chr({ord(sign)}), '_x{ord(sign):04X}_')"
    return f"replace({sql}, chr(13), '&#13;')"
