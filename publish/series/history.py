"""How a class would differ from each of its earlier states, in people."""

from collections.abc import Mapping
from typing import Any

import ibis

from publish.engine import Workspace
from publish.series.digests import CLS, IDENTITY, WHO
from publish.series.ledger import STILL
from publish.series.universe import ADD, DROP, KEEP, KIND, WAIT

DEAD = "dead"
"""A row that stood in an earlier release and in no choice of today."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "both": (KEEP, ADD),
    "removals": (KEEP,),
    "additions": (KEEP, ADD, DROP),
    "none": (KEEP, DROP),
}
"""The rows that a class would have, by what is let through; a sixth choice is no row at all."""


def states(lives: Any, releases: Any, classes: Any, place: Workspace) -> Any:
    """The releases (`number`, `delta_k`) at which a class (CLS) was new or changed.

    Between them it stood still, so that comparing with these compares with all.
    """
    lived = lives.semi_join(classes, CLS)
    began = lived.select(CLS, number=lived.first)
    ended = lived.inner_join(releases, lived.last == releases.number)
    first = releases.agg(number=releases.number.min())
    events = ibis.union(
        began, ended.select(CLS, number=ended.next), classes.cross_join(first), distinct=True
    )
    found = events.inner_join(releases, "number").select(CLS, "number", "delta_k")
    return place.con.create_table(place.name("states"), found.distinct(), temp=True)


def broken(everything: Any, lives: Any, releases: Any, classes: Any, place: Workspace) -> Any:
    """The (CLS, `choice`) that would gain or lose rows of 1 to delta_k - 1 people since a state."""
    at = states(lives, releases, classes, place)
    rows = everything.filter(everything[KIND] != WAIT)
    gained = _people(_gained(rows, lives, releases, at), _in_choice)
    lost = _people(_lost(rows, lives, at), lambda kinds: [DEAD, *_outside(kinds)])
    found = [
        side.filter((side[choice] > 0) & (side[choice] < side.delta_k)).select(
            CLS, choice=ibis.literal(choice)
        )
        for side in (gained, lost)
        for choice in CHOICES
    ]
    return place.con.create_table(
        place.name("broken"), ibis.union(*found, distinct=True), temp=True
    )


def moves(everything: Any, lives: Any, releases: Any, classes: Any, place: Workspace) -> Any:
    """The rows beside each state that they tell apart: `side` is `gained` where they did not stand.

    A gained row counts where it leaves today, a lost one where it does not.
    """
    at = states(lives, releases, classes, place)
    rows = everything.filter(everything[KIND] != WAIT)
    sides = {"gained": _gained(rows, lives, releases, at), "lost": _lost(rows, lives, at)}
    told = [
        pairs.select(CLS, WHO, KIND, "number", "delta_k", side=ibis.literal(side))
        for side, pairs in sides.items()
    ]
    return place.con.create_table(place.name("moves"), ibis.union(*told), temp=True)


def _in_choice(kinds: tuple[str, ...]) -> list[str]:
    return list(kinds)


def _outside(kinds: tuple[str, ...]) -> list[str]:
    return [kind for kind in (KEEP, ADD, DROP) if kind not in kinds]


def _gained(rows: Any, lives: Any, releases: Any, at: Any) -> Any:
    """Today's rows beside each state in which they did not stand."""
    start = releases.agg(start=releases.number.min())
    lived = lives.semi_join(rows, IDENTITY)
    always = lived.cross_join(start)
    always = always.filter((always.first <= always.start) & (always.last == STILL))
    younger = rows.anti_join(always, IDENTITY).select(CLS, *IDENTITY, KIND)
    pairs = younger.inner_join(at, CLS).select(CLS, *IDENTITY, KIND, "number", "delta_k")
    return pairs.anti_join(_standing(lived.semi_join(younger, IDENTITY), at), [*IDENTITY, "number"])


def _lost(rows: Any, lives: Any, at: Any) -> Any:
    """Rows of earlier states that some choice of today does not have."""
    staying = rows.filter(rows[KIND] == KEEP)
    kinds = rows.select(*IDENTITY, KIND)
    pairs = _standing(lives.anti_join(staying, IDENTITY), at)
    joined = pairs.left_join(kinds, IDENTITY).drop(ibis.selectors.endswith("_right"))
    return joined.mutate(**{KIND: ibis.coalesce(joined[KIND], DEAD)})


def _standing(lives: Any, at: Any) -> Any:
    """Rows beside each state in which they stood."""
    lived = lives.select(CLS, *IDENTITY, "first", "last")
    pairs = lived.inner_join(at, CLS)
    return pairs.filter((pairs.number >= pairs.first) & (pairs.number <= pairs.last)).select(
        CLS, *IDENTITY, "number", "delta_k"
    )


def _people(pairs: Any, kinds_of: Any) -> Any:
    """For each class and state, the people behind the pairs that each choice would have."""
    people = {
        choice: pairs[WHO].nunique(where=pairs[KIND].isin(kinds_of(kinds)))
        for choice, kinds in CHOICES.items()
    }
    return pairs.group_by(CLS, "number", "delta_k").agg(**people)
