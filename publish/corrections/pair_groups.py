"""What was said of pairs of rows, held together: what is one thing through others."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Literal

Verdict = Literal["same", "different"]
Rows = tuple[str, str]
"""Two rows of a table as their partners name them, the first one in order first."""


def ordered(one: str, other: str) -> Rows:
    """Both, as they are kept."""
    return (one, other) if one < other else (other, one)


def named_anew(row: str, formerly: Mapping[str, str]) -> str:
    """A row under its partner's name of today; `formerly` are those by the names of before."""
    partner, sign, own = row.partition("/")
    return f"{formerly.get(partner, partner)}{sign}{own}"


def against(
    same: Collection[Rows], different: Collection[Rows], rows: Rows, verdict: Verdict
) -> Rows | None:
    """A pair of which was said what makes a verdict of `rows` impossible; None without one.

    It is `rows` themselves where they are one thing through others.
    """
    left, right = (_reached(same, row) for row in rows)
    if verdict == "different":
        return rows if rows[1] in left else None
    parted = (pair for pair in sorted(different) if _between(pair, left, right))
    return next(parted, None)


def _between(pair: Rows, left: set[str], right: set[str]) -> bool:
    one, other = pair
    return (one in left and other in right) or (one in right and other in left)


def _reached(same: Collection[Rows], row: str) -> set[str]:
    """A row and all that were said to be one with it, directly or through others."""
    beside = defaultdict[str, set[str]](set)
    for one, other in same:
        beside[one].add(other)
        beside[other].add(one)
    reached, new = {row}, [row]
    while new:
        new = [*{next for one in new for next in beside[one]} - reached]
        reached.update(new)
    return reached
