"""What a reader knows of people where another set of tables is counted than before.

An era lasts as long as the same tables are counted in the same way. Where one follows another, what
both count of people is known to be the same where its number is; so are cells that were recoded
from others, and combinations, as far as most of their people went from one to the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from publish.bakehouse.series.union import Flags, Ints, Spells, Union

Groups = Iterable[tuple[Sequence[int], Sequence[int]]]
"""Spells of the earlier and of the later release whose sums are said to be equal."""
Pairs = Sequence[tuple[int, int, int]]
"""What people had before, what they have now, and how many of them."""
Same = tuple[Ints, Ints, Ints]


def eras(kinds: Flags) -> list[tuple[int, int]]:
    """The last release of each era beside the first of each later one.

    `kinds` says of each table (row) in which releases (column) it is counted.
    """
    starts = [0, *(r for r in range(1, kinds.shape[1]) if (kinds[:, r] != kinds[:, r - 1]).any())]
    return [(end - 1, start) for n, start in enumerate(starts) for end in starts[1 : n + 1]]


def equations(spells: Spells, groups: Groups) -> Same:
    """The equations (row, spell, sign) of the groups that are equal indeed."""
    found: list[tuple[int, int, int]] = []
    rows = 0
    for before, after in groups:
        if spells.people[list(before)].sum() == spells.people[list(after)].sum():
            found += [(rows, spell, 1) for spell in after] + [(rows, spell, -1) for spell in before]
            rows += 1
    table = np.array(found, np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def joined(parts: Sequence[Same]) -> Same:
    """Equations one after the other."""
    shift, rows = 0, []
    for row, _, _ in parts:
        rows.append(row + shift)
        shift += int(row.max(initial=-1)) + 1
    spell, sign = (np.concatenate([part[n] for part in parts]) for n in (1, 2))
    return np.concatenate(rows), spell, sign


def common(
    spells: Spells, counted: Flags, earlier: int, later: int
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Combinations of what both releases count; `counted` says when a cell (row) is counted."""
    cells = counted[:, earlier] & counted[:, later]
    before, after = (_grouped(spells, cells, at) for at in (earlier, later))
    for key in sorted(before.keys() & after.keys()):
        yield before[key], after[key]


def _grouped(spells: Spells, common: Flags, release: int) -> dict[tuple[int, ...], list[int]]:
    """The spells of a release by those of their cells that are common to two."""
    alive = np.flatnonzero((spells.first <= release) & (release <= spells.last))
    order = np.lexsort([spells.cell, spells.of])
    of, cell = spells.of[order], spells.cell[order]
    bounds = np.searchsorted(of, np.arange(len(spells.first) + 1))
    found: dict[tuple[int, ...], list[int]] = {}
    for spell in alive.tolist():
        cells = cell[bounds[spell] : bounds[spell + 1]]
        found.setdefault(tuple(cells[common[cells]].tolist()), []).append(spell)
    return found


def same_cells(
    union: Union, counted: Flags, earlier: int, later: int
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Numbers that both releases count, though those in between may not."""
    if later - earlier > 1:
        for cell in np.flatnonzero(counted[:, earlier] & counted[:, later]).tolist():
            yield union.in_cell(cell, earlier).tolist(), union.in_cell(cell, later).tolist()


def recoded_cells(
    union: Union, pairs: Pairs, earlier: int, later: int
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Cells beside those of the other recoding that most of their people went to, or came from."""
    for before, after in _mostly(pairs):
        yield (
            [spell for cell in before for spell in union.in_cell(cell, earlier).tolist()],
            [spell for cell in after for spell in union.in_cell(cell, later).tolist()],
        )


def recoded(pairs: Pairs) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """The same of combinations, which are spells."""
    return iter(_mostly(pairs))


def _mostly(pairs: Pairs) -> list[tuple[list[int], list[int]]]:
    """Groups of what became one, and of what one became, by where most of the people are."""
    forward = _most({(now, then): people for then, now, people in pairs})
    backward = _most({(then, now): people for then, now, people in pairs})
    merged = [(then, [now]) for now, then in sorted(forward.items())]
    return [*merged, *(([then], now) for then, now in sorted(backward.items()))]


def _most(people: Mapping[tuple[int, int], int]) -> dict[int, list[int]]:
    """For each left one, the right ones most of whose people are there."""
    best: dict[int, tuple[int, int]] = {}
    for (left, right), number in people.items():
        best[right] = max(best.get(right, (0, 0)), (number, -left))
    found: dict[int, list[int]] = {}
    for right, (_, left) in sorted(best.items()):
        found.setdefault(-left, []).append(right)
    return found
