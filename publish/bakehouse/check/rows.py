"""Checks on the rows that would be published: enough of them, keys that hold, values that fit."""

from collections.abc import Iterator
from typing import Any

import ibis

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.modes.protected import PublishedTable
from publish.declare.declaration import ForeignKey
from publish.errors import Problem

# What is published a little otherwise than it was read (docs/declare.md), and the way out.
CHOICES = {
    "rounded-number": (
        "have more digits than a number holds, and are published as the nearest one",
        "declare `type: string` to keep all digits",
    ),
    "cut-fraction": (
        "are finer than a microsecond, and are published without the rest",
        "declare `type: string` to keep all digits",
    ),
    "hour-twice": (
        "are of an hour that clocks showed twice, and are published as the second (winter time)",
        "export times with their offset, as in 2026-10-25T02:30:00+02:00",
    ),
}


def _count(table: Any) -> int:
    return int(table.count().to_pyarrow().as_py())


def rejected_rows(inspection: Inspection) -> Iterator[Problem]:
    """More rows failed typing than `rejects: {max: …}` allows; fewer are a warning."""
    for run in inspection.tables.values():
        total, allowed = run.shaped.rejected.total(), run.declared.rejects.max
        if not total:
            continue
        for (column, reason), rows in sorted(run.shaped.rejected.items()):
            lines = [
                f"{sample.file}:{sample.line}"
                for sample in run.shaped.samples
                if (sample.column, sample.reason) == (column, reason)
            ]
            place, what = (f"{run.name}.{column}", "the value ") if column else (run.name, "")
            yield Problem(
                "rejected-rows",
                place,
                f"{rows} rows rejected: {what}{reason} ({', '.join(lines[:3])})",
                f"mend the export or the declaration, or allow `rejects: {{max: {total}}}`",
                "blocker" if total > allowed else "warning",
                run.of_people,
            )


def published_otherwise(inspection: Inspection) -> Iterator[Problem]:
    """Values that are published a little otherwise than they were read, by a written choice."""
    for run in inspection.tables.values():
        for (column, code), values in sorted(run.shaped.otherwise.items()):
            what, fix = CHOICES[code]
            place = f"{run.name}.{column}"
            yield Problem(code, place, f"{values} values {what}", fix, "warning", run.of_people)


def large_integers(inspection: Inspection) -> Iterator[Problem]:
    """Integers over 2^53, which JavaScript and its like round when they read JSON."""
    for table in inspection.published.values():
        names = [n for n in table.declared.published if table.rows[n].type().is_integer()]
        if not names:
            continue
        large = {n: (table.rows[n].abs() >= 2**53).sum().fill_null(0) for n in names}
        [counts] = table.rows.agg(**large).to_pyarrow().to_pylist()
        for name in filter(counts.get, names):
            yield Problem(
                "large-integers",
                f"{table.name}.{name}",
                f"{counts[name]} values of 2^53 or more, which JavaScript rounds as it reads JSON",
                "declare `type: string` to publish them as text",
                "warning",
            )


def empty_table(inspection: Inspection) -> Iterator[Problem]:
    """A table without a row, unless all of it waits, is a broken export until told otherwise."""
    waiting = {settled.part for settled in inspection.waiting}
    for table in inspection.published.values():
        if table.name not in waiting and not table.count:
            yield Problem(
                "empty-table",
                table.name,
                "no row to publish",
                "ask the producer for a whole export",
            )


def shrunk_table(inspection: Inspection) -> Iterator[Problem]:
    """A table that lost more of its rows than `shrink: {max: …}` since the last release."""
    waiting = {settled.part for settled in inspection.waiting}
    for table in inspection.published.values():
        if table.name in waiting:
            continue
        last = inspection.previous_table(table.name)
        before = last.rows if last else 0
        after = table.count
        if before and before - after > table.declared.shrink.max * before:
            yield Problem(
                "shrunk-table",
                table.name,
                f"{after} rows, {before} in the last release: more than "
                f"{table.declared.shrink.max:.0%} fewer",
                "check that the export is whole; if it is, raise `shrink: {max: …}` for this once",
            )


def duplicate_key(inspection: Inspection) -> Iterator[Problem]:
    """Primary keys name one row each and are never missing; `unique` values occur once."""
    for table in inspection.published.values():
        keys = [table.declared.primary_key] if table.declared.primary_key else []
        unique = [(n,) for n, c in table.declared.published.items() if c.constraints.unique]
        for key in (*keys, *(one for one in unique if one not in keys)):
            yield from _duplicates(table, key, primary=key in keys)


def _duplicates(table: PublishedTable, key: tuple[str, ...], *, primary: bool) -> Iterator[Problem]:
    place = f"{table.name}.{'+'.join(key)}"
    groups = table.rows.group_by(list(key)).agg(_rows=ibis._.count())
    missing = groups.filter(*[groups[column].notnull() for column in key])
    repeated = _count(missing.filter(missing["_rows"] > 1))
    if repeated:
        kind = "primary key" if primary else "unique column"
        yield Problem(
            "duplicate-key",
            place,
            f"{repeated} values of this {kind} occur more than once",
            "ask the producer which row is right, or declare another key",
        )
    if primary and (nulls := table.count - int(_rows(missing))):
        yield Problem(
            "missing-key", place, f"{nulls} rows have no value here", "a primary key is never empty"
        )


def _rows(groups: Any) -> int:
    return groups["_rows"].sum().to_pyarrow().as_py() or 0


def broken_foreign_key(inspection: Inspection) -> Iterator[Problem]:
    """Values that point to no row of the other table."""
    for table in inspection.published.values():
        for key in table.declared.foreign_keys:
            place = f"{table.name}.{'+'.join(key.columns)}"
            target = inspection.published.get(key.references.table)
            if target is None:
                yield _without_target(place, key.references.table)
            elif orphans := _orphans(table, key, target):
                columns = f"{target.name}.{'+'.join(key.references.columns)}"
                yield Problem(
                    "broken-foreign-key",
                    place,
                    f"{orphans} rows point to no row of {columns}",
                    "export both tables at the same moment, or drop the foreign key",
                )


def _without_target(place: str, table: str) -> Problem:
    what = f"it points to {table}, whose rows are not published"
    return Problem("broken-foreign-key", place, what, "drop the foreign key")


def _orphans(table: PublishedTable, key: ForeignKey, target: PublishedTable) -> int:
    pointing = table.rows.filter(*[table.rows[column].notnull() for column in key.columns])
    pairs = list(zip(key.columns, key.references.columns, strict=True))
    return _count(pointing.anti_join(target.rows, pairs))
