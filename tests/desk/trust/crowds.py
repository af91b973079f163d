"""Invented crowds: honest members, some of whom somebody else has got hold of, and fakes."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, islice

HONEST, FAKES, FOUNDERS, GIVES = 300, 1000, 20, 10
Vouches = list[tuple[str, str]]
Aim = Callable[[random.Random, Sequence[str], Sequence[str]], Vouches]


@dataclass(frozen=True)
class Crowd:
    """Who there is, who vouches for whom, and in which order they came: fakes first."""

    founders: frozenset[str]
    honest: list[str]
    caught: list[str]
    fakes: list[str]
    vouches: Vouches

    @property
    def order(self) -> list[str]:
        """The worst for the honest."""
        return [*self.fakes, *self.honest]


def spread(rng: random.Random, caught: Sequence[str], fakes: Sequence[str]) -> Vouches:
    """Each compromised member vouches for ten fakes by chance; the fakes for each other."""
    return [*_by_chance(rng, caught, fakes), *_by_chance(rng, fakes, fakes)]


def aimed(rng: random.Random, caught: Sequence[str], fakes: Sequence[str]) -> Vouches:
    """No vouch is lost: each fake outside of whom the flow comes has three, and all vouch."""
    from_each = list(chain.from_iterable([one] * GIVES for one in caught))
    # Giver i's k-th vouch is dealt so that one giver never meets the same fake twice.
    dealt = sorted(range(len(from_each)), key=lambda n: (n % GIVES, n))
    into = {n: fakes[place // 3] for place, n in enumerate(dealt)}
    aimed = [(from_each[n], into[n]) for n in dealt]
    return [*dict.fromkeys(aimed), *_by_chance(rng, fakes, fakes)]


def chained(rng: random.Random, caught: Sequence[str], fakes: Sequence[str]) -> Vouches:
    """Fakes in a ring, each vouching for the next ten; the compromised for the first ones."""
    turns = {one: islice(cycle(fakes), n + 1, n + 1 + GIVES) for n, one in enumerate(fakes)}
    ring = [(one, other) for one, others in turns.items() for other in others]
    return [*((one, fake) for one in caught for fake in fakes[:GIVES]), *ring]


def into_one(rng: random.Random, caught: Sequence[str], fakes: Sequence[str]) -> Vouches:
    """A few fakes take all there is, and hand it on to all others."""
    few = fakes[: 2 * GIVES]
    return [
        *_by_chance(rng, caught, few),
        *((one, fakes[20 + (10 * n + k) % 980]) for n, one in enumerate(few) for k in range(GIVES)),
        *_by_chance(rng, fakes[20:], fakes),
    ]


SHAPES: dict[str, Aim] = {
    "spread": spread, "aimed": aimed, "chained": chained, "into_one": into_one,
}  # fmt: skip


def crowd(shape: str, compromised: int, *, near: bool, seed: int = 18) -> Crowd:
    """A crowd under attack; `near`: those beside the founders are caught, who have the most."""
    rng = random.Random(seed)
    honest = [f"h{number:03}" for number in range(HONEST)]
    founders = honest[:FOUNDERS]
    vouches = _by_chance(rng, honest, honest)
    beside = sorted({to for giver, to in vouches if giver in founders and to not in founders})
    caught = rng.sample(beside if near else honest[FOUNDERS:], compromised)
    fakes = [f"x{number:04}" for number in range(FAKES)]
    kept = [vouch for vouch in vouches if vouch[0] not in caught]
    attack = SHAPES[shape](rng, caught, fakes)
    return Crowd(frozenset(founders), honest, caught, fakes, [*kept, *attack])


def _by_chance(rng: random.Random, givers: Sequence[str], among: Sequence[str]) -> Vouches:
    return list(_drawn(rng, givers, among))


def _drawn(
    rng: random.Random, givers: Sequence[str], among: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for giver in givers:
        others = [one for one in among if one != giver]
        yield from ((giver, to) for to in rng.sample(others, min(GIVES, len(others))))
