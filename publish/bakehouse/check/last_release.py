"""A table of things beside what it was in the last release: both as the text that CSV has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import PublishedTable
from publish.bakehouse.protect.taken_along import TakenAlong
from publish.bakehouse.read.exports import headers
from publish.declare.declaration import Table
from publish.release.change import Change
from publish.release.table import Table as Released
from publish.words.sql import quoted

NUMBERS = ("integer", "number")
TOLD = 0.1
"""A smaller loss of values is what services do."""


@dataclass(frozen=True)
class Stats:
    """What a column is like: how many values, about how many different ones, their range.

    `share` is that of the rows that have a value; `least` and `most` are numbers, None of texts.
    """

    share: float
    distinct: int
    least: float | None
    most: float | None


@dataclass(frozen=True)
class Pair:
    """A table now and in the last release; `columns` are those of both that mean the same."""

    table: PublishedTable
    last: Released
    columns: tuple[str, ...]
    before: Any
    after: Any
    place: Workspace
    along: TakenAlong = field(default_factory=TakenAlong)

    @property
    def key(self) -> tuple[str, ...]:
        """The primary key, where it is the same on both sides; else none."""
        key = self.table.declared.primary_key
        return key if key == self.last.primary_key and set(key) <= set(self.columns) else ()

    @cached_property
    def was(self) -> Mapping[str, Stats]:
        """The columns in the last release."""
        return self._stats(self.before, self.last.rows)

    @cached_property
    def now(self) -> Mapping[str, Stats]:
        """The columns now."""
        return self._stats(self.after, self.table.count)

    def share(self, column: str) -> float:
        """The share of the rows that have a value, had nobody withdrawn since."""
        rows, left = self.table.count + self.along.rows, self.along.cells.get(column, 0)
        return (self.now[column].share * self.table.count + left) / rows if rows else 0.0

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement on `{before}` and `{after}`."""
        filled = self.place.filled(statement, before=self.before, after=self.after)
        return self.place.sql(filled)

    def _stats(self, rows: Any, count: int) -> dict[str, Stats]:
        asked = ", ".join(map(_asked, self.columns))
        [found] = self.place.sql(f"SELECT {asked} FROM {rows.get_name()}")  # noqa: S608
        fours = [found[start : start + 4] for start in range(0, len(found), 4)]
        return {
            name: Stats(values / count if count else 0.0, distinct, least, most)
            for name, (values, distinct, least, most) in zip(self.columns, fours, strict=True)
        }


def pairs(inspection: Inspection) -> Iterator[Pair]:
    """The tables of things that the last release has too."""
    place, folder = inspection.place, inspection.last_folder
    if place is None or folder is None:
        return
    for run in inspection.tables.values():
        last, table = inspection.previous_table(run.name), inspection.published.get(run.name)
        if run.of_people or last is None or table is None:
            continue
        columns = tuple(name for name in fed(run.declared) if _same(name, table, last))
        if columns:
            before = place.texts(folder / last.path, list(last.columns))
            texts = {name: table.rows[name].cast("string").nullif("") for name in columns}
            after = table.rows.select(**texts)
            kept = (place.kept("last", before.select(*columns)), place.kept("now", after))
            yield Pair(table, last, columns, *kept, place, inspection.taken_along(run.name))


def dropped_mappings(inspection: Inspection) -> Iterator[Change]:
    """Columns that some source does not have (`from: {column: null}`) and that lost values so."""
    place, folder = inspection.place, inspection.last_folder
    for run in inspection.tables.values():
        last, table = inspection.previous_table(run.name), inspection.published.get(run.name)
        if place is None or folder is None or last is None or table is None:
            continue
        columns = [name for name in table.declared.published if name in last.columns]
        columns = [name for name in columns if name not in fed(run.declared)]
        if columns:
            before = _filled(place.texts(folder / last.path, list(last.columns)), columns)
            now = _filled(table.rows, columns)
            for column in columns:
                if now[column] < (1 - TOLD) * before[column]:
                    shares = (f"{before[column]:.0%}", f"{now[column]:.0%}")
                    yield Change("column-emptied", f"{run.name}.{column}", *shares)


def _filled(rows: Any, columns: list[str]) -> dict[str, float]:
    """The share of the rows (Ibis) that have a value in each column."""
    counts = {name: rows[name].count() for name in columns}
    [found] = rows.aggregate(_rows=rows.count(), **counts).to_pyarrow().to_pylist()
    return {name: found[name] / found["_rows"] if found["_rows"] else 0.0 for name in columns}


def fed(table: Table) -> list[str]:
    """The columns that leave and that every source has."""
    has = [{*headers(table, source), *source.constants} for source in table.sources]
    return [name for name in table.published if all(name in one for one in has)]


def _same(name: str, table: PublishedTable, last: Released) -> bool:
    """Whether a column was there and its values meant the same."""
    if name not in last.columns:
        return False
    was, column = last.columns[name], table.declared.columns[name]
    technique = column.protect.technique if column.protect else None
    declared = (column.type in NUMBERS, column.unit_texts.get("fr"), technique)
    return (was.is_number, was.unit, was.protection) == declared


def _asked(name: str) -> str:
    number = f"try_cast({quoted(name)} AS DOUBLE)"
    return (
        f"count({quoted(name)}), approx_count_distinct({quoted(name)}), min({number}), "
        f"max({number})"
    )
