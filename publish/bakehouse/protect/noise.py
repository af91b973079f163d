"""What noise a number of people gets in the cell key method, by its size and the key of its cell.

Fraser and Wooton (2005) tie the noise of a cell to a key that its people make, so that the same
people give the same noise; Marley and Leaver (2011) choose the noise of greatest entropy among all
that is unbiased, has a given variance and goes no further than a bound; Giessing (2016) makes its
tables, as `ptable` does. Here no number under k is shown and none stays none, which small numbers
pay with variance: of n people, none or k are shown, and the variance is n (k - n).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from publish.declare.policy import Privacy

KEYS = 1 << 32
"""The keys of cells are whole numbers from 0 to less than this."""
STEPS = 100
"""More than Newton's method ever takes; the figures of very large k are not as close."""
CLOSE = 1e-11
ENOUGH = 1e-4
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CellNoise:
    """The noise of numbers: none under `k` is shown, none is further than `most` from the truth.

    `variance` is that of numbers of which it can be.
    """

    k: int
    variance: float
    most: int

    @property
    def alike(self) -> int:
        """From so many people on, all numbers get the same noise."""
        return self.k + self.most

    def variance_of(self, people: int) -> float:
        """The variance of the noise of a number: the least possible one where that is more."""
        return max(self.variance, float(people * (self.k - people)))

    @property
    def deviation(self) -> float:
        """The standard deviation of the noise of numbers of which it can be."""
        return sqrt(self.variance)

    @property
    def small_deviation(self) -> float:
        """The greatest standard deviation of the noise of a number under k."""
        return sqrt(max(self.variance_of(people) for people in range(1, self.k)))

    def numbers(self, people: int) -> Ints:
        """The numbers that may be shown of so many people, rising; 0 is none."""
        shown = np.arange(max(self.k, people - self.most), people + self.most + 1, dtype=np.int64)
        return np.concatenate([[0], shown]) if people <= self.most else shown

    def odds(self, people: int) -> Floats:
        """How probable each of these numbers is."""
        numbers, variance = self.numbers(people), self.variance_of(people)
        if people < self.k and variance == people * (self.k - people):
            return np.where(numbers == 0, 1 - people / self.k, 0) + np.where(
                numbers == self.k, people / self.k, 0
            )
        return _fullest(numbers - people, variance)

    def ends(self, people: int) -> Ints:
        """Before which key each of these numbers ends, which begins where the one before ends."""
        ends = np.rint(np.cumsum(self.odds(people)) * KEYS).astype(np.int64)
        ends[-1] = KEYS
        return ends


def cell_noise(rule: Privacy) -> CellNoise | None:
    """The noise of the cell key method that a policy declares."""
    declared = rule.noise.cell_key if rule.noise else None
    if declared is None:
        return None
    return CellNoise(rule.k, declared.deviation**2, declared.furthest(rule.k))


def _fullest(moves: Ints, variance: float) -> Floats:
    """The odds of greatest entropy of these moves, with mean 0 and that variance.

    They are exp(a x + b x^2) / sum: Newton's method finds a and b, where the logarithm of the sum,
    which is convex, is least.
    """
    x = moves / sqrt(variance)
    facts = np.stack([x, x * x - 1])
    at = np.array([0.0, -0.5])
    for _ in range(STEPS):
        level, odds = _level(at, facts)
        slope = facts @ odds
        if np.abs(slope).max() < CLOSE:
            break
        around = facts - slope[:, np.newaxis]
        step = np.linalg.solve((around * odds) @ around.T, slope)
        gain, part = float(slope @ step), 1.0
        # Near the end the level is too flat to be compared, and a whole step is right.
        while gain > CLOSE and _level(at - part * step, facts)[0] > level - ENOUGH * part * gain:
            part /= 2
        at = at - part * step
    return _level(at, facts)[1]


def _level(at: Floats, facts: Floats) -> tuple[float, Floats]:
    """The logarithm of the sum at (a, b), and the odds."""
    powers = at @ facts
    top = powers.max()
    weights = np.exp(powers - top)
    total = weights.sum()
    return float(top + np.log(total)), weights / total
