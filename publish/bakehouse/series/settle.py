"""Which of a part's changes may be shown today, given every release ever published."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import CLASS
from publish.bakehouse.protect.digest import check_word
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.series.candidates import (
    LACKING,
    arrived,
    changed,
    gone,
    published_then,
    ripe_since,
)
from publish.bakehouse.series.choice import accompanied, chosen, fitting
from publish.bakehouse.series.digests import identified
from publish.bakehouse.series.figures import figures, tally
from publish.bakehouse.series.history import CHOICES
from publish.bakehouse.series.ledger import EXPORTED, Ledger
from publish.bakehouse.series.position import SeriesPosition, series_position
from publish.bakehouse.series.recoding import thresholds
from publish.bakehouse.series.settled import LedgerPart, Settled
from publish.bakehouse.series.transition import (
    NotComparable,
    held_back,
    not_comparable,
    policy_bridge,
)
from publish.declare.policy import Privacy
from publish.errors import Problem

ALIVE = """
SELECT rows.* FROM {candidates} AS rows LEFT JOIN {choices} USING (_cls)
WHERE (coalesce(_choice, 'removals'), _kind) IN ({through})
"""
"""The rows that each class's choice lets through; where nothing changes, those that were there."""
ADDED = "INSERT INTO {candidates} BY NAME FROM {lost}"


@dataclass(frozen=True, kw_only=True)
class OpenPart:
    """A part beside its past, before it is decided which of its changes are let through.

    `candidates` are its rows with their KIND, `bridge` today's rows by both policies where the
    last release had another.
    """

    recoded: RecodedTable
    rule: Privacy
    position: SeriesPosition
    columns: list[str]
    exported: Any
    lives: Any
    pending: Any
    releases: Any
    candidates: Any
    bridge: Any
    problems: tuple[Problem, ...]
    sized: str | None

    @property
    def place(self) -> Workspace:
        """Where it is worked on."""
        return self.recoded.place


def settle(recoded: RecodedTable, rows: Any, rule: Privacy, part: str) -> Settled:
    """The rows of a part that may leave today, so that no two releases tell a person apart.

    `rows` (Ibis) are all that the export wants to publish: the part's columns, CLASS and PERSON,
    bounded, small classes included. Each class that would change changes by rows of `delta_k`
    people or more against every earlier release, or waits; classes under the thresholds stay
    away. Rows that wait to go are published again as the last release showed them.
    """
    opened = open_part(recoded, rows, rule, part)
    candidates, place = opened.candidates, opened.place
    classes = changed(candidates, place, recheck=opened.position.recheck)
    past = opened.lives, opened.releases
    choices = chosen(candidates, *past, classes, rule, place)
    candidates, choices = accompanied(candidates, choices, *past, rule, place)
    alive = _alive(candidates, choices, place)
    if opened.bridge is not None:
        alive = _fitting(held_back(alive, opened.bridge, rule.delta_k, place), rule, place)
    return close_part(replace(opened, candidates=candidates), alive, choices)


def open_part(recoded: RecodedTable, rows: Any, rule: Privacy, part: str) -> OpenPart:
    """A part beside what its ledger tells; `rows` as `settle` takes them."""
    columns = [name for name in rows.columns if name not in (CLASS, PERSON)]
    ledger, place = Ledger(recoded.private), recoded.place
    position = series_position(recoded, part, columns, ledger)
    exported = identified(
        rows,
        position.recoding,
        position.name,
        position.key,
        place,
        people=position.people,
        guarded=rule.l,
    )
    lives, pending = ledger.lives(position.scope, place), ledger.pending(position.scope, place)
    before = published_then(lives, position.base, place)
    ripe = ripe_since(recoded.as_of, rule.min_days, first=not position.past)
    candidates = arrived(exported, before, lives, pending, ripe, place)
    lost = gone(exported, before, recoded, position)
    if lost is not None:
        place.sql(place.filled(ADDED, candidates=candidates, lost=lost))
    bridge, problems = _bridged(recoded, position, ledger)
    return OpenPart(
        recoded=recoded,
        rule=rule,
        position=position,
        columns=columns,
        exported=exported,
        lives=lives,
        pending=pending,
        releases=position.releases(recoded, rule),
        candidates=candidates,
        bridge=bridge,
        problems=problems,
        sized=ledger.fact(EXPORTED.format(part=position.part, recoding=position.recoding.digest)),
    )


def _bridged(
    recoded: RecodedTable, position: SeriesPosition, ledger: Ledger
) -> tuple[Any, tuple[Problem, ...]]:
    try:
        return policy_bridge(recoded, position, ledger), ()
    except NotComparable:
        return None, (not_comparable(recoded, position.published),)


def close_part(opened: OpenPart, alive: Any, choices: Any) -> Settled:
    """A part once it is decided that `alive` (Ibis) leaves; `choices` by class, if any."""
    position, recoded = opened.position, opened.recoded
    ledger_part = LedgerPart(
        dataset=recoded.dataset,
        name=position.part,
        series=position.series,
        scope=position.scope,
        recoding=position.recoding,
        policy=position.policy,
        thresholds=thresholds(opened.rule),
        delta_k=opened.rule.delta_k,
        origin=position.origin,
        why=position.why,
        as_of=recoded.as_of,
        key_word=check_word(position.key),
        base=position.base,
        place=opened.place,
        exported=opened.exported,
        alive=alive,
        lives=opened.lives,
        pending=opened.pending,
        releases=opened.releases,
        bridge=opened.bridge,
        diverse=opened.rule.l,
        sized=int(opened.sized) if opened.sized else None,
        people=position.people,
        beside=tuple(beside.known for beside in recoded.beside),
    )
    out = alive.filter(~alive[LACKING]).select(*opened.columns, CLASS, PERSON)
    found = tally(opened.candidates, alive, opened.pending, recoded)
    return Settled(
        part=position.published,
        rows=out,
        ledger_part=ledger_part,
        problems=opened.problems,
        internal=figures(found, choices, recoded),
        lacking=found.lacking,
        ripens=found.young + timedelta(days=opened.rule.min_days) if found.young else None,
    )


def _alive(candidates: Any, choices: Any, place: Workspace) -> Any:
    through = [str((choice, kind)) for choice, kinds in CHOICES.items() for kind in kinds]
    words = {"candidates": candidates, "choices": choices, "through": ", ".join(through)}
    return place.table("settled", ALIVE, **words)


def _fitting(alive: Any, rule: Privacy, place: Workspace) -> Any:
    """The rows of the classes that still fit the thresholds."""
    classes = fitting(alive, rule)
    return kept(alive.semi_join(classes, CLASS), place)


def kept(rows: Any, place: Workspace) -> Any:
    """The rows computed once."""
    return place.kept("settled", rows)
