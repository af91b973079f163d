"""CSV files: UTF-8, commas, RFC 4180, rows in their total order; and the same compressed."""

from itertools import zip_longest
from pathlib import Path
from typing import Any

from publish.bake.compressed import blocks, unpacked, write_gzip
from publish.bake.form import Form


def bake_csv(path: Path, rows: Any, con: Any) -> None:
    """Write an Ibis table with its header; NULL is an empty cell, booleans true or false."""
    con.to_csv(rows, path, header=True)


def bake_csv_gzip(form: Form, path: Path) -> None:
    """Compress the CSV that is already there."""
    write_gzip(path, blocks(path.with_suffix("")))


def csv_gzip_whole(form: Form, path: Path) -> bool:
    """Whether the compressed file holds the CSV, byte for byte."""
    pairs = zip_longest(unpacked(path), blocks(path.with_suffix("")))
    return all(ours == theirs for ours, theirs in pairs)
