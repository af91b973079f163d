"""Delimited text parsed by DuckDB: a view to be scanned once, and what it refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.exports import ExportRequest, Reject
from publish.bakehouse.read.layout import BytePlace
from publish.bakehouse.read.quotes import CellDialect
from publish.bakehouse.read.scan import Scan, blocks
from publish.bakehouse.read.transcode import check_encoding
from publish.errors import SourceError
from publish.release.rejects import Reason
from publish.words.limits import RECORD_BYTES
from publish.words.sql import literal

LONGEST = 2_000_000
BUFFER = 32_000_000
BROKEN = Reason("quotes")
ERRORS = """
    SELECT line_byte_position - 1, min(error_type::VARCHAR), max(column_idx),
      min_by(coalesce(column_name, ''), column_idx)
    FROM {} GROUP BY 1 ORDER BY 1
"""
NOTHING = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class TextFile:
    """A UTF-8 file and the place of its first record."""

    path: Path
    dialect: CellDialect
    body: BytePlace

    def lines(self, records: Any) -> Any:
        """The line on which each record starts; records are numbered from 0, in rising order."""
        found, seen = [NOTHING], 0
        for block in blocks(self.path, self.dialect, self.body.offset, self.body.line):
            if not len(records):
                break
            lines = block.starting_lines()[block.filled()]
            here = records < seen + len(lines)
            found.append(lines[records[here] - seen])
            records, seen = records[~here], seen + len(lines)
        return np.concatenate(found)

    def records(self, offsets: Any) -> Any:
        """The record in which each rising byte offset lies, or the next one when between two."""
        found, seen = [NOTHING], 0
        for block in blocks(self.path, self.dialect, self.body.offset):
            if not len(offsets):
                break
            ends = block.ends[block.filled()]
            if len(ends):
                here = offsets <= ends[-1]
                found.append(seen + np.searchsorted(ends, offsets[here]))
                offsets, seen = offsets[~here], seen + len(ends)
        return np.concatenate(found)

    def broken(self) -> Any:
        """The records with text after a closing quote."""
        found, seen = [NOTHING], 0
        for block in blocks(self.path, self.dialect, self.body.offset):
            broken = block.broken[block.filled()]
            found.append(seen + np.flatnonzero(broken))
            seen += len(broken)
        return np.concatenate(found)


def _among(left_out: Any, numbers: Any) -> Any:
    """The numbers, among all records, of those that are numbered without some left out."""
    before = left_out - np.arange(len(left_out))
    return numbers + np.searchsorted(before, numbers, side="right")


@dataclass
class Parse:
    """One file in DuckDB: `text` is what people see, `parsed` the same or its rewriting."""

    request: ExportRequest
    workspace: Workspace
    headers: tuple[str, ...]
    text: TextFile
    parsed: TextFile
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.workspace.name("delimited")

    def table(self, scan: Scan) -> Any:
        """The Ibis table of strings: a view, so that nothing is copied."""
        self.workspace.con.raw_sql(f'CREATE VIEW "{self.name}" AS {self._query(scan)}')
        return self.workspace.con.table(self.name)

    def _query(self, scan: Scan) -> str:
        dialect = self.parsed.dialect
        columns = ", ".join(f"{literal(header)}: 'VARCHAR'" for header in self.headers)
        if scan.longest > RECORD_BYTES:
            raise SourceError(
                f"{self.request.file}: a record of {scan.longest >> 20} MiB; at most "
                f"{RECORD_BYTES >> 20} MiB: close a quote that was left open, or split the cell"
            )
        longest = max(LONGEST, 2 * scan.longest)
        options = {
            "auto_detect": "false",
            "columns": f"{{{columns}}}",
            "header": "false",
            "skip": str(self.parsed.body.line - 1),
            "compression": "'none'",
            "delim": literal(dialect.delimiter),
            "quote": literal(dialect.quote),
            "escape": literal(dialect.quote),
            "strict_mode": "true",
            # A line break cannot be a cell without quotes, so that nothing becomes NULL.
            "nullstr": "'\n'",
            "allow_quoted_nulls": "false",
            "max_line_size": str(longest),
            "buffer_size": str(max(BUFFER, 2 * longest)),
            "store_rejects": "true",
            "rejects_table": f"'{self.name}_errors'",
            "rejects_scan": f"'{self.name}_scans'",
            "rejects_limit": "0",
        }
        if self.request.source.ragged == "pad":
            # What is padded is NULL; DuckDB pads cells behind line breaks in one thread only.
            options |= {"null_padding": "true", "parallel": "false"}
        if scan.newlines == "lf":
            options["new_line"] = "'\\n'"
        arguments = ", ".join(f"{name} = {value}" for name, value in options.items())
        path = literal(_literal(self.parsed.path))
        return f"SELECT * FROM read_csv({path}, {arguments})"  # noqa: S608

    def refused(self) -> list[Reject]:
        """The records that DuckDB left out, in file order, with reasons in our own words.

        Raises SourceError for bytes that are not in the declared encoding.
        """
        reasons = self._refused
        records = np.array(sorted(reasons), dtype=np.int64)
        lines = self.text.lines(records).tolist()
        return [
            Reject(self.request.file, line, *reasons[record])
            for record, line in zip(records.tolist(), lines, strict=True)
        ]

    def lines(self, numbers: Sequence[int]) -> list[int]:
        """The line in the file of each row of the view; refused records have no row."""
        refused = np.array(sorted(self._refused), dtype=np.int64)
        records = _among(refused, np.array(numbers, dtype=np.int64))
        known, places = np.unique(records, return_inverse=True)
        found: list[int] = self.text.lines(known)[places].tolist()
        return found

    @cached_property
    def _refused(self) -> dict[int, tuple[str, Reason]]:
        """The column and reason of each refused record, by its number."""
        errors = self.workspace.sql(ERRORS.format(f'"{self.name}_errors"'))
        self.workspace.sql(f'DROP TABLE "{self.name}_errors"')
        self.workspace.sql(f'DROP TABLE "{self.name}_scans"')
        offsets = np.array([offset for offset, *_ in errors], dtype=np.int64)
        records = self.parsed.records(offsets)
        left_out = NOTHING if self.parsed is self.text else self.text.broken()
        reasons = dict.fromkeys(left_out.tolist(), ("", BROKEN))
        for record, (_, *error) in zip(_among(left_out, records).tolist(), errors, strict=True):
            reasons[record] = self._reason(*error)
        return reasons

    def _reason(self, kind: str, cells: int, column: str) -> tuple[str, Reason]:
        """`kind` is DuckDB's: the first by alphabet of those it gives for one record."""
        if kind == "INVALID ENCODING":
            check_encoding(self.request, self.text.path)
        if kind in ("MISSING COLUMNS", "TOO MANY COLUMNS"):
            code = "one-cell" if cells == 1 else "cells"
            return "", Reason(code, cells, len(self.headers))
        if kind == "UNQUOTED VALUE":
            return column, BROKEN
        return column, Reason("not-delimited")


def _literal(path: Path) -> str:
    """The path as a glob that matches it alone."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))
