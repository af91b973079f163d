"""CSV files with their rows in their total order; and the same compressed."""

from itertools import zip_longest
from pathlib import Path
from typing import Any

from publish.bakehouse.bake.baked_table import BakedTable, Baker, every_table
from publish.forms.compressed import blocks, unpacked, write_gzip
from publish.forms.delimited import DELIMITER


def bake_csv(path: Path, rows: Any, con: Any) -> None:
    """Write an Ibis table with its header, as `publish.forms.delimited` says."""
    con.to_csv(rows, path, header=True, delimiter=DELIMITER)


def bake_csv_gzip(table: BakedTable, path: Path) -> None:
    """Compress the CSV that is already there."""
    write_gzip(path, blocks(path.with_suffix("")))


def csv_gzip_whole(table: BakedTable, path: Path) -> bool:
    """Whether the compressed file holds the CSV, byte for byte."""
    pairs = zip_longest(unpacked(path), blocks(path.with_suffix("")))
    return all(ours == theirs for ours, theirs in pairs)


CSV_GZIP = Baker(every_table, bake_csv_gzip, csv_gzip_whole)
