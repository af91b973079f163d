"""No personal data in what leaves, as far as the detectors see, but for what a person accepted.

They only refuse: a column in which they find nothing is not thereby safe.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.modes.named import covered
from publish.bakehouse.modes.protected import PublishedTable
from publish.bakehouse.personal.email import EMAIL
from publish.bakehouse.personal.names import NAME
from publish.bakehouse.personal.scan import Hit, Look, scan_all
from publish.bakehouse.personal.search import Scanned
from publish.declare.column import Column
from publish.declare.techniques import Grid
from publish.errors import Problem, Severity
from publish.words.corrections import corrections_of
from publish.words.partners import sources_of

PLANTED = "canary-4c9d1f@example.org"
"""An address that the detectors must find among all that leaves, and that never leaves."""


@dataclass(frozen=True)
class _Planted:
    """A table with one row more, whose only cell is an e-mail address, and its column if any.

    `run` declares it: what tells of corrections has columns of its own.
    """

    run: TableRun
    table: PublishedTable
    rows: Any
    column: str | None


def personal_data(inspection: Inspection) -> Iterator[Problem]:
    """Kinds of personal data found in published columns, and in those that were only read.

    An e-mail address planted among each table's values must be found too, or nothing leaves.
    """
    runs = [
        (run, [_planted(run, table) for table in run.protected.tables])
        for run in inspection.tables.values()
    ]
    found = iter(scan_all([look for run, leaving in runs for look in _looks(run, leaving)]))
    for run, leaving in runs:
        seen = set[tuple[str, str]]()
        for one in leaving:
            yield from _published(run, one, next(found), seen, inspection)
        yield from _read_only(run, next(found), seen, inspection)


def _looks(run: TableRun, leaving: Iterable[_Planted]) -> Iterator[Look]:
    """What is looked into of a table: all that leaves of it, then what was only read."""
    for one in leaving:
        yield one.rows, _scanned(one.run, one.rows, one.table.declared.published)
    yield run.shaped.table, _scanned(run, run.shaped.table, _only_read(run))


def _published(
    run: TableRun,
    planted: _Planted,
    found: Iterable[Hit],
    seen: set[tuple[str, str]],
    inspection: Inspection,
) -> Iterator[Problem]:
    """The problems of a table that leaves; what is found is added to `seen`."""
    hits = list(_apart(found, planted))
    if planted.column and hits[:1] != [None]:
        yield silent_control("planted-email")
    for hit in filter(None, hits):
        seen.add((hit.column, hit.kind.name))
        _note(inspection, planted.run, hit, "published")
        yield from _unless_accepted(planted.run, planted.table.name, hit, inspection)
    yield from _off_grid(run, planted.table)


def silent_control(name: str) -> Problem:
    """The blocker for a guard that did not speak on its control."""
    return Problem(
        "silent-control",
        name,
        "a guard did not catch what was planted for it",
        "nothing is published until the guard works again: this is a fault of Fournil",
    )


def _planted(of: TableRun, table: PublishedTable) -> _Planted:
    ours = table.name in (corrections_of(of.name), sources_of(of.name))
    run = replace(of, declared=table.declared) if ours else of
    columns = table.declared.published.items()
    texts = [name for name, one in columns if one.type == "string" and name in table.rows.columns]
    keyed = {name for name, one in run.declared.columns.items() if one.keyed}
    name = next((text for text in texts if text not in keyed), None)
    if name is None:
        return _Planted(run, table, table.rows, None)
    cells = {
        other: ibis.literal(PLANTED if other == name else None).cast(type)
        for other, type in table.rows.schema().items()
    }
    row = table.rows.agg(_rows=table.rows.count()).select(**cells)
    return _Planted(run, table, table.rows.union(row), name)


def _apart(hits: Iterable[Hit], planted: _Planted) -> Iterator[Hit | None]:
    """The hits without the planted one, in whose place comes a first None."""
    others = []
    for hit in hits:
        ours = hit.column == planted.column and hit.kind is EMAIL
        if ours:
            yield None
            hit = replace(hit, values=hit.values - (hit.measure == "exactly"))
        if hit.values:
            others.append(hit)
    yield from others


def _note(inspection: Inspection, run: TableRun, hit: Hit, where: str) -> None:
    """Keep a finding, accepted or not, for the private side."""
    finding = {
        "column": hit.column,
        "kind": hit.kind.name,
        "values": hit.values,
        "counted": hit.measure,
        "in": where,
        "accepted": _accepted(run, hit, inspection.as_of),
    }
    inspection.notes.setdefault(run.name, []).append(finding)


def _scanned(run: TableRun, rows: Any, columns: dict[str, Column]) -> list[Scanned]:
    """The columns that are looked into, our own pseudonyms aside."""
    scanned = []
    for name, column in columns.items():
        declared = run.declared.columns.get(name, column)
        if name in rows.columns and not declared.keyed:
            people = run.declared.about == "people" or declared.role != "open"
            scanned.append(Scanned(name, column.type, declared.header or "", people))
    return scanned


def _unless_accepted(
    run: TableRun, table: str, hit: Hit, inspection: Inspection
) -> Iterator[Problem]:
    if _agreed(run, hit) or _accepted(run, hit, inspection.as_of):
        return
    expired = _expired(run, hit)
    past = f"; it was accepted until {expired}" if expired else ""
    yield Problem(
        f"personal-{hit.kind.name}",
        f"{table}.{hit.column}",
        f"{_amount(hit)} like {hit.kind.words}{past}",
        "look again, then give a later `until`" if expired else _way_out(run, table, hit),
        _severity(run, hit),
    )


def _way_out(run: TableRun, table: str, hit: Hit) -> str:
    if table == corrections_of(run.name):
        return "`fournil desk undo NUMBER` takes the correction back that says it"
    accepted = f"{{{hit.column}: {{kind: {hit.kind.name}, why: …, until: …}}}}"
    return f"drop or generalise the column; where it names nobody, say so: `accept: {accepted}`"


def _severity(run: TableRun, hit: Hit) -> Severity:
    """That of the kind; but names in an open column refuse where rows tell of people."""
    declared = run.declared.columns.get(hit.column)
    opened = declared is not None and declared.role == "open"
    if hit.kind is NAME and opened and run.of_people:
        return "blocker"
    return hit.kind.severity


def _accepted(run: TableRun, hit: Hit, as_of: date) -> bool:
    """Whether a person accepted this kind in this column, and that still holds."""
    until = _expired(run, hit)
    return until is not None and as_of <= until


def _expired(run: TableRun, hit: Hit) -> date | None:
    """Until when a person accepted this kind in this column."""
    accepted = run.declared.accept.get(hit.column)
    return accepted.until if accepted and hit.kind.name in accepted.kind else None


def _agreed(run: TableRun, hit: Hit) -> bool:
    """Whether people agreed to be listed by what is found, and nobody could call them with it."""
    return hit.column in covered(run.declared) and hit.kind.severity == "warning"


def _amount(hit: Hit) -> str:
    if hit.values == 1:
        return "1 value looks"
    measure = {"exactly": "", "about": "about ", "over": "over "}[hit.measure]
    return f"{measure}{hit.values} values look"


def _read_only(
    run: TableRun, hits: Iterable[Hit], seen: set[tuple[str, str]], inspection: Inspection
) -> Iterator[Problem]:
    """What stands in columns as read and did not leave: a technique or its rows kept it back."""
    for hit in hits:
        if (hit.column, hit.kind.name) in seen:
            continue
        _note(inspection, run, hit, "read")
        expected = run.declared.columns[hit.column].dropped or _agreed(run, hit)
        if not expected and not _accepted(run, hit, inspection.as_of):
            yield Problem(
                f"personal-{hit.kind.name}",
                f"{run.name}.{hit.column}, as read",
                f"{_amount(hit)} like {hit.kind.words}; none of them leaves this time",
                "drop or generalise the column before one does",
                "warning",
                run.of_people,
            )


def _only_read(run: TableRun) -> dict[str, Column]:
    """The columns whose values as read are not those that were scanned on their way out."""
    table = run.declared
    return {
        name: column
        for name, column in table.columns.items()
        if name != table.contributor and (column.protect is not None or table.mode != "things")
    }


def _off_grid(run: TableRun, table: PublishedTable) -> Iterator[Problem]:
    """Coordinates that are finer than the grid they were declared on."""
    for name in table.declared.published:
        declared = run.declared.columns.get(name)
        grid = declared.protect.parameters if declared and declared.protect else None
        if not isinstance(grid, Grid) or name not in table.rows.columns:
            continue
        cells = table.rows[name] / grid.size
        off = ((cells - cells.floor() - 0.5).abs() > 0.01).sum().to_pyarrow().as_py()
        if off:
            yield Problem(
                "personal-coordinates",
                f"{table.name}.{name}",
                f"{off} values are finer than the declared grid of {grid.size} degrees",
                "nothing is published until the grid is applied: this is a fault of Fournil",
            )
