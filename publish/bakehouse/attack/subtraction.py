"""Subtraction: hidden numbers of counts computed from every number ever shown, over all releases.

By intervals, with linear programs over all numbers, and to the digit, with people whole.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from publish.bakehouse.attack.exact import solved
from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.published import shown
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.check.inspection import TableRun
from publish.bakehouse.check.reader import Stays, narrow
from publish.bakehouse.check.stays import known, stays_of
from publish.bakehouse.series.digests import nobody

SECONDS = 60.0
"""So long numbers are asked for one by one, in each table; as long again for the control."""
MOST = 40
"""So many numbers of the unprotected copy are asked for one by one."""


def subtraction(ground: Ground) -> Iterator[Result]:
    """Hidden numbers under k that follow, or lie in an interval narrower than declared.

    The control shows every number but small ones, as if each release were alone, and one planted.
    """
    for name, run in ground.people:
        if run.declared.mode != "aggregates":
            continue
        if run.declared.rule.noise is not None:
            yield Result("subtraction", name, 0, 0, "hidden numbers", None, untried="noise")
            continue
        k, stays = run.declared.rule.k, _stays(ground, run)
        least = run.declared.rule.width
        targets = stays.small(k)
        bare = unprotected(stays, k)
        theirs = bare.small(k)
        told = narrow(bare, theirs, least)
        control = Control(len(told), len(theirs), f"numbers under {k} of an unprotected copy")
        found, unit = len(narrow(stays, targets, least)), f"hidden numbers under {k}"
        yield Result("subtraction by intervals", name, found, len(targets), unit, control)
        # The planted number is the last of those that are told.
        digits, asked = solved(bare, told[-MOST:][::-1], SECONDS)
        control = Control(digits, asked, "numbers told of an unprotected copy, to the digit")
        found, asked = solved(stays, targets, SECONDS)
        unit, left = f"hidden numbers under {k}, to the digit", len(targets) - asked
        yield Result("subtraction by exact solver", name, found, asked, unit, control, left)


def _stays(ground: Ground, run: TableRun) -> Stays:
    """All that was ever counted of a table's people; what kept files show was shown."""
    settled, ledger = run.protected.settled, ground.ledger
    people = settled[0].ledger_part.people
    records = ledger.counted(people, [one.ledger_part.name for one in settled])
    read = known(ledger, {one.scope for one in records}, ledger.last_number(), ground.place)
    for part in settled:
        for one in shown(ground, run, part):
            words = {"shown": read.shown, "rows": one.rows, "number": str(one.number)}
            ground.place.sql(
                ground.place.filled(
                    "INSERT INTO {shown} SELECT {scope}, _cls, {number}, {number} FROM {rows}",
                    scope=str(one.scope),
                    **words,
                )
            )
    return stays_of(read, ledger, records, nobody(ground.key, people))


def unprotected(stays: Stays, k: int) -> Stays:
    """The same people, every number of k or more shown, and in the last release three cells more.

    One of these has 2 people, which is told: the others are shown, and so is the sum of all three.
    """
    cells, newest, people = len(stays.shown), stays.releases - 1, len(stays.first)
    planted = np.array([k + 4, k + 3, 2])
    size = len(planted)
    new = people + np.arange(size)
    combination = int(stays.combination.max(initial=-1)) + 1 + np.arange(size)
    of = np.concatenate([new, new])
    cell = np.concatenate([np.full(size, cells), cells + 1 + np.arange(size)])
    bare = replace(
        stays,
        first=np.append(stays.first, np.full(size, newest)),
        last=np.append(stays.last, np.full(size, newest)),
        people=np.append(stays.people, planted),
        combination=np.append(stays.combination, combination),
        of=np.append(stays.of, of),
        cell=np.append(stays.cell, cell),
        shown=np.zeros((cells + 1 + size, stays.releases), np.bool_),
    )
    return replace(bare, shown=bare.numbers >= k)
