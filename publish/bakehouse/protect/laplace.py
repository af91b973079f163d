"""Counts under differential privacy, by OpenDP (an extra): discrete Laplace noise and a threshold.

Neighbours are two exports of which one has a person more. A person counts in so many numbers at
most, which the bakehouse sees to; which numbers there are is private too, so that those under a
threshold are left out (a stable histogram).
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import requires
from importlib.util import find_spec
from math import ceil, exp, log, sqrt
from typing import Any

from publish.declare.table import Table

ABOVE = 1 + 1e-12
"""Scales are greater by so much, that no rounding spends more than is declared."""


@dataclass(frozen=True)
class LaplaceNoise:
    """The noise of a release in which a person counts in `cells` numbers at most."""

    k: int
    epsilon: float
    delta: float
    cells: int
    yearly: float

    @property
    def scale(self) -> float:
        """The scale of the discrete Laplace distribution."""
        return self.cells / self.epsilon * ABOVE

    @property
    def deviation(self) -> float:
        """The standard deviation of the noise."""
        odds = exp(-1 / self.scale)
        return sqrt(2 * odds) / (1 - odds)

    @property
    def threshold(self) -> int:
        """The least number that is shown, noise included."""
        return max(self.k, ceil(1 + self.scale * log(self.cells / self.delta)))

    def spends(self) -> tuple[float, float]:
        """The epsilon and the delta of a release, as OpenDP reckons them."""
        epsilon, delta = _mechanism(self.scale, self.threshold).map((self.cells, self.cells, 1))
        return float(epsilon), float(delta)

    def drawn(self, numbers: Mapping[str, int]) -> dict[str, int]:
        """The numbers that are shown, with fresh noise, of numbers in which people are bounded."""
        return dict(_mechanism(self.scale, self.threshold)(dict(numbers)))


def laplace_noise(declared: Table) -> LaplaceNoise | None:
    """The noise of differential privacy that a table declares."""
    rule = declared.rule
    dp = rule.noise.dp if rule.noise else None
    if dp is None:
        return None
    cells = dp.cells or len(declared.aggregates)
    return LaplaceNoise(rule.k, dp.epsilon_per_release, dp.delta, cells, dp.budget.epsilon)


def missing() -> str | None:
    """The command that installs OpenDP, as the extra `dp` names it; None where it is there."""
    if find_spec("opendp"):
        return None
    wanted = [one.split(";")[0].strip() for one in requires("fournil") or () if "opendp" in one]
    return f"{sys.executable} -m pip install {wanted[0]}"


@cache
def _mechanism(scale: float, threshold: int) -> Any:
    # What imports this room need not have the extra, and waits a second for it.
    import opendp.prelude as dp

    dp.enable_features("contrib")
    domain = dp.map_domain(dp.atom_domain(T=str), dp.atom_domain(T=int))
    metric = dp.l01inf_distance(dp.absolute_distance(T=int))
    return dp.m.make_laplace_threshold(domain, metric, scale=scale, threshold=threshold)
