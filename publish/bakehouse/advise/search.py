"""The search: which rung of every column loses least, under each limit of suppression.

Branch and bound (Land and Doig 1960) over the columns, those with most values first. What some
columns lose by themselves, with the rows that are in too small a class already, bounds every
policy that begins so: over no column yet it is the loss without any suppression. Of the policies
that may follow, the one of the least bound is tried first. The search keeps one path of classes,
so that it takes as much memory as the rows. A greedy way down from nothing gives a first answer
(top-down specialisation: Fung, Wang and Yu, ICDE 2005).
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from publish.bakehouse.advise.classes import Classes, Figures, Space

Policy = tuple[int, ...]
"""The number of a rung for each axis of the space."""
HAIR = 1e-12
"""Losses that differ by less are the same: sums of fractions."""


@dataclass
class Found:
    """The best policies under each limit of suppression, and how sure one may be of them.

    `looked_at` are policies, or beginnings of them; `least` is what any policy within the first
    limit loses at least: the loss of the best one, where the search came to its end.
    """

    limits: tuple[float, ...]
    best: list[tuple[Figures, Policy] | None]
    looked_at: int = 0
    finished: bool = True
    least: float = 0.0
    seen: dict[Policy, Figures] = field(default_factory=dict)

    def takes(self, figures: Figures, policy: Policy) -> None:
        """One more whole policy."""
        self.seen[policy] = figures
        for number, limit in enumerate(self.limits):
            known = self.best[number]
            if figures.suppressed <= limit + HAIR and (known is None or figures < known[0]):
                self.best[number] = (figures, policy)

    def hopeful(self, loss: float, suppressed: float) -> bool:
        """Whether what loses and suppresses so much at least may be better than all before."""
        return any(
            suppressed <= limit + HAIR and (known is None or loss < known[0].loss - HAIR)
            for limit, known in zip(self.limits, self.best, strict=True)
        )


@dataclass(frozen=True)
class _Branch:
    """Policies that begin alike: the classes over all columns but the last, still to be parted."""

    loss: float
    suppressed: float
    policy: Policy
    before: Classes


def searched(
    space: Space, limits: Sequence[float], seconds: float, hears: Callable[[int], object]
) -> Found:
    """The best policies of a space, or the best so far after so many seconds of CPU.

    `hears` is told how much is done, in rows: the same share of them as of the policies. A policy
    that leaves every column out is none: nothing would be published.
    """
    until = time.process_time() + seconds
    found = Found(tuple(limits), [None] * len(limits))
    for policy in _greedy(space, found):
        if time.process_time() > until:
            break
        _judge(space, found, policy)
    done, told = 0, 0
    branches = [_Branch(0.0, 0.0, (), space.whole())]
    while branches:
        if time.process_time() > until:
            found.finished = False
            break
        branch = branches.pop()
        following = list(_followed(space, found, branch))
        done += _under(space, branch.policy) - sum(_under(space, one.policy) for one in following)
        share = space.people.all_rows * done // space.size
        hears(share - told)
        told = share
        branches += following
    best = found.best[0]
    open_losses = [one.loss for one in branches if one.suppressed <= limits[0]]
    known = [best[0].loss] if best else []
    found.least = min([*open_losses, *known], default=1.0)
    return found


def _under(space: Space, policy: Policy) -> int:
    """How many policies begin so."""
    count = 1
    for axis in space.axes[len(policy) :]:
        count *= len(axis.steps)
    return count


def _followed(space: Space, found: Found, branch: _Branch) -> Iterator[_Branch]:
    """The branches of one, the most hopeful last; a whole policy is judged."""
    policy, classes = branch.policy, branch.before
    if not found.hopeful(branch.loss, branch.suppressed):
        return
    found.looked_at += 1
    if policy:
        classes = space.parted(classes, len(policy) - 1, policy[-1])
    loss, suppressed = space.bound(classes, len(policy))
    if not found.hopeful(loss, suppressed):
        return
    if len(policy) == len(space.axes):
        _judge(space, found, policy)
        return
    axis = space.axes[len(policy)]
    rows = space.spread(axis, classes)
    more = [
        loss + float((rows * (step.losses - axis.least)).sum()) / space.cells for step in axis.steps
    ]
    for number in sorted(range(len(axis.steps)), key=lambda number: -more[number]):
        yield _Branch(more[number], suppressed, (*policy, number), classes)


def _judge(space: Space, found: Found, policy: Policy) -> None:
    shown = [axis.steps[n] for axis, n in zip(space.axes, policy, strict=True)]
    if policy not in found.seen and not all(step.dropped for step in shown):
        found.takes(space.figures(policy), policy)


def _greedy(space: Space, found: Found) -> Iterator[Policy]:
    """From nothing down: each time the one column finer that loses least, while that is less."""
    here: Policy = tuple(len(axis.steps) - 1 for axis in space.axes)
    known = Figures(1.0, 1.0, 0.0)
    while True:
        finer = [_at(here, number) for number, rung in enumerate(here) if rung]
        yield from finer
        judged = [(found.seen[one], one) for one in finer if one in found.seen]
        if not judged or min(judged)[0].loss >= known.loss:
            return
        known, here = min(judged)


def _at(policy: Policy, axis: int) -> Policy:
    """A policy with one column a rung finer."""
    return (*policy[:axis], policy[axis] - 1, *policy[axis + 1 :])
