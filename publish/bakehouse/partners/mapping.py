"""A partner's file as ours: an export whose headers are our columns, each row with its origin."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.cooking import NOTHING, UNKNOWN, WRONG, Cooking, gone, standing
from publish.bakehouse.partners.given import headers_of
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.recipes.step import Beside
from publish.bakehouse.partners.swapped import swapped
from publish.bakehouse.read.exports import Export, Reject
from publish.declare.declaration import Source, Table
from publish.declare.merged_columns import LICENSE, SOURCE, SOURCE_ID, UPDATED
from publish.declare.partner import MapRule
from publish.errors import SourceError
from publish.release.rejects import Reason
from publish.words.sql import literal, quoted

DAY_ALONE = r"^(\d{4}-\d{2}-\d{2})[T ].*$"
_MAPPED = """
SELECT * EXCLUDE (_why) FROM (
    SELECT *, CASE WHEN _wrong IS NOT NULL THEN _wrong
        WHEN coalesce(trim(_own), '') = '' THEN {required}
        WHEN row_number() OVER (PARTITION BY _own, _wrong IS NULL ORDER BY _record) > 1 THEN {twice}
        END AS _why
    FROM {rows}) WHERE {which} ORDER BY _record
"""


@dataclass(frozen=True)
class MapReport:
    """What is told of a partner's file beside its rows.

    `new` are their headers that nothing names, `gone` their headers that a column needs: where
    there are any, its rows are not to be used. `unknown` counts words that a lookup does not have,
    by our column and their word; `swapped` the points of our columns whose degrees are swapped.
    """

    headers: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unknown: Mapping[tuple[str, str], int] = field(default_factory=dict)
    swapped: Mapping[str, int] = field(default_factory=dict)


def mapped(
    harvested: Harvested, export: Export, table: Table, place: Workspace, folder: Path | None = None
) -> tuple[Source, Export, MapReport]:
    """A partner's export under our columns, how it is read so, and what is told of it.

    `folder` is that of the partners' files, where words are looked up. Raises SourceError for one
    that cannot be read whole, DeclarationError where a lookup has no file.
    """
    rows = _Mapped(harvested, export, table, place, folder or Path())
    names = tuple(table.columns)
    ours = Export(
        export.file, rows.table, names, export.records, rows.refused, rows.lines, export.remarks
    )
    told = MapReport(
        export.headers,
        tuple(_new(harvested, export)),
        tuple(_gone(harvested, export)),
        rows.unknown,
        swapped(table, rows.table, place),
    )
    return table.read_as[-1], ours, told


def _new(harvested: Harvested, export: Export) -> Iterator[str]:
    named = {name.casefold() for name in headers_of(harvested.declared)}
    unused = [f"{name.casefold()}." for name in harvested.declared.unused]
    for header in export.headers:
        name = header.casefold()
        if name not in named and not any(map(name.startswith, unused)):
            yield header


def _gone(harvested: Harvested, export: Export) -> list[str]:
    """The headers without which a column has no values any more, or a row no name."""
    partner = harvested.declared
    lost = [header for header in partner.id if header not in export.headers]
    for rule in _rules(harvested).values():
        lost += gone(rule, export.headers)
    return [*dict.fromkeys(lost)]


def _rules(harvested: Harvested) -> dict[str, MapRule]:
    """What is made of a partner's cells, but for what is not open: that is never looked at."""
    partner = harvested.declared
    closed = {name for name, openness in partner.openness.items() if openness != "open"}
    updated = {UPDATED: partner.updated} if partner.updated else {}
    return {name: of for name, of in partner.map.items() if name not in closed} | updated


