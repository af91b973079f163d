"""The first rows of one table, and how a declaration has to say that they are read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from publish.bakehouse.draft.evidence import Evidence
from publish.bakehouse.draft.header import Record
from publish.bakehouse.draft.ragged import like_the_others, told
from publish.bakehouse.draft.remarks import above, below, inside
from publish.bakehouse.draft.roles import RoleGuess
from publish.bakehouse.draft.types import TypeGuess

ROWS = 50_000


@dataclass(frozen=True)
class Known:
    """What a format says of a column, so that it is not guessed: its name, its type, its role."""

    name: str
    type: TypeGuess | None = None
    role: RoleGuess | None = None


@dataclass(frozen=True)
class Sample:
    """Rows of one table, as wide as `headers`; `source` holds the keys that read them.

    `otherwise` are the keys of another reading, where nothing tells which is right; `ragged`
    counts the rows that have another number of cells, which publishing refuses.
    """

    headers: tuple[str, ...]
    rows: list[list[str]]
    source: dict[str, object]
    notes: tuple[str, ...]
    whole: bool
    otherwise: dict[str, object] | None = None
    ragged: int = 0
    name: str = ""
    """Of the sheet, table or list, where the file has several."""
    known: Mapping[str, Known] = field(default_factory=dict)
    """By header."""


@dataclass(frozen=True)
class Drafted:
    """A table of a draft: its name and title, where its export will lie, what was read of it."""

    name: str
    title: str
    path: str
    sample: Sample


def table_of(
    records: Sequence[Record], found: Evidence, source: dict[str, object], whole: bool
) -> Sample:
    """The sample of a table whose first record is taken for a header where nothing speaks against.

    `source` is how it is read: where nothing tells whether the first record is a header, the other
    way stands in `otherwise`, and the rows begin with that record.
    """
    first = [cell.strip() for cell in records[0].cells] if found.for_header else []
    body = records[1:] if first else records
    whole_first, first = first, _over_cells(first, body)
    headers, rows = _squared(first, body if found.decides else records)
    named = {**source, "skip": records[0].above, "header": list(headers)}
    if headers != tuple(whole_first):
        source = {**named, "skip": records[0].end} if first else named
    notes = [*above(records[0].above), *_names(found, whole_first, headers), *inside(first, body)]
    notes += below(body) if whole else ()
    short = [record for record in body if len(record.cells) < len(headers)]
    padded = like_the_others(short, rows)
    if padded:
        notes += told(short)
        source, named = ({**keys, "ragged": "pad"} for keys in (source, named))
    otherwise = None if found.decides else named
    width = 0 if padded else len(headers)
    ragged = sum(not _fits(record, len(headers), width) for record in body)
    return Sample(headers, rows, source, tuple(notes), whole, otherwise, ragged=ragged)


def _names(found: Evidence, first: Sequence[str], headers: Sequence[str]) -> Iterator[str]:
    """What names the columns, and why that is believed."""
    told = ": ".join([f"score {found.score:g}", ", ".join(found.why)]).removesuffix(": ")
    if not first:
        yield f"the first record looks like values ({told}): name the columns in `header:`"
    elif found.decides:
        yield f"the first record names the columns ({told})"
    if 0 < len(headers) < len(first):
        lacking = ", ".join(f"`{header}`" for header in first[len(headers) :])
        yield f"no row has a cell under {lacking}: `header:` leaves it out; are the others right?"
    elif first and tuple(headers) != tuple(first):
        yield "headers are empty or stand twice: `header:` names all columns instead of the file"


def _squared(
    first: Sequence[str], records: Sequence[Record]
) -> tuple[tuple[str, ...], list[list[str]]]:
    """The headers, and the rows as wide as them, without empty columns at the end."""
    rows = [list(record.cells) for record in records]
    width = max(len(first), _common_width(rows))
    padded = [(row + [""] * width)[:width] for row in rows]
    names = [*first, *[""] * (width - len(first))]
    while width > 1 and not names[width - 1] and not any(row[width - 1] for row in padded):
        width -= 1
    return _usable(names[:width]), [row[:width] for row in padded]


def _over_cells(first: list[str], body: Sequence[Record]) -> list[str]:
    """The headers that have a cell below them, where all records are as narrow."""
    widths = {len(record.cells) for record in body}
    return first[: max(widths)] if len(widths) == 1 else first


def _fits(record: Record, width: int, least: int) -> bool:
    """Whether the reader takes a record: cells beyond the last header may be there and empty."""
    return len(record.cells) >= least and not any(record.cells[width:])


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
