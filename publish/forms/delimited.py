"""CSV as releases and selections write it: UTF-8, commas, RFC 4180 quotes, a line feed a row.

A missing value is an empty cell; booleans are `true` and `false`.
"""

import csv
from collections.abc import Iterable
from typing import IO

DELIMITER = ","
LINE_END = "\n"
TRUE, FALSE = "true", "false"
# By it Excel knows UTF-8; releases have none.
BYTE_ORDER_MARK = "\ufeff"


def write_csv(file: IO[str], rows: Iterable[Iterable[object]], delimiter: str = DELIMITER) -> None:
    """Write rows, the header among them, to a text file opened with `newline=""`."""
    csv.writer(file, delimiter=delimiter, lineterminator=LINE_END).writerows(rows)
