"""Where a table starts in a file, and whether its first record is a header."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from publish.bakehouse.draft.evidence import DECIDES, TYPED, Evidence, evidence
from publish.bakehouse.draft.score import Candidate, kind, parse

LOOKED_AT = 200
TITLES = 5  # records that may stand above a header and look like one


@dataclass(frozen=True)
class Record:
    """A record, the number of physical lines above it, and with it."""

    above: int
    cells: tuple[str, ...]
    end: int

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(cell.strip() != "" for cell in self.cells)

    @property
    def named(self) -> bool:
        """Whether the cells could all be names of columns."""
        return self.filled > 1 and not any(kind(cell) in TYPED for cell in self.cells)


@dataclass(frozen=True)
class Start:
    """Where a table starts: the lines above it, and what speaks for a header."""

    skip: int
    evidence: Evidence


def header_of(lines: Sequence[str], dialect: Candidate) -> Start:
    """How many physical lines stand above the table, and what speaks for a header."""
    return start_of(list(islice(records_of(lines, dialect), LOOKED_AT)))


def start_of(records: Sequence[Record]) -> Start:
    """The start of a table among records, none of them empty."""
    if not records:
        return Start(0, Evidence(-DECIDES))
    first, usual = _first_wide(records), _usual(records)
    found = _from(records, first)
    if found.evidence.score >= DECIDES and _width(records[first]) <= usual:
        return found
    for place in range(first + 1, min(first + 1 + TITLES, len(records) - 1)):
        below = _from(records, place)
        likelier = below.evidence.score >= max(DECIDES, found.evidence.score)
        if likelier and records[place].filled == usual and _above(records, place):
            return below
    # A header that lost a separator or a quote is narrower than its table.
    if first and not found.evidence.for_header and records[first - 1].named:
        return Start(records[first - 1].above, Evidence(DECIDES, ("names above the table",)))
    return found


def _above(records: Sequence[Record], place: int) -> bool:
    """Whether the records above could be titles: none has a cell that stands in those below."""
    below = {cell for record in records[place + 1 :] for cell in record.cells if cell.strip()}
    return not any(below.intersection(record.cells) for record in records[:place])


def _from(records: Sequence[Record], place: int) -> Start:
    body = [record.cells for record in records[place + 1 :]]
    return Start(records[place].above, evidence(records[place].cells, body))


def records_of(lines: Iterable[str], dialect: Candidate) -> Iterator[Record]:
    """The records that hold something; raises csv.Error."""
    return (record for record in all_records(lines, dialect) if record.filled)


def all_records(lines: Iterable[str], dialect: Candidate) -> Iterator[Record]:
    """The records, those of delimiters alone too, empty lines left out; raises csv.Error."""
    reader = parse(lines, dialect, keep_blanks=True)
    above = 0
    for cells in reader:
        if cells:
            yield Record(above, tuple(cells), reader.line_num)
        above = reader.line_num


def _first_wide(records: Sequence[Record]) -> int:
    """The first record about as wide as most; a title in one cell of many is above the table."""
    width = _usual(records)
    enough = min(width, max(2, width * 0.7))
    for place, record in enumerate(records):
        if len(record.cells) >= enough and (width < 3 or record.filled > max(1, width // 6)):
            return place
    return 0


def _usual(records: Sequence[Record]) -> int:
    widths = Counter(len(record.cells) for record in records)
    return max(widths, key=lambda cells: (widths[cells] * cells, cells))


def _width(record: Record) -> int:
    """The number of cells up to the last that holds something."""
    return max((at for at, cell in enumerate(record.cells, start=1) if cell.strip()), default=0)
