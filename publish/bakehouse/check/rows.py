"""Checks on the rows that would be published: enough of them, values that fit."""

from collections.abc import Iterator
from typing import Any

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.corrections import added_then
from publish.errors import Problem
from publish.release.table import Table as Released

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


def rejected_rows(inspection: Inspection) -> Iterator[Problem]:
    """More rows failed typing than `rejects: {max: …}` allows; fewer are a warning.

    Of partners' rows all are a warning: one partner's mistakes stop nothing.
    """
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
                "blocker" if total > allowed and not run.declared.partners else "warning",
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
        large = {n: _large(table.rows[n]).sum().fill_null(0) for n in names}
        [counts] = table.rows.agg(**large).to_pyarrow().to_pylist()
        for name in filter(counts.get, names):
            yield Problem(
                "large-integers",
                f"{table.name}.{name}",
                f"{counts[name]} values of 2^53 or more, which JavaScript rounds as it reads JSON",
                "declare `type: string` to publish them as text",
                "warning",
            )


def _large(value: Any) -> Any:
    # Without abs(): the least integer of 64 bits has no positive one.
    return (value >= 2**53) | (value <= -(2**53))


def empty_table(inspection: Inspection) -> Iterator[Problem]:
    """A table without a row, unless all of it waits, is a broken export until told otherwise.

    Not one of which all was withdrawn by those who made it.
    """
    waiting = {settled.part for settled in inspection.waiting}
    for table in inspection.published.values():
        last = inspection.previous_table(table.name)
        left = inspection.taken_along(table.name).rows or (last is not None and not last.rows)
        right = table.may_be_empty or inspection.taken_out(table.name) or left
        if table.name not in waiting and not right and not table.count:
            yield Problem(
                "empty-table",
                table.name,
                "no row to publish",
                "ask the producer for a whole export",
            )


def shrunk_table(inspection: Inspection) -> Iterator[Problem]:
    """A table that lost more of its rows than `shrink: {max: …}` since the last release.

    What people added, and may take back, are no rows of its exports; nor counts what is taken out
    because a partner's agreement is over, or with those who withdrew it.
    """
    waiting = {settled.part for settled in inspection.waiting}
    for table in inspection.published.values():
        if table.name in waiting:
            continue
        last = inspection.previous_table(table.name)
        gone = inspection.taken_out(table.name) + inspection.taken_along(table.name).rows
        before = last.rows - _added_then(inspection, table.name, last) - gone if last else 0
        after = table.count - table.added
        if before > 0 and before - after > table.declared.shrink.max * before:
            yield Problem(
                "shrunk-table",
                table.name,
                f"{after} rows, {before} in the last release: more than "
                f"{table.declared.shrink.max:.0%} fewer",
                "check that the export is whole; if it is, raise `shrink: {max: …}` for this once",
            )


def _added_then(inspection: Inspection, name: str, last: Released) -> int:
    """How many rows of a table in the last release were added at the desk."""
    if not (inspection.previous and inspection.last_folder and inspection.place):
        return 0
    release = (inspection.previous.tables, inspection.last_folder)
    return added_then(release, name, last.primary_key, inspection.place)
