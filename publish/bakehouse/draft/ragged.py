"""Records shorter than the header: rows whose last cells are left out, or something else."""

from collections import Counter
from collections.abc import Iterator, Sequence

from publish.bakehouse.draft.evidence import TYPED
from publish.bakehouse.draft.header import Record
from publish.bakehouse.draft.remarks import lines
from publish.bakehouse.draft.score import kind

LOOKED_AT = 1_000
ALIKE = 0.9
RARE, FEW = 0.05, 3
SILENT = ("missing", "empty")


def like_the_others(short: Sequence[Record], rows: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all short records fit the columns that their cells would fall into.

    One with a single cell may as well be a note or a footer: it speaks for nothing where there
    are few.
    """
    many = len(short) > max(FEW, RARE * len(rows))
    speaking = [record for record in short if record.filled > 1 or many][:LOOKED_AT]
    kinds = _kinds(rows) if speaking else []
    fitting = sum(_fits(record, kinds) for record in speaking)
    return bool(speaking) and fitting >= ALIKE * len(speaking)


def _kinds(rows: Sequence[Sequence[str]]) -> list[str | None]:
    """The kind of nine cells in ten of each column, where it is a telling one."""
    columns = zip(*rows[:LOOKED_AT], strict=True)
    return [_kind([cell for cell in column if cell.strip()]) for column in columns]


def _kind(cells: Sequence[str]) -> str | None:
    if not cells:
        return None
    common, count = Counter(map(kind, cells)).most_common(1)[0]
    return common if common in TYPED and count >= ALIKE * len(cells) else None


def _fits(record: Record, kinds: Sequence[str | None]) -> bool:
    pairs = zip(record.cells, kinds, strict=False)
    return all(of is None or kind(cell) in (of, *SILENT) for cell, of in pairs)


def told(short: Sequence[Record]) -> Iterator[str]:
    """Which records are filled, and why."""
    yield (
        f"{lines([record.above + 1 for record in short])}: fewer cells than the header, and those "
        "that are there fit their columns: `ragged: pad` takes the rest for empty"
    )
