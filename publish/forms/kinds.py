"""What the values of a column are, so that forms with types can say so."""

from collections.abc import Mapping, Sequence
from typing import Literal

# Dates, datetimes, lists and JSON are texts; `moment` is a datetime in UTC.
Kind = Literal[
    "string", "integer", "number", "boolean", "date", "datetime", "moment", "list", "json"
]
Kinds = Mapping[str, Kind]
# A value as SQLite stores it: booleans are 0 and 1.
Cell = str | int | float | None
Row = Sequence[Cell]
# Some bytes of a file.
Chunk = bytes | memoryview
