"""Positive controls: what each guard must catch is planted at every publication.

A guard that stays silent on its control refuses the release: better none than one that a broken
guard let through. Nothing planted here reaches a release. The detectors' own control is planted
where they read what leaves (`publish.bakehouse.check.personal`).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.check.personal import silent_control
from publish.bakehouse.check.reader import Stays, told
from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import suppress, with_class
from publish.bakehouse.protect.columns import recode
from publish.bakehouse.protect.recoded import PERSON
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.read.exports import headers
from publish.bakehouse.series.difference import differences
from publish.bakehouse.series.pattern import Wanted, pattern
from publish.bakehouse.series.program import Width
from publish.bakehouse.series.union import Spells, Union
from publish.bakehouse.typed_rows import typed
from publish.declare.policy import Privacy
from publish.errors import Problem
from publish.words.sql import quoted

Control = Callable[[Inspection, Tools], bool]
"""Whether the guard spoke."""

CANARY = "canary-4c9d1f"
# Nobody dominates: else that rule would hide that another is broken.
RULE = Privacy(k=5, l={"answer": 2}, dominance=1)
LEFT = ("left", "left too")
ALIKE, SHARED = "alike", "shared"
SAME = ("same 1", "same 2", "same 3", "same 4", "same 5", "same 6")
Row = tuple[str | None, str]
"""A quasi-identifier's value, and the person."""
Digests = dict[str, str | int]


def _crowd(value: str | None, people: int = RULE.k) -> list[Row]:
    return [(value, f"{value} {number}") for number in range(people)]


CLASSES: dict[str, tuple[Sequence[Row], set[str]]] = {
    # A class of one person goes, a class of k stays.
    "one-person-class": ([*_crowd("crowd"), *[("alone", "one")] * 2], {"crowd"}),
    # People without a value are a class like another.
    "null-class": ([*_crowd("crowd"), *_crowd(None, RULE.k - 1)], {"crowd"}),
    # Ten rows of one person are one person.
    "many-rows-of-one": ([*_crowd("crowd"), *[("many", "one")] * 10], {"crowd"}),
    # Rows of a class that do not stand together are counted together.
    "shuffled-rows": (
        [*(row for pair in zip(_crowd("a"), _crowd("b"), strict=True) for row in pair)]
        + [("c", "1")] * 2,
        {"a", "b"},
    ),
    # Lists that all hold one item are no different answers.
    "shared-item": ([*_crowd("crowd"), *_crowd(SHARED)], {"crowd"}),
}
"""For each control of suppression, the rows that are planted and the values that must survive.

Each row has an answer of its own, those of SHARED a list with it.
"""


def _silent_classes(place: Workspace) -> list[str]:
    """The controls of suppression that it did not pass: planted and suppressed all at once."""
    planted = [(name, *row) for name, (crowd, _) in CLASSES.items() for row in crowd]
    rows = [(*row, _answer(row[1], number)) for number, row in enumerate(planted)]
    columns = zip(("control", "q", PERSON, "answer"), zip(*rows, strict=True), strict=True)
    cells = {name: pa.array(values, pa.string()) for name, values in columns}
    table = place.brought("planted", pa.table(cells))
    kept = suppress(with_class(table, ["control", "q"]), RULE, place).rows
    left = place.sql(place.filled("SELECT DISTINCT control, q FROM {kept}", kept=kept))
    survivors = {name: {value for control, value in left if control == name} for name in CLASSES}
    return [name for name, (_, expected) in CLASSES.items() if survivors[name] != expected]


def _answer(value: str | None, number: int) -> str:
    return f'["{SHARED}", {number}]' if value == SHARED else str(number)


def dropped_canary(inspection: Inspection, tools: Tools) -> bool:
    """A word planted in every private column comes out nowhere."""
    return all(_stays_inside(run, tools) for run in inspection.tables.values())


def _stays_inside(run: TableRun, tools: Tools) -> bool:
    table, place = run.declared, tools.place
    for source in table.read_as:
        fed = headers(table, source)
        private = {
            fed[name]
            for name, column in table.columns.items()
            if name in fed and (column.dropped or name == table.contributor)
        }
        private -= {fed[name] for name in table.published if name in fed}
        if not private:
            continue
        cells = {header: CANARY if header in private else None for header in fed.values()}
        planted = pa.table(
            {header: pa.array([cell], pa.string()) for header, cell in cells.items()}
        )
        staged = place.brought("planted", planted)
        out = recode(typed(table, source, staged, place), table, tools)
        if _holds(out.select(*table.published), CANARY, place):
            return False
    return True


