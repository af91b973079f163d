"""Positive controls: what each guard must catch is planted at every publication.

A guard that stays silent on its control refuses the release: better none than one that a broken
guard let through. Nothing planted here reaches a release. The detectors' own control is planted
where they read what leaves (`publish.check.personal`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import ibis
import pyarrow as pa

from publish.check.inspection import Inspection, TableRun
from publish.check.personal import silent_control
from publish.engine import Workspace
from publish.errors import Problem
from publish.policy import Privacy
from publish.protect.classes import suppress, with_class
from publish.protect.columns import recode
from publish.protect.leaving import PERSON
from publish.protect.tools import Tools
from publish.read.exports import headers
from publish.series.difference import differences
from publish.shape import typed

Control = Callable[[Inspection, Tools], bool]
"""Whether the guard spoke."""

CANARY = "canary-4c9d1f"
RULE = Privacy(k=5)
ROW: dict[str, str | int] = {"_cls": "class", "_copy": 0}
Row = tuple[str | None, str]
Digests = dict[str, str | int]


def _classes(rows: Sequence[Row], place: Workspace) -> set[Any]:
    """The values that survive suppression, of (quasi-identifier, person) rows."""
    cells = {
        "q": pa.array([q for q, _ in rows], pa.string()),
        PERSON: pa.array([p for _, p in rows], pa.string()),
    }
    planted = place.con.create_table(place.name("planted"), pa.table(cells), temp=True)
    kept = suppress(with_class(planted, ["q"]), RULE, place).rows
    return set(kept.select("q").distinct().to_pyarrow()["q"].to_pylist())


def _crowd(value: str | None, people: int) -> list[Row]:
    return [(value, f"{value} {number}") for number in range(people)]


def one_person_class(inspection: Inspection, tools: Tools) -> bool:
    """A class of one person goes, a class of k stays."""
    return _classes([*_crowd("crowd", RULE.k), ("alone", "one")], tools.place) == {"crowd"}


def null_class(inspection: Inspection, tools: Tools) -> bool:
    """People without a value are a class like another."""
    return _classes([*_crowd("crowd", RULE.k), *_crowd(None, RULE.k - 1)], tools.place) == {"crowd"}


def many_rows_of_one(inspection: Inspection, tools: Tools) -> bool:
    """Ten rows of one person are one person."""
    return _classes([*_crowd("crowd", RULE.k), *[("many", "one")] * 10], tools.place) == {"crowd"}


def shuffled_rows(inspection: Inspection, tools: Tools) -> bool:
    """Rows of a class that do not stand together are counted together."""
    rows = [row for pair in zip(_crowd("a", 5), _crowd("b", 5), strict=True) for row in pair]
    return _classes([*rows, ("c", "one")], tools.place) == {"a", "b"}


def dropped_canary(inspection: Inspection, tools: Tools) -> bool:
    """A word planted in every private column comes out nowhere."""
    return all(_stays_inside(run, tools) for run in inspection.tables.values())


def _stays_inside(run: TableRun, tools: Tools) -> bool:
    table, place = run.declared, tools.place
    for source in table.sources:
        fed = headers(table, source)
        private = {
            fed[name]
            for name, column in table.columns.items()
            if name in fed and (column.dropped or name == table.contributor)
        }
        public = {fed[name] for name in table.published if name in fed}
        cells = {header: CANARY if header in private - public else None for header in fed.values()}
        planted = pa.table(
            {header: pa.array([cell], pa.string()) for header, cell in cells.items()}
        )
        staged = place.con.create_table(place.name("planted"), planted, temp=True)
        out = recode(typed(table, source, staged, place), table, tools)
        if _holds(out.select(*table.published), CANARY):
            return False
    return True


def _holds(rows: Any, word: str) -> bool:
    cells = [rows[name].cast("string").contains(word) for name in rows.columns]
    return bool(rows.filter(ibis.or_(*cells)).count().to_pyarrow().as_py())


def late_joiner(inspection: Inspection, tools: Tools) -> bool:
    """A row of one person added to a class of the release before, and one taken away."""
    before = [{**ROW, "_who": f"p{n}", "_row": f"r{n}"} for n in range(RULE.k)]
    joined = [*before, {**ROW, "_who": "late", "_row": "late"}]
    return (
        _changed(before, before, tools.place) == 0
        and _changed(before, joined, tools.place) == 1
        and _changed(joined, before, tools.place) == 1
    )


def _changed(before: Sequence[Digests], now: Sequence[Digests], place: Workspace) -> int:
    lives = [{**row, "first": 1, "last": 1} for row in before]
    release = [{"number": 1, "delta_k": RULE.delta_k}]
    tables = [pa.Table.from_pylist(list(rows)) for rows in (now, lives, release)]
    names = [place.name("planted") for _ in tables]
    current, lived, released = (
        place.con.create_table(name, one, temp=True)
        for name, one in zip(names, tables, strict=True)
    )
    return differences(current, lived, released, place)


CONTROLS: dict[str, Control] = {
    "one-person-class": one_person_class,
    "null-class": null_class,
    "many-rows-of-one": many_rows_of_one,
    "shuffled-rows": shuffled_rows,
    "dropped-canary": dropped_canary,
    "late-joiner": late_joiner,
}


def silent(inspection: Inspection, tools: Tools) -> Iterator[Problem]:
    """A blocker for each guard that did not speak on its control."""
    for name in _silent(CONTROLS, inspection, tools):
        yield silent_control(name)


def _silent(controls: dict[str, Control], inspection: Inspection, tools: Tools) -> Iterable[str]:
    return [name for name, control in controls.items() if not control(inspection, tools)]
