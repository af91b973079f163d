"""Tables that count the same: cells that are one cell, and totals that are the same total.

Whoever reads both may think so; here they are where today's exports say so.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from publish.bakehouse.attack.counted import Behind, Cell, Counted, Labels, by_day, days_from
from publish.bakehouse.attack.span import Row

Values = Mapping[Cell, Behind]


def one_cell(tables: Sequence[Counted], measure: str) -> dict[Cell, Cell]:
    """The first cell that each cell is, of any table: itself where no other table has it."""
    found: dict[Cell, Cell] = {}
    for number, table in enumerate(tables):
        ours = table.measures.get(measure, {})
        found |= {cell: cell for cell in ours}
        for other in tables[:number]:
            columns = _columns(other) & _columns(table)
            theirs = by_day(other.measures.get(measure, {}))
            for day, cells in by_day(ours).items():
                pairs = _same(cells, theirs.get(day, ()), columns)
                if pairs and all(_value(table, measure, one) == _value(other, measure, two)
                                 for one, two in pairs):  # fmt: skip
                    found |= {one: found[two] for one, two in pairs}
    return found


def same_totals(
    tables: Sequence[Counted], measure: str, first: Mapping[Cell, Cell]
) -> Iterator[Row]:
    """The difference of two tables on each day of a week on whose days both have the same totals.

    A week of totals that are alike by chance is as good as known: who supposes it is right.
    """
    weeks: dict[tuple[str, tuple[int, ...]], Sequence[Sequence[Cell]]] = {}
    for table in tables:
        days = by_day(table.measures.get(measure, {}))
        for monday in sorted({_monday(day) for day in days}):
            theirs = [days.get(day, ()) for day in _week(monday)]
            totals = tuple(sum(_value(table, measure, one) for one in day) for day in theirs)
            firsts = weeks.setdefault((monday, totals), theirs)
            for one, other in zip(firsts, theirs, strict=True):
                row = _difference([first[cell] for cell in one], [first[cell] for cell in other])
                if row:
                    yield row


def _columns(table: Counted) -> set[str]:
    return {*table.counts.within, *table.counts.by}


def _same(
    ours: Sequence[Cell], theirs: Sequence[Cell], columns: set[str]
) -> list[tuple[Cell, Cell]]:
    """The cells of two tables on a day, side by side where columns that both have tell them."""
    known = {_within(cell, columns): cell for cell in theirs}
    pairs = [(cell, known[name]) for cell in ours if (name := _within(cell, columns)) in known]
    whole = len(known) == len(theirs) == len(ours) == len(pairs) == len({two for _, two in pairs})
    return pairs if whole else []


def _within(cell: Cell, columns: set[str]) -> Labels:
    return frozenset(one for one in cell.labels if one[0] in columns)


def _value(table: Counted, measure: str, cell: Cell) -> int:
    return table.measures[measure][cell].value


def _difference(one: Sequence[Hashable], other: Sequence[Hashable]) -> dict[Hashable, int]:
    row = defaultdict[Hashable, int](int)
    for cells, sign in ((one, 1), (other, -1)):
        for cell in cells:
            row[cell] += sign
    return {cell: factor for cell, factor in row.items() if factor}


def _monday(day: str) -> str:
    found = date.fromisoformat(day)
    return str(found - timedelta(found.weekday()))


def _week(monday: str) -> list[str]:
    return days_from(monday, str(date.fromisoformat(monday) + timedelta(6)))
