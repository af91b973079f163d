"""Counts with noise that their people draw: none is hidden, and no solver is asked.

Each person has a record key, from the key of the dataset and the table whose people are counted;
the keys of all who stand in a cell, added up, are the key of the cell. The same people draw the
same noise, in whatever table of counts and release.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.noise import KEYS, CellNoise
from publish.bakehouse.series.batches import few_answers, grouped
from publish.bakehouse.series.candidates import LACKING
from publish.bakehouse.series.digests import digest_of, key_table, nobody
from publish.bakehouse.series.past import Past
from publish.bakehouse.series.recoding import thresholds
from publish.bakehouse.series.settle import OpenPart
from publish.bakehouse.series.settled import Settled
from publish.declare.policy import Privacy
from publish.errors import Problem

PERSON_TEXT = "'cell key ' || hex(_who)"
RECORD = f"('0x' || left(hex({digest_of(PERSON_TEXT)}), 8))::BIGINT"
"""SQL of the record key of a person, from the digest that the ledger keeps of them."""
CELLS = """
SELECT any_value(_class) AS _class, count(*) AS people,
  (sum({record}) % {keys})::BIGINT AS cell_key
FROM (SELECT DISTINCT _class, _cls, _who FROM {alive} WHERE _who <> {nobody}), {secret}
WHERE _cls NOT IN (SELECT _cls FROM {alive} WHERE {lacking}) GROUP BY _cls
"""
"""The cells of which the values are known: how many people, and the key that they make."""
SIZES = "SELECT DISTINCT least(people, {alike}) FROM {cells} ORDER BY ALL"
NOISY = """
SELECT _class, (people + move)::BIGINT AS number FROM {cells} AS cells
JOIN {moves} AS moves ON size = least(people, {alike}) AND cell_key >= begins AND cell_key < ends
WHERE people + move > 0
"""
EMPTY = "SELECT _class, _cls FROM {rows} WHERE false"
UNANIMOUS = """
SELECT _cls FROM {rows} GROUP BY _cls HAVING ({few}) AND count(DISTINCT _who) >= {k}
"""


def with_noise(
    past: Past, parts: Sequence[OpenPart], settled: Sequence[Settled], noise: CellNoise
) -> list[Settled]:
    """The parts with the numbers that their noise gives; the ledger records none as told exactly.

    A blocker where k people or more, who share all that others may know, answer alike: noise would
    not keep their answer.
    """
    return [
        replace(
            told_noisy(one, noisy(one, part, noise)),
            problems=(*one.problems, *_unanimous(one, part, past.answers.get(number))),
        )
        for number, (part, one) in enumerate(zip(parts, settled, strict=True))
    ]


def noisy(settled: Settled, part: OpenPart, noise: CellNoise) -> Any:
    """The cells (CLASS) of which a number is shown, and the `number`, with its noise."""
    at = part.position
    return drawn(settled.ledger_part.alive, at.people, at.key, noise, part.place)


def drawn(alive: Any, people: str, key: bytes, noise: CellNoise, place: Workspace) -> Any:
    """The same of rows (CLASS, CLS, WHO, LACKING) of these `people`, by the dataset's key."""
    cells = place.table(
        "cells",
        CELLS,
        record=RECORD,
        keys=KEYS,
        alive=alive,
        nobody=nobody(key, people),
        secret=key_table(key, place),
        lacking=LACKING,
    )
    sizes = [size for (size,) in place.sql(place.filled(SIZES, cells=cells, alike=noise.alike))]
    moves = place.brought("moves", _moves(sizes, noise))
    return place.table("noisy", NOISY, cells=cells, moves=moves, alike=noise.alike)


def _moves(sizes: Iterable[int], noise: CellNoise) -> pa.Table:
    """What is added to a number of each size, by the keys of cells (from `begins` to `ends`)."""
    columns: dict[str, list[int]] = {"size": [], "move": [], "begins": [], "ends": []}
    for size in sizes:
        numbers, ends = noise.numbers(size), noise.ends(size)
        columns["size"] += [size] * len(numbers)
        columns["move"] += (numbers - size).tolist()
        columns["begins"] += [0, *ends[:-1].tolist()]
        columns["ends"] += np.asarray(ends).tolist()
    return pa.table({name: pa.array(of, pa.int64()) for name, of in columns.items()})


def told_noisy(one: Settled, numbers: Any) -> Settled:
    """The part with these numbers; the ledger records no cell (CLASS, CLS) as told exactly."""
    part = one.ledger_part
    none = part.place.table("numbers", EMPTY, rows=part.alive)
    return replace(one, noisy=numbers, ledger_part=replace(part, shown=none))


def _unanimous(one: Settled, part: OpenPart, known: Any) -> Iterator[Problem]:
    if known is None:
        return
    rule, place = part.rule, part.place
    rows = grouped(one.ledger_part.alive, known, place)
    few = place.sql(place.filled(UNANIMOUS, rows=rows, few=few_answers(rule.l), k=rule.k))
    if few:
        yield Problem(
            "alike-answers",
            one.part,
            f"{len(few)} groups of {rule.k} people or more answer too much alike, which noise "
            "would not keep",
            "count over coarser columns, or remove `noise:`, so that their numbers are hidden",
        )


def other_noise(past: Past, parts: Sequence[OpenPart]) -> Iterator[Problem]:
    """A blocker where the last release gave the numbers of the same people another noise, or none.

    Side by side, the two would tell more than each of them; a new series accepts it.
    """
    one = parts[0]
    last = max((record.number for record in past.records), default=None)
    then = [(each.noise, each.k) for each in past.records if each.number == last]
    if one.position.why is None and any(_differ(*told, one.rule) for told in then):
        yield Problem(
            "other-noise",
            one.recoded.name,
            "the last release gave its numbers other noise, or none: side by side with new ones, "
            "they would tell more",
            f"declare `noise:` and `k` as before, or accept what both tell: `fournil new-series "
            f"{one.recoded.dataset} --why …`",
        )


def _differ(noise: Mapping[str, Any] | None, k: int, rule: Privacy) -> bool:
    declared = thresholds(rule).get("noise")
    if noise and declared and "dp" in noise and "dp" in declared:
        # Each release has noise of its own, which the budget allows.
        return False
    return noise != declared or (noise is not None and k != rule.k)