def _holds(rows: Any, word: str, place: Workspace) -> bool:
    cells = ", ".join(f"contains({quoted(name)}::VARCHAR, $word)" for name in rows.columns)
    statement = place.filled(f"SELECT count(*) FROM {{rows}} WHERE true IN ({cells})", rows=rows)  # noqa: S608
    [[found]] = place.sql(statement, {"word": word})
    return bool(found)


def late_joiner(inspection: Inspection, tools: Tools) -> bool:
    """A row of one person more in one class, one less in two others; six more are as before.

    In two more, enough people join, who all answer alike, or lists that share an item. Each kind
    of class is so often there that no error of one makes up for that of another.
    """
    joined = ("joined", ALIKE, SHARED)
    before = [row for name in (*joined, *LEFT, *SAME) for row in _class(name, RULE.k)]
    now = _class("joined", RULE.k + 1)
    now += [row for name in (ALIKE, SHARED) for row in _class(name, RULE.k + RULE.delta_k)]
    now += [row for name in LEFT for row in _class(name, RULE.k - 1)]
    now += [row for name in SAME for row in _class(name, RULE.k)]
    return _changed(before, now, tools.place) == len(joined) + len(LEFT)


def _class(name: str, people: int) -> list[Digests]:
    return [
        {
            "_cls": name,
            "_copy": 0,
            "_who": f"{name} p{n}",
            "_row": f"{name} r{n}",
            "_answers": f'{{"answer": "{min(n, RULE.k)}{f" {n}" if name == SHARED else ""}"}}',
        }
        for n in range(people)
    ]


def _changed(before: Sequence[Digests], now: Sequence[Digests], place: Workspace) -> int:
    lives = [{**row, "first": 1, "last": 1} for row in before]
    release = [{"number": 1, "delta_k": RULE.delta_k}]
    current, lived, released = (
        place.brought("planted", pa.Table.from_pylist(list(rows))) for rows in (now, lives, release)
    )
    return differences(current, lived, released, place, {"answer": 2})


def moved_number(inspection: Inspection, tools: Tools) -> bool:
    """The 2 of 15 + 14 + 2 is hidden with 14; when 15 falls to 9, 31 - 15 - 14 must not be told.

    Cells: 0 all three, then each alone; the release before showed 0 and 1.
    """
    first, last, people = (np.array(row) for row in ([0, 1, 0, 0], [0, 1, 1, 1], [15, 9, 14, 2]))
    of, cell = np.repeat(np.arange(4), 2), np.array([0, 1, 0, 1, 0, 2, 0, 3])
    shown = np.array([[True, False], [True, False], [False, False], [False, False]])
    nothing = np.zeros(0, np.int64)
    union = Union(Spells(first, last, people, of, cell), shown, (nothing, nothing, nothing))
    again = np.array([False, False, True, True])
    wanted = Wanted(union, np.ones(4, np.bool_), again, first=False)
    return list(pattern(wanted, Width(11, 11), 0).waiting) == [1]


def followed_number(inspection: Inspection, tools: Tools) -> bool:
    """Where it is told all the same, the gate's own reader computes the 2, which was told then."""
    first, last, people, combination = (
        np.array(row) for row in ([0, 1, 0, 0], [0, 1, 1, 1], [15, 9, 14, 2], [0, 0, 1, 2])
    )
    of, cell = np.repeat(np.arange(4), 2), np.array([0, 1, 0, 1, 0, 2, 0, 3])
    shown = np.array([[True, True], [True, False], [False, True], [False, False]])
    return told(Stays(first, last, people, combination, of, cell, shown), 11, 11) > 0


CONTROLS: dict[str, Control] = {
    "dropped-canary": dropped_canary,
    "late-joiner": late_joiner,
    "moved-number": moved_number,
    "followed-number": followed_number,
}


def silent(inspection: Inspection, tools: Tools) -> Iterator[Problem]:
    """A blocker for each guard that did not speak on its control."""
    for name in _silent_classes(tools.place):
        yield silent_control(name)
    for name, control in CONTROLS.items():
        if not control(inspection, tools):
            yield silent_control(name)
