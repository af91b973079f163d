"""Differences: people who come or go in too small a company between any two releases ever made."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.laplace import laplace_noise
from publish.bakehouse.series.ledger import STILL, PartRecord

UNIT = "batches that came or went"
PLANTED = 20
"""So many classes get one newcomer in the control, as far as there are so many."""
NEWCOMERS = """
SELECT _cls, _who, _row, _copy, first, last FROM {lives}
UNION ALL SELECT _cls, 'planted'::BLOB, 'planted'::BLOB, 0, {number}, {still} FROM (
  SELECT DISTINCT _cls FROM {lives} WHERE last = {still} ORDER BY _cls LIMIT {most})
"""
# What stood in the first release and in every later one is in no difference.
LONELY = """
WITH releases AS (
  SELECT unnest({numbers}::BIGINT[]) AS number, unnest({deltas}::BIGINT[]) AS delta_k),
ends AS (SELECT min(number) AS low, max(number) AS high FROM releases),
stood AS (
  SELECT DISTINCT _cls, _who, _row, _copy, number
  FROM (SELECT lived.* FROM {lives} AS lived, ends WHERE first > low OR last < high)
  JOIN releases ON number BETWEEN first AND last),
pairs AS (
  SELECT one.number AS number, other.number AS other, least(one.delta_k, other.delta_k) AS delta_k
  FROM releases AS one JOIN releases AS other ON one.number <> other.number),
moved AS (
  SELECT _cls, _who, number, other, delta_k
  FROM stood JOIN pairs USING (number)
  ANTI JOIN (SELECT _cls, _who, _row, _copy, number AS other FROM stood)
    USING (_cls, _who, _row, _copy, other)),
batches AS (
  SELECT _cls, delta_k, count(DISTINCT _who) AS people FROM moved
  GROUP BY _cls, number, other, delta_k)
SELECT count(*), count(*) FILTER (people < delta_k),
  count(DISTINCT _cls) FILTER (people < delta_k) FROM batches
"""


def batches(ground: Ground) -> Iterator[Result]:
    """Classes of records, and numbers of counts, that change by fewer people than `delta_k`.

    Each release is compared with each other one, forwards and backwards, kept or not. The control
    publishes one newcomer more in some classes.
    """
    for name, run in ground.people:
        if laplace_noise(run.declared) is not None:
            # Nobody waits for others there: that would depend on others.
            yield Result("differences", name, 0, 0, UNIT, None, untried="noise")
            continue
        tried = found = planted = caught = 0
        for settled in run.protected.settled:
            history = comparable(ground.ledger.history(settled.ledger_part.name))
            lives = ground.ledger.lives(history[-1].scope if history else None, ground.place)
            moved, lonely, _ = _lonely(lives, history, ground.place)
            tried, found = tried + moved, found + lonely
            if history:
                classes, seen = _control(lives, history, ground.place)
                planted, caught = planted + classes, caught + seen
        if planted:
            control = Control(caught, planted, "newcomers published alone", 1.0)
            yield Result("differences", name, found, tried, UNIT, control)


def comparable(history: Sequence[PartRecord]) -> list[PartRecord]:
    """The releases of the last recoding that a person has not accepted to be compared no more."""
    last = history[-1] if history else None
    return [
        one for one in history if last and one.number >= last.origin and one.scope == last.scope
    ]


def _lonely(lives: Any, history: Sequence[PartRecord], place: Workspace) -> tuple[int, int, int]:
    """How many batches there are, how many are too small, and in how many classes."""
    words = {
        "numbers": str([one.number for one in history]),
        "deltas": str([one.delta_k for one in history]),
    }
    [(moved, lonely, classes)] = place.sql(place.filled(LONELY, lives=lives, **words))
    return int(moved), int(lonely), int(classes)


def _control(lives: Any, history: Sequence[PartRecord], place: Workspace) -> tuple[int, int]:
    """How many newcomers are published alone in a release more, and how many are seen."""
    next_one = replace(history[-1], number=history[-1].number + 1)
    words = {"number": str(next_one.number), "still": str(STILL), "most": str(PLANTED)}
    joined = place.table("planted", NEWCOMERS, lives=lives, **words)
    planted = place.count(joined) - place.count(lives)
    return planted, _lonely(joined, [history[-1], next_one], place)[2]
