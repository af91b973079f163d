"""Sums: what a tool counted of few people, told by adding and subtracting all that was ever shown.

Over days, weeks, months, things, `within` groups, tables and kept releases of a dataset, and of
others of the site that read the same source.
"""

import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.bakehouse.attack.alike import one_cell, same_totals
from publish.bakehouse.attack.bounds import bounded
from publish.bakehouse.attack.counted import Behind, Cell, Counted, Labels, Told, counted_tables
from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.attack.span import Equation, Row, connected, told
from publish.declare.counts import VISITOR_DAYS

SECONDS = 60.0
"""So long each of both is tried."""


@dataclass(frozen=True)
class Known:
    """All that was shown of a measure, the cells that it is the sum of, and what is the same."""

    told: Sequence[Told]
    cells: Mapping[Hashable, Behind]
    same: Sequence[Row]
    k: int

    @property
    def few(self) -> set[Hashable]:
        """The cells of fewer than k people."""
        return {cell for cell, one in self.cells.items() if one.people < self.k}

    @property
    def equations(self) -> list[Equation]:
        """Each number as its cells, once."""
        return [*dict.fromkeys(one.cells for one in self.told)]

    @property
    def hidden(self) -> int:
        """The cells of few people that are a part of something that was shown."""
        shown = {cell for one in self.told for cell in one.cells}
        return len(self.few & shown)

    @property
    def changed(self) -> int:
        """The numbers that are another one in another release."""
        numbers = defaultdict[tuple[str, Equation], set[int]](set)
        for one in self.told:
            numbers[one.place, one.cells].add(one.number)
        return sum(len(of) - 1 for of in numbers.values())


def sums(ground: Ground) -> Iterator[Result]:
    """Numbers of fewer than k people that follow to the digit, and those that are surely under k.

    The control shows the totals of blocks beside all that k people of a day are behind.
    """
    own = counted_tables(ground)
    if not own:
        return
    tables = [*own, *(one for other in ground.beside for one in counted_tables(other))]
    names = dict.fromkeys(name for table in tables for name in table.measures)
    measures = {name: known(tables, name) for name in names}
    bare, name = unprotected(own), ground.inspection.name
    behind = f"numbers with fewer than {bare.known.k} people of a day behind them"
    found, left = exact(measures.values())
    tried = sum(one.hidden for one in measures.values())
    control = Control(exact([bare.known])[0], bare.tell, "totals that tell one", 1.0)
    yield Result("sums", name, found, tried, behind, control, left)
    found, left = bounds(measures[VISITOR_DAYS])
    tried, unit = measures[VISITOR_DAYS].hidden, f"sums of visitors under {bare.known.k}"
    control = Control(bounds(bare.known)[0], bare.under, "such sums beside totals", 1.0)
    yield Result("bounds", name, found, tried, unit, control, left)


def known(tables: Sequence[Counted], measure: str) -> Known:
    """What anyone knows of a measure: the cells of tables that count the same are one cell."""
    first = one_cell(tables, measure)
    shown = [
        one._replace(cells=frozenset(first[cell] for cell in one.cells if isinstance(cell, Cell)))
        for table in tables
        if measure in table.measures
        for one in table.shown(measure)
    ]
    cells: dict[Hashable, Behind] = {}
    for table in tables:
        for cell, behind in table.measures.get(measure, {}).items():
            cells.setdefault(first[cell], behind)
    same = list(same_totals(tables, measure, first))
    return Known(shown, cells, same, min(table.counts.k for table in tables))


@dataclass(frozen=True)
class Unprotected:
    """A copy that shows too much: how many totals tell of few, and of fewer than k in all."""

    known: Known
    tell: int
    under: int


def unprotected(tables: Sequence[Counted]) -> Unprotected:
    """Totals of blocks beside all that k people are behind; in one of them two people alone did."""
    k = min(table.counts.k for table in tables)
    blocks, cells = _blocks(tables, k)
    shown, tell, under = list[Told](), 0, 0
    for block in blocks:
        things = defaultdict[Labels, set[Hashable]](set)
        for cell in block:
            things[cell.labels].add(cell)
        large = [of for of in things.values() if max(cells[cell].people for cell in of) >= k]
        hidden = sum(cells[cell].value for cell in block if things[cell.labels] not in large)
        tell, under = tell + (len(large) < len(things)), under + (0 < hidden < k)
        shown += [Told("", frozenset(of), 0) for of in (block, *large)]
    return Unprotected(Known(shown, cells, (), k), tell, under)


def _blocks(tables: Sequence[Counted], k: int) -> tuple[list[list[Cell]], dict[Hashable, Behind]]:
    """The cells of each week or month of each table and `within`, and of one that is planted."""
    blocks, cells = defaultdict[Hashable, list[Cell]](list), dict[Hashable, Behind]()
    for table in tables:
        for cell, one in table.measures[VISITOR_DAYS].items():
            cells[cell] = one
            within = frozenset(pair for pair in cell.labels if pair[0] in table.counts.within)
            blocks[table.name, one.block, within].append(cell)
    for people in (2, k):
        planted = Cell("planted", "", frozenset({("thing", str(people))}))
        cells[planted] = Behind(people, people, "")
        blocks["planted"].append(planted)
    return [*blocks.values()], cells


def exact(measures: Iterable[Known]) -> tuple[int, int]:
    """How many numbers of few follow, and of how many cells nobody asked when time was over."""
    ends, found, left = time.monotonic() + SECONDS, 0, 0
    for of in measures:
        equations, few, found = of.equations, of.few, found + of.changed
        for part in connected([*equations, *of.same]):
            rows = [equations[number] for number in part if number < len(equations)]
            same = [of.same[one - len(equations)] for one in part if one >= len(equations)]
            if time.monotonic() > ends:
                left += len(few & {cell for row in rows for cell in row})
            elif rows:
                found += told(rows, few, same)
    return found, left


def bounds(of: Known) -> tuple[int, int]:
    """How many sums of few people are surely under k, and how many were not asked."""
    values = {cell: one.value for cell, one in of.cells.items()}
    return bounded(of.equations, of.few, values, of.k, SECONDS)
