"""A broken export is seen in its columns: what had values a week ago and has none now."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.modes.protected import PublishedTable
from publish.bakehouse.read.exports import headers
from publish.declare.declaration import Table
from publish.errors import Problem
from publish.words.sql import quoted
from publish.words.sqlite import read_only

# A smaller loss of values is what services do; a column that few rows ever fill may do so too.
TOLD = 0.1
SEEN = 0.2
WAY_OUT = "check that the export is whole; if it is, raise `drift: {max: …}` for this once"


def emptied_column(inspection: Inspection) -> Iterator[Problem]:
    """A column of things that lost more of its values than `drift: {max: …}`, against its rows.

    A loss of more than a tenth is a warning, and a greater one that fewer than a fifth of the rows
    have, unless no value is left. What no source has is empty on purpose.
    """
    for run in inspection.tables.values():
        last = inspection.previous_table(run.name)
        table = inspection.published.get(run.name)
        if run.of_people or last is None or table is None or inspection.last_database is None:
            continue
        columns = [name for name in _fed(run.declared) if name in last.columns]
        if columns:
            before = _shares(_before(inspection.last_database, run.name, columns), last.rows)
            yield from _losses(table, before, _now(table, columns))


def _losses(
    table: PublishedTable, before: Mapping[str, float], now: Mapping[str, float]
) -> Iterator[Problem]:
    for column, share in before.items():
        lost = (share - now[column]) / share if share else 0.0
        if lost > min(TOLD, table.declared.drift.max):
            seen = share - now[column] >= SEEN or not now[column]
            yield Problem(
                "emptied-column",
                f"{table.name}.{column}",
                f"{now[column]:.0%} of the rows have a value, {share:.0%} in the last release",
                WAY_OUT,
                "blocker" if seen and lost > table.declared.drift.max else "warning",
            )


def _fed(table: Table) -> list[str]:
    """The columns that leave and that every source has."""
    fed = [{*headers(table, source), *source.constants} for source in table.sources]
    return [name for name in table.published if all(name in one for one in fed)]


def _before(database: Path, table: str, columns: Sequence[str]) -> Mapping[str, int]:
    counts = ", ".join(f"count({quoted(column)})" for column in columns)
    with closing(sqlite3.connect(read_only(database), uri=True)) as connection:
        row = connection.execute(f"select {counts} from {quoted(table)}").fetchone()  # noqa: S608
    return dict(zip(columns, row, strict=True))


def _now(table: PublishedTable, columns: Sequence[str]) -> Mapping[str, float]:
    counts = {column: table.rows[column].count() for column in columns}
    [found] = table.rows.aggregate(**counts).to_pyarrow().to_pylist()
    return _shares(found, table.count)


def _shares(counts: Mapping[str, int], rows: int) -> Mapping[str, float]:
    return {column: count / rows if rows else 0.0 for column, count in counts.items()}
