"""The first rows of an export as text, and how a declaration has to say that it is read."""

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from python_calamine import CalamineError, CalamineWorkbook

from publish.declaration import Source
from publish.draft.dialect import Dialect, detect
from publish.draft.score import Candidate, parse
from publish.engine import workspace
from publish.errors import SourceError
from publish.read import READERS
from publish.read.exports import Export, Request
from publish.read.files import format_of, packing_of
from publish.read.transcode import DAMAGED, UNPACKERS

ROWS = 50_000
CHARACTERS = 64_000_000  # a quote that is never closed must not swallow a huge file
COLUMNS = 100  # read at a time: nested values make thousands, more than memory holds
UNPACKED = 64_000_000


@dataclass(frozen=True)
class Sample:
    """Rows of one table, as wide as `headers`; `source` holds the keys that read them."""

    headers: tuple[str, ...]
    rows: list[list[str]]
    source: dict[str, object]
    notes: tuple[str, ...]
    whole: bool


def sample_of(file: Path) -> Sample:
    """The first 50,000 rows of an export; raises SourceError for one that cannot be read."""
    if not file.is_file():
        raise SourceError(f"{file}: no such file; name the export to draft from")
    format = format_of(file.name)
    if format and format != "csv":
        return _from_reader(file, format)
    sampled = _unpacked(file) if packing_of(file.name) else _delimited(file)
    return sampled if format else _with_format(sampled)


def _with_format(sampled: Sample) -> Sample:
    return replace(sampled, source={"format": "csv", **sampled.source})


def _unpacked(file: Path) -> Sample:
    """The sample of a packed text, from its first bytes in a private temporary file."""
    unpack = UNPACKERS[packing_of(file.name)]
    with TemporaryDirectory(prefix="fournil-") as folder:
        start = Path(folder) / file.stem
        try:
            with file.open("rb") as packed, start.open("wb") as copy:
                for data in unpack(packed):
                    copy.write(data)
                    if copy.tell() > UNPACKED:
                        break
        except DAMAGED as error:
            raise SourceError(f"{file.name}: cannot be unpacked: {error}") from None
        return _delimited(start)


def _delimited(file: Path) -> Sample:
    dialect = detect(file)
    way = Candidate(dialect.delimiter, dialect.quote, dialect.escape)
    with file.open(encoding=dialect.encoding, errors="replace", newline="") as text:
        for _ in islice(text, dialect.skip):
            pass
        reader = parse(_bounded(text), way)
        records = filter(any, reader)
        try:
            first: list[str] = next(records, [])
            below = dialect.skip + reader.line_num if dialect.has_header else dialect.skip
            rows = list(islice(records, ROWS))
        except csv.Error as error:
            line = dialect.skip + reader.line_num
            raise SourceError(f"{file.name}: line {line}: no delimited text: {error}") from None
        whole = len(rows) < ROWS and not text.read(1)
    headers = [cell.strip() for cell in first] if dialect.has_header else []
    return _table(headers, rows if headers else [first, *rows], dialect, below, whole)


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    left = CHARACTERS
    for line in lines:
        left -= len(line)
        if left < 0:
            return
        yield line


def _table(
    found: list[str], rows: list[list[str]], dialect: Dialect, below: int, whole: bool
) -> Sample:
    """The sample of a delimited text whose records start `below` that many lines."""
    width = max(len(found), _common_width(rows))
    padded = [(row + [""] * width)[:width] for row in rows]
    first = (found + [""] * width)[:width]
    while width > 1 and not first[width - 1] and not any(row[width - 1] for row in padded):
        width -= 1
    headers = _usable(first[:width])
    source, notes = _keys(dialect)
    if headers != tuple(found):
        source |= {"skip": below, "header": list(headers)}
        notes = (*notes, _why_named(dialect))
    return Sample(headers, [row[:width] for row in padded], source, notes, whole)


def _common_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(map(len, rows))
    return widths.most_common(1)[0][0] if widths else 0


def _usable(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers, those that are empty or stand twice given a name."""
    names: list[str] = []
    taken: set[str] = set()
    for number, header in enumerate(headers, start=1):
        stem = header or f"column {number}"
        name, copies = stem, count(2)
        while name.lower() in taken:
            name = f"{stem} ({next(copies)})"
        names.append(name)
        taken.add(name.lower())
    return tuple(names)


def _why_named(dialect: Dialect) -> str:
    if not dialect.has_header:
        return "the first row looks like values: name the columns in `header:`"
    return "headers are empty or stand twice: `header:` names all columns instead of the file"


def _keys(dialect: Dialect) -> tuple[dict[str, object], tuple[str, ...]]:
    """The keys of a source for a dialect, where they differ from what is taken for granted."""
    notes: list[str] = []
    keys: dict[str, object] = {}
    if dialect.encoding not in ("utf-8", "utf-8-sig"):
        keys["encoding"] = dialect.encoding
    if dialect.delimiter:
        keys["delimiter"] = dialect.delimiter
    if dialect.quote != '"':
        keys["quote"] = dialect.quote
    if dialect.skip:
        keys["skip"] = dialect.skip
    if dialect.escape:
        keys["escape"] = dialect.escape
    if dialect.delimiter == " ":
        notes.append("blanks between cells cannot be read: export with another delimiter")
    return keys, tuple(notes)


def _from_reader(file: Path, format: str) -> Sample:
    """The sample of any other format, by the reader that will publish it."""
    if format not in READERS:
        raise SourceError(f"{file.name}: no reader for {format}; export it as CSV")
    try:
        key, parts = _parts(file, format)
    except (CalamineError, sqlite3.DatabaseError) as error:
        raise SourceError(f"{file.name}: no {format} that can be read: {error}") from None
    if len(parts) < 2:
        return _read(file, format, {})
    for number, part in enumerate(parts, start=1):
        try:
            found = _read(file, format, {key: part})
        except SourceError:
            if number == len(parts):
                raise
            continue
        others = ", ".join(name for name in parts if name != part)
        return replace(found, notes=(f"a {key} of {len(parts)}; not drafted: {others}",))
    raise SourceError(f"{file.name}: nothing to read")


def _read(file: Path, format: str, keys: dict[str, object]) -> Sample:
    source = Source.model_validate({"path": file.name, **keys})
    with TemporaryDirectory(prefix="fournil-") as folder, workspace(Path(folder)) as place:
        export = next(iter(READERS[format](Request(file, file.name, source, ()), place)))
        columns = [cells for some in _columns(export) for cells in some]
    rows = [["" if cell is None else cell for cell in row] for row in zip(*columns, strict=True)]
    return Sample(export.headers, rows, keys, (), export.records <= ROWS)


def _columns(export: Export) -> Iterator[list[list[str | None]]]:
    """The cells of the first rows by column, some columns at a time."""
    table = export.table.limit(ROWS) if export.records > ROWS else export.table
    names = table.columns
    for start in range(0, len(names), COLUMNS):
        some = table.select(*names[start : start + COLUMNS]).to_pyarrow()
        yield [column.to_pylist() for column in some.columns]


def _parts(file: Path, format: str) -> tuple[str, list[str]]:
    """The key that chooses between the tables of one file, and their names."""
    if format in ("xlsx", "xls", "ods"):
        return "sheet", list(CalamineWorkbook.from_path(file).sheet_names)
    if format == "sqlite":
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            return "table", sorted(name for (name,) in found if not name.startswith("sqlite_"))
    return "", []
