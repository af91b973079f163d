"""Which numbers moved: what counts with noise by cell keys tell of who came or went.

Noise hides how many people a cell has. But the same people have the same noise: a number that moves
between two kept releases tells that somebody came or went.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from publish.bakehouse.attack.batches import comparable
from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.published import shown
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.check.inspection import TableRun
from publish.bakehouse.protect.noise import CellNoise, cell_noise
from publish.bakehouse.series.batches import KNOWN, few_answers, grouped
from publish.bakehouse.series.digests import nobody
from publish.bakehouse.series.ledger import STILL, PartRecord
from publish.bakehouse.series.noisy import drawn
from publish.bakehouse.series.settled import LedgerPart, Settled

UNIT = "numbers that moved between two releases"
TOWNS, POWER = 200, 0.6
"""So many numbers of three times k people are in the control; this share of them must be found.

A newcomer leaves one in five numbers as it is; of both kinds of newcomers some must be found.
"""
NUMBERS = "SELECT {number}::BIGINT AS number, _cls, _number FROM {rows}"
MOVED = """
WITH releases AS (
  SELECT unnest({numbers}::BIGINT[]) AS number, unnest({deltas}::BIGINT[]) AS delta_k),
pairs AS (
  SELECT one.number AS before, other.number AS after, least(one.delta_k, other.delta_k) AS delta_k
  FROM releases AS one JOIN releases AS other ON one.number < other.number),
moved AS (
  SELECT cells._cls, before, after, delta_k,
    one._number IS NOT NULL AND other._number IS NOT NULL AS there
  FROM (SELECT DISTINCT _cls FROM {told}) AS cells CROSS JOIN pairs
  LEFT JOIN {told} AS one ON one._cls = cells._cls AND one.number = before
  LEFT JOIN {told} AS other ON other._cls = cells._cls AND other.number = after
  WHERE one._number IS DISTINCT FROM other._number),
stood AS (
  SELECT DISTINCT _cls, _who, number, _group, _answers
  FROM {lives} JOIN releases ON number BETWEEN first AND last WHERE _who <> {nobody}),
changed AS (
  SELECT stood._cls, _who, _group, _answers, before, after, 'left' AS side
  FROM stood JOIN pairs ON number = before
  ANTI JOIN stood AS later ON later._cls = stood._cls AND later._who = stood._who
    AND later.number = after
  UNION ALL
  SELECT stood._cls, _who, _group, _answers, before, after, 'came'
  FROM stood JOIN pairs ON number = after
  ANTI JOIN stood AS earlier ON earlier._cls = stood._cls AND earlier._who = stood._who
    AND earlier.number = before),
batches AS (
  SELECT _cls, any_value(_group) AS _group, before, after, side, count(DISTINCT _who) AS people
  FROM changed GROUP BY _cls, before, after, side),
alike AS (SELECT _group, before, after, side FROM changed GROUP BY ALL HAVING {few}),
judged AS (
  SELECT _cls, before, after,
    bool_and(coalesce(people >= delta_k, NOT there) AND alike.side IS NULL) AS safe
  FROM moved LEFT JOIN batches USING (_cls, before, after)
  LEFT JOIN alike USING (_group, before, after, side) GROUP BY ALL)
SELECT count(*), count(*) FILTER (NOT safe) FROM judged
"""
GROUPED = """
SELECT lives._cls, lives._who, lives.first, lives.last, grouped._cls AS _group, grouped._answers
FROM {lives} AS lives JOIN {grouped} AS grouped USING (id)
"""
PLANTED = """
WITH towns AS (SELECT unnest(range({towns})) AS town),
people AS (
  SELECT town, unnest(range({people})) AS person, 1 AS first FROM towns UNION ALL
  SELECT town, unnest(range({people}, {people} + if(town % 2 = 0, 1, {alike}))), 2
  FROM towns)
SELECT encode('planted ' || town) AS _cls, encode('planted ' || town) AS _group,
  encode('planted ' || town || ' ' || person) AS _who, first, {still} AS last, false AS _lacking,
  'planted ' || town AS _class, {answers} AS _answers
FROM people
"""
TOLD = "SELECT {number}::BIGINT AS number, encode(_class) AS _cls, number AS _number FROM {rows}"


def moves(ground: Ground) -> Iterator[Result]:
    """Numbers that moved by fewer than `delta_k` people, by too few answers, or by nobody.

    Noise that moves by nobody is drawn anew, and can be averaged. The control publishes towns that
    one newcomer joins alone, or some who answer alike.
    """
    for name, run in ground.people:
        noise = cell_noise(run.declared.rule)
        if noise is None:
            continue
        tried = found = planted = caught = 0
        for settled in run.protected.settled:
            part = settled.ledger_part
            if history := comparable(ground.ledger.history(part.name)):
                moved, alone = _moved(ground, run, settled, history)
                tried, found = tried + moved, found + alone
                planted += TOWNS
                caught += _control(noise, part, history[-1], ground.key)
        if planted:
            control = Control(caught, planted, "numbers that newcomers move by themselves", POWER)
            yield Result("moves", name, found, tried, UNIT, control)


def _moved(
    ground: Ground, run: TableRun, settled: Settled, history: Sequence[PartRecord]
) -> tuple[int, int]:
    """How many numbers of a part moved in files, and how many of them tell of few people."""
    part, place, records = settled.ledger_part, ground.place, {one.number: one for one in history}
    # A rebake shows the numbers of the release before.
    read = {one.number: one for one in shown(ground, run, settled) if one.number in records}
    told = [place.filled(NUMBERS, number=str(n), rows=one.rows) for n, one in read.items()]
    if not told:
        return 0, 0
    lives = ground.ledger.lives(history[-1].scope, place)
    known = place.table("known", KNOWN, exported=lives, lives=lives)
    in_groups = grouped(lives, known, place)
    people = place.table("people", GROUPED, lives=lives, grouped=in_groups)
    numbers = place.made("told", " UNION ALL ".join(told))
    return _judged(numbers, people, [records[number] for number in read], part, ground.key)


def _judged(
    told: Any, lives: Any, releases: Sequence[PartRecord], part: LedgerPart, key: bytes
) -> tuple[int, int]:
    """How many of the numbers `told` moved, and how many by fewer than they may."""
    statement = part.place.filled(
        MOVED,
        told=told,
        lives=lives,
        numbers=str([one.number for one in releases]),
        deltas=str([one.delta_k for one in releases]),
        few=few_answers(part.diverse) or "false",
        nobody=nobody(key, part.people),
    )
    [(moved, alone)] = part.place.sql(statement)
    return int(moved), int(alone)


def _control(noise: CellNoise, part: LedgerPart, last: PartRecord, key: bytes) -> int:
    """How many of TOWNS numbers are found, into which newcomers are published as they come."""
    place = part.place
    answers = json.dumps(dict.fromkeys(part.diverse, "alike"))
    lives = place.table(
        "planted",
        PLANTED,
        towns=str(TOWNS),
        people=str(3 * noise.k),
        alike=str(last.delta_k if part.diverse else 1),
        answers=f"'{answers}'",
        still=str(STILL),
    )
    releases = [replace(last, number=number) for number in (1, 2)]
    told = [
        place.filled(
            TOLD, number=str(one.number), rows=drawn(alive, part.people, key, noise, place)
        )
        for one in releases
        for alive in [lives.filter(lives.first <= one.number)]
    ]
    numbers = place.made("told", " UNION ALL ".join(told))
    return _judged(numbers, lives, releases, part, key)[1]
