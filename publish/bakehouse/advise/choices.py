"""Which policies are told: those that none beats in loss, suppression and class size at once."""

from collections.abc import Iterable

from publish.bakehouse.advise.classes import Figures
from publish.bakehouse.advise.search import Found, Policy

MOST = 5
"""Choices that are told."""
HALVINGS = 6
"""How often the limit of suppression is halved, before it is nothing."""

Costed = tuple[Figures, Policy]


def limits_of(most: float) -> tuple[float, ...]:
    """Limits of suppression under each of which the best policy is searched, `most` first."""
    return (*dict.fromkeys([*(most / 2**number for number in range(HALVINGS)), 0.0]),)


def chosen(found: Found) -> list[Costed]:
    """At most MOST policies that none of those seen beats, by loss.

    The best under each limit are taken first, the widest and the narrowest before those between;
    then those that lose least, whose classes are smaller or more of whose rows leave.
    """
    fit = [(of, policy) for policy, of in found.seen.items() if of.suppressed <= found.limits[0]]
    front = sorted(unbeaten(fit))
    best = list(dict.fromkeys(one for one in found.best if one is not None))
    ends = [*best[:1], *best[-1:], *best[1:-1]]
    ranked = [one for one in dict.fromkeys([*ends, *front]) if one in front]
    return sorted(ranked[:MOST])


def unbeaten(costed: Iterable[Costed]) -> list[Costed]:
    """The policies that no other beats: none is as good in everything and better in something."""
    kept: list[Costed] = []
    for figures, policy in sorted(costed):
        if not any(_beats(other, figures) for other, _ in kept):
            kept.append((figures, policy))
    return kept


def _beats(one: Figures, other: Figures) -> bool:
    return (
        one.loss <= other.loss
        and one.suppressed <= other.suppressed
        and one.average <= other.average
    )
