"""Delimited text whose quotes are escaped by a character, rewritten with doubled quotes."""

import csv
import sys
from pathlib import Path

from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.quotes import CellDialect
from publish.errors import SourceError

QUOTE = '"'


def doubled(
    request: ExportRequest, path: Path, dialect: CellDialect, target: Path
) -> tuple[Path, CellDialect]:
    """The same records in RFC 4180's way at `target`, a line for a line, and their dialect.

    Raises SourceError naming the line that is not written as declared.
    """
    csv.field_size_limit(sys.maxsize)
    written = CellDialect(dialect.delimiter, dialect.quote or QUOTE)
    with (
        path.open(encoding="utf-8-sig", newline="") as text,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        records = csv.reader(
            text,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            escapechar=request.source.escape,
            doublequote=False,
            strict=True,
        )
        writer = csv.writer(
            copy, delimiter=written.delimiter, quotechar=written.quote, lineterminator="\n"
        )
        try:
            for record in records:
                if record:
                    writer.writerow(record)
                else:
                    copy.write("\n")
        except csv.Error as error:
            raise SourceError(
                f"{request.file}: line {records.line_num}: {error}; "
                f"check the declared `quote` and `escape: {request.source.escape!r}`"
            ) from None
    return target, written
