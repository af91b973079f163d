"""What all releases together tell of numbers of people: the union of their equations.

One unknown is a *spell*: how many people share the same cells, for as long as that number does not
change. What a reader is taken to know: every number ever shown, the total of each release, which
combinations exist, and which numbers, shown or not, did not change. Method: Hundepool et al.,
Statistical Disclosure Control, 2012, chapter 4, over releases instead of dimensions.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
DEAR = 10
"""How often everybody is hidden before a number that is known from elsewhere is."""


@dataclass(frozen=True)
class Spells:
    """Unknowns (`first` and `last` release, `people`) and their cells, as pairs (`of`, `cell`).

    Spells of the same cells stand together, in the order of time.
    """

    first: Ints
    last: Ints
    people: Ints
    of: Ints
    cell: Ints


@dataclass(frozen=True)
class Rows:
    """Linear equations over spells: entries (`row`, `spell`, `sign`).

    `owner` is the cell whose number in the newest release adds the equation, or -1 where it
    holds whatever that release shows.
    """

    row: Ints
    spell: Ints
    sign: Ints
    owner: Ints


@dataclass(frozen=True)
class Targets:
    """Small hidden numbers, one for each time in which they did not change.

    `cell`, `release` (a release in which it had that value) and `people`.
    """

    cell: Ints
    release: Ints
    people: Ints


@dataclass(frozen=True)
class Union:
    """Spells over the releases 0 to the newest, and which cells each of them shows.

    `shown` is a matrix (cells, releases); `same` are equations known besides: groups of spells
    whose sum did not change (row, spell, sign). `guarded` (cells, releases) are numbers that are
    no more to be told than small ones. `elsewhere` are the cells that another table tells, so that
    hiding them is the last that helps.
    """

    spells: Spells
    shown: Flags
    same: tuple[Ints, Ints, Ints]
    guarded: Flags | None = None
    elsewhere: Flags | None = None

    @property
    def newest(self) -> int:
        """The number of the newest release."""
        return int(self.shown.shape[1]) - 1

    def before(self) -> "Union":
        """What was told before the newest release."""
        spells, newest = self.spells, self.newest
        old = spells.first < newest
        number = np.cumsum(old) - 1
        pairs = old[spells.of]
        row, spell, sign = self.same
        kept = ~np.isin(row, row[~old[spell]])
        return Union(
            Spells(
                spells.first[old],
                np.minimum(spells.last[old], newest - 1),
                spells.people[old],
                number[spells.of[pairs]],
                spells.cell[pairs],
            ),
            self.shown[:, :-1],
            (row[kept], number[spell[kept]], sign[kept]),
            None if self.guarded is None else self.guarded[:, :-1],
            self.elsewhere,
        )

    @cached_property
    def people(self) -> Ints:
        """The true number of each cell in each release."""
        spells = self.spells
        steps = np.zeros((self.shown.shape[0], self.newest + 2), np.int64)
        people = spells.people[spells.of]
        np.add.at(steps, (spells.cell, spells.first[spells.of]), people)
        np.add.at(steps, (spells.cell, spells.last[spells.of] + 1), -people)
        return np.cumsum(steps, axis=1)[:, :-1]

    @cached_property
    def worth(self) -> Ints:
        """What hiding each cell today costs: its people, or more than all others."""
        people = self.people[:, self.newest]
        if self.elsewhere is None:
            return people
        return np.where(self.elsewhere, DEAR * people.sum(), people)

    @cached_property
    def moved(self) -> Flags:
        """Whether another unknown begins or ends in a cell at a release."""
        spells = self.spells
        found = np.zeros((self.shown.shape[0], self.newest + 2), np.bool_)
        found[spells.cell, spells.first[spells.of]] = True
        found[spells.cell, spells.last[spells.of] + 1] = True
        return found[:, :-1]

    @cached_property
    def still(self) -> Flags:
        """Whether a number is that of the release before."""
        found = np.zeros_like(self.shown)
        found[:, 1:] = self.people[:, 1:] == self.people[:, :-1]
        return found

    @cached_property
    def linked(self) -> Flags:
        """Whether it is known by how much a number differs from that of the release before."""
        found = self.still.copy()
        found[:, 1:] |= self.shown[:, 1:] & self.shown[:, :-1]
        return found

    @cached_property
    def runs(self) -> Ints:
        """Numbers of each cell that follow from one another have the same run."""
        return np.cumsum(~self.linked, axis=1)

    @cached_property
    def anchors(self) -> tuple[Ints, Ints]:
        """The (cell, release) in which a run is shown for the first time."""
        cells, releases = np.nonzero(self.shown)
        runs = self.runs[cells, releases]
        _, at = np.unique(np.stack([cells, runs]), axis=1, return_index=True)
        return cells[at], releases[at]

    def targets(self, k: int) -> Targets:
        """The hidden numbers from 1 to k - 1, at the last release in which they had that value.

        So are guarded ones, whatever their value.
        """
        few = (self.people > 0) & (self.people < k)
        cells, releases = np.nonzero(
            ~self.shown & (few if self.guarded is None else few | self.guarded)
        )
        runs = self.runs[cells, releases]
        told = {(c, run) for c, run in zip(*self._known_runs(), strict=True)}
        newest = {
            (c, run): release
            for c, run, release in zip(
                cells.tolist(), runs.tolist(), releases.tolist(), strict=True
            )
            if (c, run) not in told
        }
        cell = np.array([c for c, _ in newest], np.int64)
        release = np.array(list(newest.values()), np.int64)
        return Targets(cell, release, self.people[cell, release])

    def _known_runs(self) -> tuple[list[int], list[int]]:
        cells, releases = self.anchors
        return cells.tolist(), self.runs[cells, releases].tolist()

    def rows(self) -> Rows:
        """Every equation: of numbers shown, of totals, of numbers that did not change."""
        parts = [self._deltas(), self._anchored(), self._totals(), self._same()]
        shift, rows, owners = 0, [], []
        for part in parts:
            rows.append((part.row + shift, part.spell, part.sign))
            owners.append(part.owner)
            shift += len(part.owner)
        row, spell, sign = (np.concatenate(column) for column in zip(*rows, strict=True))
        return Rows(row, spell, sign, np.concatenate(owners))

    def _deltas(self) -> Rows:
        """By how much a number changed: what begins less what ended."""
        cells, releases = np.nonzero(self.linked & self.moved)
        ids = np.full(self.shown.shape, -1, np.int64)
        ids[cells, releases] = np.arange(len(cells))
        owned = (releases == self.newest) & ~self.still[cells, releases]
        spells = self.spells
        begins = ids[spells.cell, spells.first[spells.of]]
        after = np.minimum(spells.last[spells.of] + 1, self.newest)
        ends = np.where(spells.last[spells.of] < self.newest, ids[spells.cell, after], -1)
        row = np.concatenate([begins[begins >= 0], ends[ends >= 0]])
        spell = np.concatenate([spells.of[begins >= 0], spells.of[ends >= 0]])
        sign = np.ones(len(row), np.int64)
        sign[int((begins >= 0).sum()) :] = -1
        return Rows(row, spell, sign, np.where(owned, cells, -1))

    def _anchored(self) -> Rows:
        """A number as the sum of its unknowns, once in each run."""
        cells, releases = self.anchors
        order = np.argsort(self.spells.cell, kind="stable")
        of, cell = self.spells.of[order], self.spells.cell[order]
        starts = np.searchsorted(cell, cells)
        sizes = np.searchsorted(cell, cells, side="right") - starts
        row = np.repeat(np.arange(len(cells)), sizes)
        spell = of[_ranges(starts, sizes)]
        alive = self._alive(spell, releases[row])
        owner = np.where(releases == self.newest, cells, -1)
        return Rows(row[alive], spell[alive], np.ones(int(alive.sum()), np.int64), owner)

    def _totals(self) -> Rows:
        """How many people there are, in the first release, and by how much that changed."""
        first, last = self.spells.first, self.spells.last
        every = np.arange(len(first))
        ended = every[last < self.newest]
        row = np.concatenate([first, last[ended] + 1])
        sign = np.concatenate([np.ones(len(every), np.int64), np.full(len(ended), -1)])
        spell = np.concatenate([every, ended])
        return Rows(row, spell, sign, np.full(self.newest + 1, -1))

    def _same(self) -> Rows:
        row, spell, sign = self.same
        return Rows(row, spell, sign, np.full(int(row.max(initial=-1)) + 1, -1))

    def _alive(self, spell: Ints, release: Ints) -> Flags:
        return (self.spells.first[spell] <= release) & (release <= self.spells.last[spell])

    def members(self, targets: Targets) -> tuple[Ints, Ints]:
        """The (target, spell) pairs that add up to each target."""
        found = [self.in_cell(c, r) for c, r in zip(targets.cell, targets.release, strict=True)]
        sizes = [len(one) for one in found]
        none = [np.zeros(0, np.int64)]
        return np.repeat(np.arange(len(found)), sizes), np.concatenate(found or none)

    def in_cell(self, cell: int, release: int) -> Ints:
        """The spells that add up to a cell in a release."""
        spell = self._by_cell[0][self._by_cell[1][cell] : self._by_cell[1][cell + 1]]
        return spell[self._alive(spell, np.int64(release))]  # type: ignore[arg-type]

    @cached_property
    def _by_cell(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.spells.cell, kind="stable")
        bounds = np.searchsorted(self.spells.cell[order], np.arange(self.shown.shape[0] + 1))
        return self.spells.of[order], bounds


def _ranges(starts: Ints, sizes: Ints) -> Ints:
    """The numbers from each start, as many as its size, one after the other."""
    before = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) - np.repeat(before - starts, sizes)
