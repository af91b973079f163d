"""A partner's file as ours: an export whose headers are our columns, each row with its origin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.given import headers_of
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.read.exports import Export, Reject
from publish.declare.declaration import Source, Table
from publish.declare.merged_columns import LICENSE, SOURCE, SOURCE_ID, UPDATED
from publish.declare.partner import MapRule
from publish.errors import SourceError
from publish.release.rejects import Reason
from publish.words.sql import literal, quoted

NOTHING = "CAST(NULL AS VARCHAR)"
DAY_ALONE = r"^(\d{4}-\d{2}-\d{2})[T ].*$"
_MAPPED = """
SELECT * EXCLUDE (_wrong) FROM (
    SELECT *, CASE WHEN coalesce(trim(_own), '') = '' THEN 'required'
        WHEN row_number() OVER (PARTITION BY _own ORDER BY _record) > 1 THEN 'id-twice'
        END AS _wrong
    FROM {rows}) WHERE {which} ORDER BY _record
"""


@dataclass(frozen=True)
class MapReport:
    """What is told of a partner's file beside its rows.

    `new` are their headers that nothing names, `gone` our columns of which no header is there:
    where there are any, its rows are not to be used.
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def mapped(
    harvested: Harvested, export: Export, table: Table, place: Workspace
) -> tuple[Source, Export, MapReport]:
    """A partner's export under our columns, how it is read so, and what is told of it.

    Raises SourceError for one that cannot be read whole.
    """
    told = MapReport(tuple(_new(harvested, export)), tuple(_gone(harvested, export)))
    rows = _Mapped(harvested, export, table, place)
    names = tuple(table.columns)
    ours = Export(
        export.file, rows.table, names, export.records, rows.refused, rows.lines, export.remarks
    )
    return table.read_as[-1], ours, told


def _new(harvested: Harvested, export: Export) -> Iterator[str]:
    named = {name.casefold() for name in headers_of(harvested.declared)}
    return (header for header in export.headers if header.casefold() not in named)


def _gone(harvested: Harvested, export: Export) -> Iterator[str]:
    rules = harvested.declared.map
    yield from (name for name, rule in rules.items() if _header(rule.headers, export) is None)
    if not set(harvested.declared.id) <= set(export.headers):
        yield SOURCE_ID


def _header(candidates: Sequence[str], export: Export) -> str | None:
    return next((header for header in candidates if header in export.headers), None)


@dataclass
class _Mapped:
    """The rows of an export under our columns, with the number of each record."""

    harvested: Harvested
    export: Export
    declared: Table
    place: Workspace

    @cached_property
    def table(self) -> Any:
        """The rows that fit."""
        return self.place.table("mapped", _MAPPED, rows=self._all, which="_wrong IS NULL")

    def refused(self) -> list[Reject]:
        """The records that the reader left out, and those without an id of their own."""
        asked = _MAPPED.replace("SELECT * EXCLUDE (_wrong)", "SELECT _record, _wrong")
        wrong = self.place.sql(self.place.filled(asked, rows=self._all, which="_wrong IS NOT NULL"))
        lines = self.export.lines([record for record, _ in wrong])
        key, file = self.declared.primary_key[0], self.export.file
        ours = [
            Reject(file, line, key, Reason(why))
            for line, (_, why) in zip(lines, wrong, strict=True)
        ]
        return [*self.export.refused(), *ours]

    def lines(self, numbers: Sequence[int]) -> list[int]:
        """The line in their file of each mapped row."""
        asked = self.place.filled("SELECT rowid, _record FROM {rows}", rows=self.table)
        records = dict(self.place.sql(f"{asked} WHERE list_contains($n, rowid)", {"n": [*numbers]}))
        return self.export.lines([records[number] for number in numbers])

    @cached_property
    def _all(self) -> Any:
        try:
            staged = self.place.table("staged", "FROM {rows}", rows=self.export.table)
        except duckdb.OutOfMemoryException:
            raise  # no fault of the file
        except duckdb.Error as error:
            # Its words may hold cells of any column, so they are not shown.
            raise SourceError(
                f"{self.export.file}: cannot be read whole ({type(error).__name__}); "
                "it is damaged or in another format than declared"
            ) from None
        cells = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in self._cells().items())
        asked = f"SELECT rowid AS _record, {self._own()} AS _own, {cells} FROM {staged.get_name()}"  # noqa: S608
        return self.place.made("all_of_it", asked)

    def _own(self) -> str:
        """SQL: their name of a row."""
        there = [quoted(header) for header in self.harvested.declared.id]
        known = set(self.harvested.declared.id) <= set(self.export.headers)
        return f"concat_ws('/', {', '.join(there)})" if known else NOTHING

    def _cells(self) -> dict[str, str]:
        """SQL of each of our columns."""
        partner, name = self.harvested.declared, self.harvested.partner
        given = {one: self._cell(rule) for one, rule in partner.map.items()}
        closed = {one for one, openness in partner.openness.items() if openness != "open"}
        own = self._own()
        day = self._cell(partner.updated) if partner.updated else NOTHING
        ours = {
            self.declared.primary_key[0]: f"{literal(f'{name}/')} || {own}",
            SOURCE: f"to_json([{literal(name)}])::VARCHAR",
            SOURCE_ID: f"to_json([{own}])::VARCHAR",
            LICENSE: f"to_json([{literal(partner.license)}])::VARCHAR",
            UPDATED: f"regexp_replace({day}, '{DAY_ALONE}', '\\1')",
        }
        nothing = dict.fromkeys([*self.declared.columns, *closed], NOTHING)
        return {**nothing, **{one: of for one, of in given.items() if one not in closed}, **ours}

    def _cell(self, rule: MapRule) -> str:
        header = _header(rule.headers, self.export)
        return NOTHING if header is None else quoted(header)
