"""The sample of a delimited text."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice, repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.bakehouse.draft.dialect import FileDialect, detect
from publish.bakehouse.draft.doubts import doubts
from publish.bakehouse.draft.header import Record, all_records
from publish.bakehouse.draft.remarks import between
from publish.bakehouse.draft.rows import ROWS, Sample, table_of
from publish.bakehouse.draft.score import Candidate
from publish.bakehouse.read.files import packing_of
from publish.bakehouse.read.transcode import beginning
from publish.errors import SourceError

CHARACTERS = 64_000_000  # a quote that is never closed must not swallow a huge file
UNPACKED = 64_000_000


def of_text(file: Path) -> Sample:
    """The first rows of a delimited text, packed or not; raises SourceError."""
    return _unpacked(file) if packing_of(file.name) else _delimited(file)


def _unpacked(file: Path) -> Sample:
    """The sample of a packed text, from its first bytes in a private temporary file."""
    with TemporaryDirectory(prefix="fournil-") as folder:
        start = Path(folder) / file.stem
        with start.open("wb") as copy:
            copy.writelines(beginning(file, UNPACKED))
        return _delimited(start)


def _delimited(file: Path) -> Sample:
    dialect = detect(file)
    way = Candidate(dialect.delimiter, dialect.quote, dialect.escape)
    with file.open(encoding=dialect.encoding, errors="replace", newline="") as text:
        records: list[Record] = []
        blank: list[int] = []
        try:
            for record in all_records(_bounded(_after(text, dialect.skip)), way):
                if record.filled:
                    records.append(record)
                elif records:
                    blank.append(record.above + 1)
                if len(records) > ROWS:
                    break
        except csv.Error as error:
            line = records[-1].end + 1 if records else dialect.skip + 1
            raise SourceError(f"{file.name}: line {line}: no delimited text: {error}") from None
        whole = len(records) <= ROWS and not text.read(1)
    if not records:
        raise SourceError(f"{file.name}: no cell holds anything; hand over a header and rows")
    sample = table_of(records, dialect.evidence, _keys(dialect), whole)
    blanks = ["blanks between cells cannot be read: export with another delimiter"]
    notes = [*(blanks if dialect.delimiter == " " else ()), *sample.notes, *between(blank)]
    return replace(sample, notes=(*doubts(file, dialect.encoding), *notes))


def _after(lines: Iterable[str], skip: int) -> Iterator[str]:
    """As many empty lines as are skipped, and the lines below them: numbers stay as in the file."""
    return chain(repeat("\n", skip), islice(lines, skip, None))


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    room = CHARACTERS
    for line in lines:
        room -= len(line)
        if room < 0:
            return
        yield line


def _keys(dialect: FileDialect) -> dict[str, object]:
    """The keys of a source for a dialect, where they differ from what is taken for granted."""
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
    return keys
