"""Which of a part's changes may be shown today, given every release ever published."""

from dataclasses import dataclass
from typing import Any

import ibis

from publish.engine import Workspace
from publish.errors import Problem
from publish.policy import Privacy
from publish.protect.classes import CLASS
from publish.protect.leaving import PERSON, Leaving
from publish.series import universe
from publish.series.chapter import Chapter, chapter
from publish.series.choice import CHOICE, chosen, fitting
from publish.series.digests import CLS, IDENTITY, check_word, identified
from publish.series.figures import figures
from publish.series.history import CHOICES
from publish.series.ledger import Ledger
from publish.series.policy import thresholds
from publish.series.settled import Book, Settled
from publish.series.transition import Unknown, bridge, held_back, unknown
from publish.series.universe import KEEP, KIND, LACKING

DIGESTS = (CLASS, CLS, *IDENTITY)


@dataclass(frozen=True)
class Opened:
    """A part beside its past, before it is decided which of its changes are let through.

    `everything` are its rows with their KIND, `pairs` today's rows by both policies where the
    last release had another.
    """

    leaving: Leaving
    rule: Privacy
    at: Chapter
    columns: list[str]
    wanted: Any
    lives: Any
    pending: Any
    releases: Any
    everything: Any
    pairs: Any
    problems: tuple[Problem, ...]

    @property
    def place(self) -> Workspace:
        """Where it is worked on."""
        return self.leaving.place


def settle(leaving: Leaving, rows: Any, rule: Privacy, part: str) -> Settled:
    """The rows of a part that may leave today, so that no two releases tell a person apart.

    `rows` (Ibis) are all that the export wants to publish: the part's columns, CLASS and PERSON,
    bounded, small classes included. Each class that would change changes by rows of `delta_k`
    people or more against every earlier release, or waits; classes under the thresholds stay
    away. Rows that wait to go are published again as the last release showed them.
    """
    one = opened(leaving, rows, rule, part)
    everything, lives, releases, place = one.everything, one.lives, one.releases, one.place
    classes = kept(universe.changed(everything, recheck=one.at.recheck), place)
    choices = chosen(everything, lives, releases, classes, rule, place)
    alive = kept(_alive(everything, choices), place)
    if one.pairs is not None:
        alive = _fitting(held_back(alive, one.pairs, rule.delta_k, place), rule, place)
    return closed(one, alive, choices)


def opened(leaving: Leaving, rows: Any, rule: Privacy, part: str) -> Opened:
    """A part beside what its ledger tells; `rows` as `settle` takes them."""
    columns = [name for name in rows.columns if name not in (CLASS, PERSON)]
    ledger, place = Ledger(leaving.private), leaving.place
    at = chapter(leaving, part, columns, ledger)
    wanted = identified(rows, at.form, at.name, at.key, place, at.people)
    lives, pending = ledger.lives(at.scope, place), ledger.pending(at.scope, place)
    before = universe.published_then(lives, at.base)
    ripe = universe.ripe_since(leaving.as_of, rule.min_days, first=not at.past)
    everything = universe.arrived(wanted, before, pending, ripe)
    lost = universe.gone(wanted, before, leaving, at)
    if lost is not None:
        everything = everything.union(lost.select(everything.columns))
    pairs, problems = _bridged(leaving, at, ledger)
    return Opened(
        leaving,
        rule,
        at,
        columns,
        wanted,
        lives,
        pending,
        at.releases(leaving, rule),
        kept(everything, place),
        pairs,
        problems,
    )


def _bridged(leaving: Leaving, at: Chapter, ledger: Ledger) -> tuple[Any, tuple[Problem, ...]]:
    try:
        return bridge(leaving, at, ledger), ()
    except Unknown:
        return None, (unknown(leaving, at.part),)


def closed(one: Opened, alive: Any, choices: Any) -> Settled:
    """A part once it is decided that `alive` (Ibis) leaves; `choices` by class, if any."""
    at, leaving = one.at, one.leaving
    book = Book(
        dataset=leaving.dataset,
        part=at.part,
        series=at.series,
        scope=at.scope,
        form=at.form,
        policy=at.policy,
        thresholds=thresholds(one.rule),
        delta_k=one.rule.delta_k,
        origin=at.origin,
        why=at.why,
        as_of=leaving.as_of,
        key_word=check_word(at.key),
        base=at.base,
        place=one.place,
        wanted=one.wanted.select(*DIGESTS),
        alive=alive.select(*DIGESTS),
        lives=one.lives,
        pending=one.pending,
        releases=one.releases,
        bridge=one.pairs,
    )
    out = alive.filter(~alive[LACKING]).select(*one.columns, CLASS, PERSON)
    lacking = int(alive[LACKING].sum().to_pyarrow().as_py() or 0)
    told = figures(one.everything, alive, one.pending, choices, leaving)
    return Settled(at.part, out, book, one.problems, *told, lacking)


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
    return kept(alive.semi_join(classes, CLASS), place)


def kept(rows: Any, place: Workspace) -> Any:
    """The rows computed once."""
    return place.con.create_table(place.name("settled"), rows, temp=True)
