"""Counts of the same people settled together: a person changes in all of them, or in none.

Were each table of counts settled alone, a number that changed would tell of one that waits: what is
left of a sum once the other numbers are subtracted.
"""

from collections.abc import Mapping
from typing import Any

import ibis

from publish.policy import Privacy
from publish.protect.leaving import Leaving
from publish.series import universe
from publish.series.digests import CLS, IDENTITY, WHO
from publish.series.history import moves
from publish.series.settle import Opened, closed, kept, opened
from publish.series.settled import Settled
from publish.series.transition import held_back
from publish.series.universe import ADD, DROP, KEEP, KIND, WAIT

LONELY = """
CREATE TEMP TABLE {lonely} AS
WITH few AS (
  SELECT _cls FROM {moves} LEFT JOIN (SELECT _who, true AS waits FROM {held}) USING (_who)
  WHERE (side = 'gained') = CASE _kind WHEN 'keep' THEN true WHEN 'add' THEN waits IS NULL
    WHEN 'drop' THEN waits IS NOT NULL ELSE false END
  GROUP BY _cls, number, side, delta_k HAVING count(DISTINCT _who) < delta_k
)
SELECT DISTINCT _who FROM {moving} WHERE _cls IN (FROM few) AND _who NOT IN (FROM {held})
"""
"""Whoever moves in a class that would gain or lose too few since some state of it."""


def settle_together(leaving: Leaving, parts: Mapping[str, Any], rule: Privacy) -> list[Settled]:
    """The parts of one table (rows as `settle` takes them, by name) as they may leave today.

    Every number, shown or hidden, changes by `delta_k` people or more against every earlier
    release, or not at all; so does every sum of numbers. People whose change would be too lonely
    in one of the parts wait in all.
    """
    found = [opened(leaving, rows, rule, part) for part, rows in parts.items()]
    held = _held(found)
    return [closed(one, kept(_alive(one.everything, held), one.place), None) for one in found]


def _held(parts: list[Opened]) -> Any:
    """The people (WHO) whose changes wait: their own age, or too few beside them, decides."""
    place = parts[0].place
    young = [one.everything.filter(one.everything[KIND] == WAIT).select(WHO) for one in parts]
    held = kept(_all(young), place)
    told, moving = kept(_all([_moves(one) for one in parts]), place), _moving(parts)
    while True:
        lonely = place.name("lonely")
        names = {"held": held.get_name(), "moves": told.get_name(), "moving": moving.get_name()}
        place.sql(LONELY.format(lonely=lonely, **names))
        more = [place.con.table(lonely, database=("temp", "main")), *_crossing(parts, held)]
        found = kept(_all(more), place)
        if not found.count().to_pyarrow().as_py():
            return held
        held = kept(_all([held, found]), place)


def _all(rows: list[Any]) -> Any:
    return ibis.union(*rows, distinct=True) if len(rows) > 1 else rows[0].distinct()


def _moves(one: Opened) -> Any:
    classes = kept(universe.changed(one.everything, recheck=False), one.place)
    return moves(one.everything, one.lives, one.releases, classes, one.place)


def _moving(parts: list[Opened]) -> Any:
    """The people who may change, by class."""
    rows = [one.everything.filter(one.everything[KIND].isin([ADD, DROP])) for one in parts]
    return kept(_all([one.select(CLS, WHO) for one in rows]), parts[0].place)


def _crossing(parts: list[Opened], held: Any) -> list[Any]:
    """The people whom a change of policy holds back in one of the parts."""
    found = []
    for one in parts:
        if one.pairs is not None:
            alive = _alive(one.everything, held)
            left = held_back(alive, one.pairs, one.rule.delta_k, one.place)
            found.append(alive.anti_join(left, IDENTITY).select(WHO))
    return found


def _alive(everything: Any, held: Any) -> Any:
    """The rows that leave: those of `held` people as they were, those of the others as they are."""
    known = held.distinct().mutate(_held=True)
    rows = everything.left_join(known, WHO).drop(ibis.selectors.endswith("_right"))
    waits = rows["_held"].fill_null(False)
    changed = ((rows[KIND] == ADD) & ~waits) | ((rows[KIND] == DROP) & waits)
    return rows.filter((rows[KIND] == KEEP) | changed).drop("_held")