@dataclass
class _Mapped:
    """The rows of an export under our columns, with the number of each record."""

    harvested: Harvested
    export: Export
    declared: Table
    place: Workspace
    folder: Path

    @cached_property
    def table(self) -> Any:
        """The rows that fit."""
        asked = self._asked("* EXCLUDE (_why, _wrong, _unknown)", "_why IS NULL")
        return self.place.made("mapped", asked)

    @cached_property
    def unknown(self) -> Mapping[tuple[str, str], int]:
        """How many rows hold each word that is not known, by column and word."""
        asked = f"SELECT unnest({UNKNOWN}) AS said FROM {{rows}}"  # noqa: S608
        counted = f"SELECT said, count(*) FROM ({asked}) GROUP BY ALL ORDER BY 2 DESC, 1"  # noqa: S608
        told = self.place.sql(self.place.filled(counted, rows=self._all))
        pairs = [(said.split("\t", 1), rows) for said, rows in told]
        return Counter({(column, word): rows for (column, word), rows in pairs})

    def refused(self) -> list[Reject]:
        """The records that the reader left out, those that do not fit, those without an id."""
        wrong = self.place.sql(self._asked("_record, _why", "_why IS NOT NULL"))
        lines = self.export.lines([record for record, _ in wrong])
        ours = [self._reject(line, why) for line, (_, why) in zip(lines, wrong, strict=True)]
        return [*self.export.refused(), *ours]

    def _reject(self, line: int, why: str) -> Reject:
        column, code, *values = why.split("\t")
        return Reject(self.export.file, line, column, Reason(code, *values))

    def _asked(self, wanted: str, which: str) -> str:
        key = self.declared.primary_key[0]
        reasons = {code: literal(f"{key}\t{code}") for code in ("required", "id-twice")}
        asked = _MAPPED.replace("* EXCLUDE (_why)", wanted, 1)
        return self.place.filled(
            asked,
            rows=self._all,
            which=which,
            required=reasons["required"],
            twice=reasons["id-twice"],
        )

    def lines(self, numbers: Sequence[int]) -> list[int]:
        """The line in their file of each mapped row."""
        asked = self.place.filled("SELECT rowid, _record FROM {rows}", rows=self.table)
        records = dict(self.place.sql(f"{asked} WHERE list_contains($n, rowid)", {"n": [*numbers]}))
        return self.export.lines([records[number] for number in numbers])

    @cached_property
    def _all(self) -> Any:
        try:
            cells = ", ".join(f"{quoted(one)} AS {standing(one)}" for one in self.export.headers)
            asked = "SELECT {cells} FROM {rows}"
            staged = self.place.table("staged", asked, cells=cells, rows=self.export.table)
        except duckdb.OutOfMemoryException:
            raise  # no fault of the file
        except duckdb.Error as error:
            # Its words may hold cells of any column, so they are not shown.
            raise SourceError(
                f"{self.export.file}: cannot be read whole ({type(error).__name__}); "
                "it is damaged or in another format than declared"
            ) from None
        cooked = self._cooking().cells(staged, self.place)
        cells = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in self._cells().items())
        asked = (
            f"SELECT c._record, {self._own()} AS _own, c.{WRONG}, c.{UNKNOWN}, {cells} "  # noqa: S608
            f"FROM {staged.get_name()} AS s JOIN {cooked.get_name()} AS c ON c._record = s.rowid"
        )
        whole = self.place.made("all_of_it", asked)
        for part in (staged, cooked):
            # The database holds a block of each column, and partners are many.
            self.place.sql(f"DROP TABLE {part.get_name()}")
        return whole

    def _cooking(self) -> Cooking:
        around = Beside(folder=self.folder, partner=self.harvested.partner)
        missing = self.harvested.declared.missing_values
        return Cooking(_rules(self.harvested), self.export.headers, self.declared, around, missing)

    def _own(self) -> str:
        """SQL: their name of a row."""
        there = [f"s.{standing(header)}" for header in self.harvested.declared.id]
        if not set(self.harvested.declared.id) <= set(self.export.headers):
            return NOTHING
        if len(there) == 1:
            return f"concat_ws('/', {there[0]})"
        # As parts of a JSON Pointer are, so that `a/b` and `c` are not `a` and `b/c`.
        parts = (f"replace(replace(coalesce({of}, ''), '~', '~0'), '/', '~1')" for of in there)
        return f"rtrim(concat_ws('/', {', '.join(parts)}), '/')"

    def _cells(self) -> dict[str, str]:
        """SQL of each of our columns."""
        partner, name = self.harvested.declared, self.harvested.partner
        given = {one: f"c.{quoted(one)}" for one in _rules(self.harvested)}
        own, day = self._own(), given.get(UPDATED, NOTHING)
        ours = {
            self.declared.primary_key[0]: f"{literal(f'{name}/')} || {own}",
            SOURCE: f"to_json([{literal(name)}])::VARCHAR",
            SOURCE_ID: f"to_json([{own}])::VARCHAR",
            LICENSE: f"to_json([{literal(partner.license)}])::VARCHAR",
            UPDATED: f"regexp_replace({day}, '{DAY_ALONE}', '\\1')",
        }
        return {**dict.fromkeys(self.declared.columns, NOTHING), **given, **ours}
