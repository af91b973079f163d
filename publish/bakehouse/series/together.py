"""Counts of the same people settled together: a person changes in all of them, or in none.

Were each table of counts settled alone, a number that changed would tell of one that waits: what is
left of a sum once the other numbers are subtracted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.laplace import laplace_noise
from publish.bakehouse.protect.noise import cell_noise
from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.series.batches import guarded_batches, least_people, rule_of
from publish.bakehouse.series.beside import differences
from publish.bakehouse.series.candidates import changed
from publish.bakehouse.series.digests import IDENTITY, WHO
from publish.bakehouse.series.fresh import with_fresh_noise
from publish.bakehouse.series.history import moves
from publish.bakehouse.series.noisy import other_noise, with_noise
from publish.bakehouse.series.numbers import hidden_numbers, must_wait, with_numbers
from publish.bakehouse.series.past import Past, past_of
from publish.bakehouse.series.settle import OpenPart, close_part, open_part
from publish.bakehouse.series.settled import Settled
from publish.bakehouse.series.transition import held_back
from publish.declare.policy import Privacy

LONELY = """
WITH few AS (
  SELECT _cls FROM {moves} LEFT JOIN (SELECT _who, true AS waits FROM {held}) USING (_who)
  WHERE (side = 'gained') = CASE _kind WHEN 'keep' THEN true WHEN 'add' THEN waits IS NULL
    WHEN 'drop' THEN waits IS NOT NULL ELSE false END
  GROUP BY _cls, number, side, delta_k HAVING count(DISTINCT _who) < greatest(delta_k, {least})
)
SELECT DISTINCT _who FROM {moving} WHERE _cls IN (FROM few) AND _who NOT IN (FROM {held})
"""
"""Whoever moves in a class that would gain or lose too few since some state of it."""
ALIVE = """
FROM {candidates} WHERE _kind = 'keep' OR
  _kind = CASE WHEN _who IN (SELECT _who FROM {held}) THEN 'drop' ELSE 'add' END
"""
"""The rows that leave: those of `held` people as they were, those of the others as they are."""
YOUNG = "SELECT _who FROM {candidates} WHERE _kind = 'wait'"
MOVING = "SELECT _cls, _who FROM {candidates} WHERE _kind IN ('add', 'drop')"


def settle_together(
    recoded: RecodedTable, parts: Mapping[str, Any], rule: Privacy
) -> list[Settled]:
    """The parts of one table (rows as `settle` takes them, by name) as they may leave today.

    Every number, shown or hidden, changes by `delta_k` people or more against every earlier
    release, or not at all; so does every sum of numbers. People whose change would be too lonely
    in one of the parts wait in all. So do those who would come or go with others that answer too
    much alike, where a part counts by a column guarded by l, those by whose change a small number
    that is hidden would be told, and those whose waiting the records beside would tell; the ledger
    part says which numbers are `shown`. Where the rule asks for noise, no number is hidden; under
    differential privacy, only those who have not waited long enough wait.
    """
    opened = [
        open_part(recoded, rows, rule_of(rule, rows.columns), part) for part, rows in parts.items()
    ]
    past = past_of(opened)
    settled = _settled(past, opened, recoded, rule)
    changed = tuple(other_noise(past, opened))
    first = replace(settled[0], problems=(*settled[0].problems, *changed))
    return [first, *settled[1:]]


def _settled(
    past: Past, opened: list[OpenPart], recoded: RecodedTable, rule: Privacy
) -> list[Settled]:
    young, fresh = _young(opened), laplace_noise(recoded.declared)
    if fresh is not None:
        # Whether somebody leaves today must not depend on anybody else.
        return with_fresh_noise(past, opened, _closed(opened, young), fresh)
    batches = [one.alike for one in guarded_batches(opened, past.answers)]
    rules = [*batches, *(one.told for one in differences(opened))]
    held, noise = _held(opened, young, rules), cell_noise(rule)
    if noise is not None:
        return with_noise(past, opened, _closed(opened, held), noise)
    return _hiding(past, opened, held, rules)


def _closed(opened: list[OpenPart], held: Any) -> list[Settled]:
    return [close_part(one, _alive(one, held), None) for one in opened]


def _hiding(
    past: Past, opened: list[OpenPart], held: Any, rules: Sequence[Callable[[Any], Any]]
) -> list[Settled]:
    """The parts where small numbers are hidden, and others by which they would be told."""
    while True:
        alive = [_alive(one, held) for one in opened]
        found = hidden_numbers(past, opened, alive, held)
        more = must_wait(opened, held, found)
        if more is None:
            break
        held = _held(opened, _all([held, more], opened[0].place), rules)
    closed = [close_part(one, rows, None) for one, rows in zip(opened, alive, strict=True)]
    return with_numbers(closed, alive, found)


def _young(parts: list[OpenPart]) -> Any:
    """The people (WHO) who have not waited long enough."""
    return _each(YOUNG, parts)


def _held(parts: list[OpenPart], held: Any, rules: Sequence[Callable[[Any], Any]]) -> Any:
    """The people (WHO) whose changes wait: those `held`, and who would be too few without them.

    Each of the `rules` gives the people who wait too while these do.
    """
    place, least = parts[0].place, least_people(parts[0].rule)
    moved, moving = _all([_moves(one) for one in parts], place), _each(MOVING, parts)
    while True:
        words = {"held": held, "moves": moved, "moving": moving, "least": least}
        more = [place.table("lonely", LONELY, **words), *_crossing(parts, held)]
        more_held = _all([*more, *(rule(held) for rule in rules)], place)
        if not place.count(more_held):
            return held
        held = _all([held, more_held], place)


def _all(rows: list[Any], place: Workspace) -> Any:
    """All rows of tables with the same columns, each once."""
    return _united([place.filled("SELECT * FROM {rows}", rows=one) for one in rows], place)


def _each(query: str, parts: list[OpenPart]) -> Any:
    """What a query of its candidates gives of each part, each row once."""
    place = parts[0].place
    return _united([place.filled(query, candidates=one.candidates) for one in parts], place)


def _united(queries: list[str], place: Workspace) -> Any:
    return place.table("united", f"SELECT DISTINCT * FROM ({' UNION ALL '.join(queries)})")  # noqa: S608


def _moves(one: OpenPart) -> Any:
    classes = changed(one.candidates, one.place, recheck=False)
    return moves(one.candidates, one.lives, one.releases, classes, one.place)


def _crossing(parts: list[OpenPart], held: Any) -> list[Any]:
    """The people whom a change of policy holds back in one of the parts."""
    crossing = []
    for one in parts:
        if one.bridge is not None:
            alive = _alive(one, held)
            unheld = held_back(alive, one.bridge, one.rule.delta_k, one.place)
            crossing.append(alive.anti_join(unheld, IDENTITY).select(WHO))
    return crossing


def _alive(one: OpenPart, held: Any) -> Any:
    return one.place.table("settled", ALIVE, candidates=one.candidates, held=held)
