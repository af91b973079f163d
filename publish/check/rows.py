"""Checks on the rows that would be published: enough of them, keys that hold, values that fit."""

from collections.abc import Iterator
from typing import Any

import ibis

from publish.check.inspection import Inspection
from publish.declaration import Coordinates, ForeignKey
from publish.errors import Problem
from publish.protect.leaving import Published


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
            )


def empty_table(inspection: Inspection) -> Iterator[Problem]:
    """A table without a row is a broken export until someone says otherwise."""
    for table in inspection.published.values():
        if not _count(table.rows):
            yield Problem(
                "empty-table",
                table.name,
                "no row to publish",
                "ask the producer for a whole export",
            )


def shrunk_table(inspection: Inspection) -> Iterator[Problem]:
    """A table that lost more of its rows than `shrink: {max: …}` since the last release."""
    for table in inspection.published.values():
        before = (inspection.previous_table(table.name) or {}).get("rows", 0)
        after = _count(table.rows)
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


def _duplicates(table: Published, key: tuple[str, ...], *, primary: bool) -> Iterator[Problem]:
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
    if primary and (nulls := _count(table.rows) - int(_rows(missing))):
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


def _orphans(table: Published, key: ForeignKey, target: Published) -> int:
    pointing = table.rows.filter(*[table.rows[column].notnull() for column in key.columns])
    pairs = list(zip(key.columns, key.references.columns, strict=True))
    return _count(pointing.anti_join(target.rows, pairs))


def coordinates(inspection: Inspection) -> Iterator[Problem]:
    """Declared pairs of coordinates: on the globe, not swapped, inside their bounds."""
    for table in inspection.published.values():
        for pair in table.declared.coordinates:
            yield from _coordinates(table, pair)


def _coordinates(table: Published, pair: Coordinates) -> Iterator[Problem]:
    place = f"{table.name}.{pair.lat}+{pair.lon}"
    lat, lon = table.rows[pair.lat], table.rows[pair.lon]
    off_globe = (lat.abs() > 90) | (lon.abs() > 180)
    findings = {"coordinates-off-globe": (off_globe, "off the globe", "degrees, WGS 84")}
    if pair.bounds:
        west, south, east, north = pair.bounds
        inside = lat.between(south, north) & lon.between(west, east)
        swapped = ~inside & lon.between(south, north) & lat.between(west, east)
        findings["coordinates-swapped"] = (swapped, "with latitude and longitude swapped", "")
        findings["coordinates-out-of-bounds"] = (
            ~inside & ~swapped & ~off_globe,
            "outside the declared bounds",
            "",
        )
    for code, (condition, what, hint) in findings.items():
        rows = _count(table.rows.filter(condition))
        if rows:
            yield Problem(code, place, f"{rows} rows {what}", hint, "warning")
