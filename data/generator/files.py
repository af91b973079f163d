"""Exports on disk, in the dialects that services really hand over."""

import csv
import gzip
import json
import zipfile
from codecs import BOM_UTF16_LE
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape


def table(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    encoding: str = "cp1252",
    delimiter: str = ";",
) -> Path:
    """A delimited file with CRLF line ends; packed when its name ends in `.gz`."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return _write(path, _encoded(text.getvalue(), encoding))


def _encoded(text: str, encoding: str) -> bytes:
    """The text; UTF-16 is little-endian with its mark, whatever the machine."""
    if encoding == "utf-16":
        return BOM_UTF16_LE + text.encode("utf-16-le")
    return text.encode(encoding)


def json_array(path: Path, records: Sequence[dict[str, Any]]) -> Path:
    """One JSON array, indented as people's tools do."""
    return _write(path, json.dumps(records, ensure_ascii=False, indent=1).encode())


def json_object(path: Path, content: Any) -> Path:
    """One JSON text, as a server answers it."""
    return _write(path, json.dumps(content, ensure_ascii=False).encode())


def json_lines(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """A JSON object a line."""
    lines = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    return _write(path, lines.encode())


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Annuaire" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
    f'Id="r1" Type="{_OFFICE}/worksheet" Target="sheet1.xml"/></Relationships>',
}


def workbook(path: Path, rows: Iterable[Sequence[str | float]]) -> Path:
    """A workbook (`.xlsx`) of one sheet, the same bytes each time."""
    lines = (f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in {**_PARTS, "xl/sheet1.xml": sheet}.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return _write(path, packed.getvalue())


def _cell(value: str | float) -> str:
    if isinstance(value, float):
        return f"<c><v>{value:g}</v></c>"
    if not value:
        return "<c/>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        content = gzip.compress(content, mtime=0)
    path.write_bytes(content)
    return path


def french(number: float, digits: int = 1) -> str:
    """A number with a decimal comma and blanks between thousands."""
    return f"{number:,.{digits}f}".replace(",", " ").replace(".", ",")
