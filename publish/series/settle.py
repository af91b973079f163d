"""Which of a part's changes may be shown today, given every release ever published."""

from typing import Any

import ibis

from publish.engine import Workspace
from publish.errors import Problem
from publish.policy import Privacy
from publish.protect.classes import CLASS
from publish.protect.leaving import PERSON, Leaving
from publish.series import universe
from publish.series.chapter import chapter
from publish.series.choice import CHOICE, chosen, fitting
from publish.series.digests import CLS, IDENTITY, check_word, identified
from publish.series.figures import figures
from publish.series.history import CHOICES
from publish.series.ledger import Ledger
from publish.series.policy import thresholds
from publish.series.settled import Book, Settled
from publish.series.transition import Unknown, bridge, held_back, unknown
from publish.series.universe import KEEP, KIND

DIGESTS = (CLASS, CLS, *IDENTITY)


def settle(leaving: Leaving, rows: Any, rule: Privacy, part: str) -> Settled:
    """The rows of a part that may leave today, so that no two releases tell a person apart.

    `rows` (Ibis) are all that the export wants to publish: the part's columns, CLASS and PERSON,
    bounded, small classes included. Each class that would change changes by rows of `delta_k`
    people or more against every earlier release, or waits; classes under the thresholds stay
    away. Rows that wait to go are published again as the last release showed them.
    """
    columns = [name for name in rows.columns if name not in (CLASS, PERSON)]
    ledger, place = Ledger(leaving.private), leaving.place
    at = chapter(leaving, part, columns, ledger)
    wanted = identified(rows, columns, at.name, at.key, place)
    lives, pending = ledger.lives(at.scope, place), ledger.pending(at.scope, place)
    before = universe.published_then(lives, at.base)
    first = not at.past
    ripe = universe.ripe_since(leaving.as_of, rule.min_days, first=first)
    everything = universe.arrived(wanted, before, pending, ripe)
    lost = universe.gone(wanted, before, leaving, at)
    if lost is not None:
        everything = everything.union(lost.select(everything.columns))
    everything = _kept(everything, place)
    releases = at.releases(leaving, rule)
    classes = _kept(universe.changed(everything, recheck=at.recheck), place)
    choices = chosen(everything, lives, releases, classes, rule, place)
    alive = _kept(_alive(everything, choices), place)
    problems: tuple[Problem, ...] = ()
    try:
        pairs = bridge(leaving, at, ledger)
    except Unknown:
        pairs, problems = None, (unknown(leaving, part),)
    if pairs is not None:
        alive = _fitting(held_back(alive, pairs, rule.delta_k, place), rule, place)
    book = Book(
        dataset=leaving.dataset,
        part=part,
        series=at.series,
        scope=at.scope,
        form=at.form,
        policy=at.policy,
        thresholds=thresholds(rule),
        delta_k=rule.delta_k,
        origin=at.origin,
        why=at.why,
        as_of=leaving.as_of,
        key_word=check_word(at.key),
        place=place,
        wanted=wanted.select(*DIGESTS),
        alive=alive.select(*DIGESTS),
        lives=lives,
        pending=pending,
        releases=releases,
        bridge=pairs,
    )
    out = alive.select(*columns, CLASS, PERSON)
    return Settled(
        part, out, book, problems, *figures(everything, alive, pending, choices, leaving)
    )


def _alive(everything: Any, choices: Any) -> Any:
    """The rows that each class's choice lets through; where nothing changes, what was there."""
    joined = everything.left_join(choices, CLS).drop(ibis.selectors.endswith("_right"))
    through = [
        (joined[CHOICE] == choice) & joined[KIND].isin(kinds) for choice, kinds in CHOICES.items()
    ]
    still = joined[CHOICE].isnull() & (joined[KIND] == KEEP)
    return joined.filter(ibis.or_(still, *through)).drop(CHOICE)


def _fitting(alive: Any, rule: Privacy, place: Workspace) -> Any:
    """The rows of the classes that still fit the thresholds."""
    classes = fitting(alive, rule)
    return _kept(alive.semi_join(classes, CLASS), place)


def _kept(rows: Any, place: Workspace) -> Any:
    return place.con.create_table(place.name("settled"), rows, temp=True)
