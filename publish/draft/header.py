"""Where a table starts in a file, and whether its first record is a header."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from publish.draft.score import Candidate, kind, parse

LOOKED_AT = 200
TYPED = {"number", "date", "time", "email", "url"}


@dataclass(frozen=True)
class Record:
    """A record and the number of physical lines above it."""

    above: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(cell.strip() != "" for cell in self.cells)

    @property
    def named(self) -> bool:
        """Whether the cells could all be names of columns."""
        return self.filled > 1 and not any(kind(cell) in TYPED for cell in self.cells)


def header_of(lines: Sequence[str], dialect: Candidate) -> tuple[int, bool]:
    """How many physical lines stand above the table, and whether it starts with a header."""
    records = _records(lines, dialect)
    if not records:
        return 0, False
    first = _first_wide(records)
    if has_header([record.cells for record in records[first:]]):
        return records[first].above, True
    # A header that lost a separator or a quote is narrower than its table.
    if first and records[first - 1].named:
        return records[first - 1].above, True
    return records[first].above, False


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of these records names columns rather than holding values."""
    first, body = rows[0], rows[1:]
    if not body:
        return not any(kind(cell) in TYPED for cell in first)
    columns = [[row[place] for row in body if place < len(row)] for place in range(len(first))]
    votes = sum(_vote(cell, values) for cell, values in zip(first, columns, strict=True))
    if votes or first in body:
        return votes >= 0
    again = sum(bool(cell) and cell in values for cell, values in zip(first, columns, strict=True))
    return again <= len(first) / 2


def _records(lines: Sequence[str], dialect: Candidate) -> list[Record]:
    reader = parse(lines, dialect)
    found: list[Record] = []
    above = 0
    for cells in reader:
        if any(cells):
            found.append(Record(above, tuple(cells)))
        above = reader.line_num
        if len(found) >= LOOKED_AT:
            break
    return found


def _first_wide(records: Sequence[Record]) -> int:
    """The first record about as wide as most; a title in one cell of many is above the table."""
    widths = Counter(len(record.cells) for record in records)
    width = max(widths, key=lambda cells: (widths[cells] * cells, cells))
    enough = min(width, max(2, width * 0.7))
    for place, record in enumerate(records):
        if len(record.cells) >= enough and (width < 3 or record.filled > max(1, width // 6)):
            return place
    return 0


def _vote(cell: str, values: Sequence[str]) -> int:
    """1 for a name above typed values, -1 for one more such value, 0 when it could be either."""
    kinds = Counter(kind(value) for value in values if value.strip())
    if not kinds or not cell.strip():
        return 0
    common, count = kinds.most_common(1)[0]
    if common not in TYPED or count < 0.8 * kinds.total():
        return 0
    return -1 if kind(cell) == common else 1
