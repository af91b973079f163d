"""XLSX with DuckDB: it writes the sheet that `publish.forms.spreadsheet` describes.

A row at a time in one text: no Python loop over cells, and the same rows give the same bytes.
"""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from publish.bakehouse.bake.baked_table import BakedTable, Baker, joined
from publish.describe.cover import cover
from publish.forms import workbook
from publish.forms.compressed import BLOCK
from publish.forms.kinds import Chunk
from publish.forms.spreadsheet import (
    CONTROLS,
    DAY_0,
    FIRST_DAY,
    MOST_DIGITS,
    MOST_IN_CELL,
    MOST_ROWS,
    ROW,
    ROW_END,
    fits,
    sheet,
    write_spreadsheet,
)
from publish.words.sql import quoted
from publish.words.xml import NOT_XML


def fits_a_sheet(table: BakedTable) -> bool:
    """Whether the table is small enough to open: rows, cells, and the size of the file."""
    if table.rows > MOST_ROWS or _longest(table) > MOST_IN_CELL:
        return False
    return fits(_sheet(table))


def bake_spreadsheet(table: BakedTable, path: Path) -> None:
    """Write the workbook."""
    write_spreadsheet(path, table.name, cover(table.package, table.released), _sheet(table))


def spreadsheet_whole(table: BakedTable, path: Path) -> bool:
    """Whether the sheet holds a row for the header and one per row."""
    with ZipFile(path) as file, file.open(workbook.DATA) as data:
        blocks = iter(lambda: data.read(BLOCK), b"")
        rows, end, start = 0, b"", ROW.encode()
        for block in blocks:
            seen = end + block
            rows += seen.count(start)
            end = seen[1 - len(start) :]
    return rows == table.rows + 1


def _longest(table: BakedTable) -> int:
    texts = [f"max(strlen({quoted(n)}))" for n, kind in table.kinds.items() if _is_text(kind)]
    if not texts:
        return 0
    [[longest]] = table.place.sql(
        f"SELECT greatest({', '.join(texts)}) FROM {table.source}"  # noqa: S608
    )
    return longest or 0


def _is_text(kind: str) -> bool:
    return kind not in ("integer", "number", "boolean")


def _sheet(table: BakedTable) -> Iterator[Chunk]:
    odd = _odd_columns(table)
    cells = (_cell(name, kind, name in odd) for name, kind in table.kinds.items())
    rows = table.texts(joined([f"'{ROW}'", *cells, f"'{ROW_END}'"]))
    return sheet(table.kinds, rows)


def _odd_columns(table: BakedTable) -> set[str]:
    """The columns of text that need more than XML's own three escapes."""
    names = [name for name, kind in table.kinds.items() if _is_text(kind)]
    if not names:
        return set()
    questions = ", ".join(
        f"bool_or(regexp_matches({quoted(n)}, '{NOT_XML}|_x|\\r'))" for n in names
    )
    [answers] = table.place.sql(f"SELECT {questions} FROM {table.source}")  # noqa: S608
    return {name for name, odd in zip(names, answers, strict=True) if odd}


def _cell(name: str, kind: str, odd: bool) -> str:
    column = quoted(name)
    filled = {
        "integer": _integer,
        "number": lambda c: _value(f"{c}::VARCHAR"),
        "boolean": lambda c: _value(f"{c}::TINYINT::VARCHAR", workbook.BOOLEAN),
        "date": _day,
    }.get(kind, lambda c: _text(c, odd))(column)
    return f"CASE WHEN {column} IS NULL THEN '{workbook.EMPTY}' ELSE {filled} END"


def _filled(cell: str, sql: str) -> str:
    """SQL for a cell around a text; the cell was made of a line end, which is taken out."""
    start, end = cell.split("\n")
    return f"'{start}' || {sql} || '{end}'"


def _value(sql: str, attributes: str = "") -> str:
    return _filled(workbook.value("\n", attributes), sql)


def _integer(column: str) -> str:
    small = f"{column} BETWEEN -{MOST_DIGITS} AND {MOST_DIGITS}"
    text = f"{column}::VARCHAR"
    return f"CASE WHEN {small} THEN {_value(text)} ELSE {_text(text, False)} END"


def _day(column: str) -> str:
    days = f"date_diff('day', DATE '{DAY_0}', {column}::DATE)::VARCHAR"
    serial = _value(days, workbook.AS_DAY)
    return f"CASE WHEN {column} >= '{FIRST_DAY}' THEN {serial} ELSE {_text(column, False)} END"


def _text(sql: str, odd: bool) -> str:
    escaped = f"replace(replace(replace({sql}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
    if odd:
        escaped = _with_controls(escaped)
    return _filled(workbook.cell("\n"), escaped)


def _with_controls(sql: str) -> str:
    """As Excel does: `_x0001_` for a control character, and `_x005F_` for a `_` in such a word."""
    sql = f"regexp_replace({sql}, '_(x[0-9A-Fa-f]{{4}}_)', '_x005F_\\1', 'g')"
    for sign in CONTROLS:
        sql = f"replace({sql}, chr({ord(sign)}), '_x{ord(sign):04X}_')"
    return f"replace({sql}, chr(13), '&#13;')"


SPREADSHEET = Baker(fits_a_sheet, bake_spreadsheet, spreadsheet_whole)
