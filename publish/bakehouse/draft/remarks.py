"""What is said of a file beside its columns: what stands above and below its table, and doubts."""

import re
from collections.abc import Iterator, Sequence

from publish.bakehouse.draft.header import Record
from publish.bakehouse.read.padding import listed

FOOTER = 20  # records at the end that are looked at
SUMS = re.compile(
    r"(?:(?:grand )?total|totaux|sous-total|sources?|légende|mise? à jour|généré|generated)\b",
    re.IGNORECASE,
)


def lines(numbers: Sequence[int]) -> str:
    """`line 3`, or `lines 3, 7 and 12 more`."""
    return listed(numbers, len(numbers))


def above(skip: int) -> Iterator[str]:
    """What stands above a table."""
    if skip:
        where = "line 1 stands" if skip == 1 else f"lines 1 to {skip} stand"
        yield f"{where} above the table: skipped, see `skip:`"


def inside(header: Sequence[str], records: Sequence[Record]) -> Iterator[str]:
    """Where the header stands again."""
    again = [record.above + 1 for record in records if list(record.cells) == list(header)]
    if header and again:
        yield f"{lines(again)}: the header again; {_REMOVE}"


def between(blank: Sequence[int]) -> Iterator[str]:
    """Lines of delimiters alone, which are records for a publication."""
    if blank:
        yield f"{lines(blank)}: delimiters alone, no cell holds anything; {_REMOVE}"


def below(records: Sequence[Record]) -> Iterator[str]:
    """Which of the last records are rather a footer."""
    body, last = records[:-FOOTER], list(records[-FOOTER:])
    found: list[int] = []
    while last and len(last) + len(body) > 1 and _is_footer(last[-1], [*body, *last[:-1]]):
        found.insert(0, last.pop().above + 1)
    if found:
        yield f"{lines(found)}: rather a footer than a record; {_REMOVE}"


_REMOVE = "remove it from the export, or it will be rejected or published as a record"


def _is_footer(record: Record, before: Sequence[Record]) -> bool:
    """Whether a record is emptier than all before it, or a sum or a source as none of them."""
    sum_or_source = _sums(record) and sum(map(_sums, before)) <= len(before) // 2
    fullest = max(other.filled for other in before)
    emptier = record.filled == 1 and fullest > 1 and sum(one.filled > 1 for one in before) > 1
    return sum_or_source or (emptier and sum(one.filled == 1 for one in before) * 5 < len(before))


def _sums(record: Record) -> bool:
    first = next((cell.strip() for cell in record.cells if cell.strip()), "")
    return SUMS.match(first) is not None
