"""Exports on disk, in the dialects that services really hand over."""

import csv
import gzip
import json
from codecs import BOM_UTF16_LE
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any


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


def json_lines(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """A JSON object a line."""
    lines = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    return _write(path, lines.encode())


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        content = gzip.compress(content, mtime=0)
    path.write_bytes(content)
    return path


def french(number: float, digits: int = 1) -> str:
    """A number with a decimal comma and blanks between thousands."""
    return f"{number:,.{digits}f}".replace(",", " ").replace(".", ",")
