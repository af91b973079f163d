"""What the files of kept releases show of people, by class, beside what the ledger remembers.

An attacker reads files: whatever else is tried with the ledger is worth as much as these agree.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ibis

from publish.bakehouse.attack.contents import queried
from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.check.inspection import TableRun
from publish.bakehouse.protect.classes import class_text
from publish.bakehouse.protect.noise import CellNoise, cell_noise
from publish.bakehouse.series.candidates import table_in
from publish.bakehouse.series.digests import CLS, array_text, digested, nobody
from publish.bakehouse.series.ledger import CountRecord
from publish.bakehouse.series.noisy import drawn
from publish.bakehouse.series.recoding import thresholds
from publish.bakehouse.series.settled import Settled
from publish.declare.people_rules import PEOPLE
from publish.declare.policy import Privacy
from publish.release.release import Release
from publish.words.sql import quoted

NUMBER, UNIT = "_number", "numbers and classes in files"
EXACT = """
SELECT _cls, {counted} AS known FROM {lives} WHERE {number} BETWEEN first AND last GROUP BY _cls
"""
STOOD = """
SELECT *, _cls AS _class, false AS _lacking FROM {lives} WHERE {number} BETWEEN first AND last
"""
WRONG = """
SELECT count(*), count(*) FILTER (known IS DISTINCT FROM _number),
  count(*) FILTER (known IS DISTINCT FROM _number + 1)
FROM {shown} LEFT JOIN {stood} USING (_cls)
"""


@dataclass(frozen=True)
class Shown:
    """What one kept release shows of a part: a table of CLS and NUMBER (people, or rows)."""

    number: int
    scope: int
    rows: Any


def unrecorded(ground: Ground) -> Iterator[Result]:
    """Numbers and rows in kept files that the ledger does not remember as they are.

    Of numbers with noise by cell keys: those that their people do not draw. The control raises
    every number by one: all of them must be missed.
    """
    for name, run in ground.people:
        noise = cell_noise(run.declared.rule)
        if run.declared.rule.noise and not noise:
            yield Result("files", name, 0, 0, UNIT, None, untried="noise")
            continue
        tried = found = planted = 0
        for settled in run.protected.settled:
            for one in shown(ground, run, settled):
                cells, wrong, raised = _compared(ground, settled, one, noise)
                tried, found, planted = tried + cells, found + wrong, planted + raised
        if tried:
            control = Control(planted, tried, "numbers raised by one", 1.0)
            yield Result("files", name, found, tried, UNIT, control)


def shown(ground: Ground, run: TableRun, settled: Settled) -> Iterator[Shown]:
    """What each kept release shows of a part, read from its database.

    Not what had another noise than today, or none, as a new series may: it is to be read otherwise.
    """
    part, people = settled.ledger_part.name, settled.ledger_part.people
    scopes = {one.number: one.scope for one in ground.ledger.history(part)}
    if people:
        counted, rule = ground.ledger.counted(people, [part]), run.declared.rule
        as_today = {one.number for one in counted if one.part == part and _as_today(one, rule)}
        scopes = {number: scope for number, scope in scopes.items() if number in as_today}
    for release in ground.releases:
        number = ground.numbers.get(release.version)
        table = table_in(release.database, (settled.part, part))
        if number in scopes and table:
            rows = _cells(ground, release, table, scopes[number], settled)
            yield Shown(number, scopes[number], rows)


def _cells(ground: Ground, release: Release, table: str, scope: int, settled: Settled) -> Any:
    form = json.loads(ground.ledger.recoding(scope))
    names, place = list(form["classes"]), ground.place
    counted = settled.ledger_part.people
    columns = ", ".join(map(quoted, names))
    by = f" GROUP BY {columns}" if names and not counted else ""
    number = quoted(PEOPLE) if counted else "count(*)"
    asked = f"SELECT {', '.join([*map(quoted, names), number])} FROM {quoted(table)}{by}"  # noqa: S608
    found = queried(release.database, asked)
    rows = place.brought("cells", found.rename_columns([*names, NUMBER]))
    types = settled.rows.schema()
    rows = rows.cast({name: types[name] for name in names if name in types})
    [[part, digest]] = ground.ledger.rows("SELECT part, digest FROM scopes WHERE scope = ?", scope)
    text = array_text([ibis.literal(f"{part} {digest}"), class_text(rows, names)])
    return digested(rows, {CLS: text}, ground.key, place).select(CLS, NUMBER)


def _as_today(record: CountRecord, rule: Privacy) -> bool:
    """Whether the numbers of a release had the noise of today's, or none as they have none."""
    noise = thresholds(rule).get("noise")
    return record.noise == noise and (noise is None or record.k == rule.k)


def _compared(
    ground: Ground, settled: Settled, one: Shown, noise: CellNoise | None
) -> tuple[int, int, int]:
    """How many cells there are, are not as remembered, and would not be if raised by one."""
    stood = _stood(ground, settled.ledger_part.people, one, noise)
    statement = ground.place.filled(WRONG, shown=one.rows, stood=stood)
    [(cells, wrong, raised)] = ground.place.sql(statement)
    return int(cells), int(wrong), int(raised)


def _stood(ground: Ground, people: str, one: Shown, noise: CellNoise | None) -> Any:
    """The numbers (CLS, `known`) of who stood in each cell in a release, as files show them."""
    place = ground.place
    words = {"lives": ground.ledger.lives(one.scope, place), "number": str(one.number)}
    if noise:
        numbers = drawn(place.table("stood", STOOD, **words), people, ground.key, noise, place)
        return place.kept("known", numbers.rename(_cls="_class", known="number"))
    away = nobody(ground.key, people)
    counted = f"count(DISTINCT _who) FILTER (_who <> {away})" if people else "count(*)"
    return place.table("known", EXACT, counted=counted, **words)
