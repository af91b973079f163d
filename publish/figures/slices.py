"""Facets of a large table as bits, baked: what conditions leave is counted in milliseconds.

Each value of a column has a number, and each binary digit of these numbers is one whole number of
as many bits as there are rows (a bit-sliced index: O'Neil and Quass, 1997). The rows lie in the
order of the column with the most values, of which it is enough to know where each one ends.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, compress, pairwise, repeat
from typing import Any, NamedTuple

from publish.figures.asking import Lines, Query
from publish.figures.tally import Numbers, Tally
from publish.words.json import json_of
from publish.words.sql import sql_name

# Values, or years or months, that are counted one by one.
MOST_COUNTED = 512
# Conditions whose rows are kept, each a bit a row.
MOST_KEPT = 16
SQL_TYPES = {"integer": "integer", "boolean": "integer", "string": "text", "date": "text"}
Select = Callable[[Query], Lines]


class Part(NamedTuple):
    """The rows of some values that are labelled alike, as bits."""

    label: Hashable
    rows: int


@dataclass(frozen=True)
class SlicedColumn:
    """A column: its values in order, and the digits of their numbers, the last first."""

    type: str
    values: Sequence[Any]
    slices: Sequence[int]

    @cached_property
    def codes(self) -> Sequence[int]:
        """The number of each value."""
        return codes_of(self.values, self.type)

    def parts(self, labels: Sequence[Hashable], rows: int) -> Iterator[Part]:
        """Some rows, parted by the labels of their values; as few parts as numbers allow."""
        changes = [0, *accumulate(one != two for one, two in pairwise(labels))]
        todo = [(0, len(labels), len(self.slices), rows)]
        while todo:
            first, last, digit, held = todo.pop()
            if first == last or not held:
                continue
            if changes[first] == changes[last - 1]:
                yield Part(labels[first], held)
                continue
            digit -= 1
            middle = bisect_left(self.codes, (self.codes[first] >> digit | 1) << digit, first, last)
            ones = held if middle == first else held & self.slices[digit] if middle < last else 0
            todo += [(first, middle, digit, held ^ ones), (middle, last, digit, ones)]

    def having(self, wanted: Collection[Any], rows: int) -> int:
        """Those of some rows that have one of the values."""
        flags = [value in wanted for value in self.values]
        found = 0
        for part in self.parts(flags, rows):
            found |= part.rows if part.label else 0
        return found

    def counted(self, length: int | None, rows: int) -> Numbers | None:
        """How many of some rows have each value; None where there are too many values."""
        labels = _labels(self.values, length)
        if len(set(labels)) > MOST_COUNTED:
            return None
        numbers: Numbers = Counter()
        for part in self.parts(labels, rows):
            numbers[part.label] += part.rows.bit_count()
        return numbers


@dataclass(frozen=True)
class SortedColumn:
    """The column that the rows lie in the order of: its values, and the row behind each one's."""

    values: Sequence[Any]
    ends: Sequence[int]

    @cached_property
    def places(self) -> Mapping[Any, int]:
        """Where each value stands among the others."""
        return {value: place for place, value in enumerate(self.values)}

    def having(self, wanted: Collection[Any], rows: int) -> int:
        """Those of some rows that have one of the values."""
        runs: list[tuple[int, int]] = []
        for place in sorted(self.places[value] for value in wanted):
            begin = self.ends[place - 1] if place else 0
            if runs and runs[-1][1] == begin:
                begin, _ = runs.pop()
            runs.append((begin, self.ends[place]))
        found = 0
        for begin, end in runs:
            found |= (1 << end) - (1 << begin)
        return rows & found

    def counted(self, length: int | None, rows: int) -> Numbers | None:
        """How many of some rows have each value; None for the starts of values."""
        if length is not None:
            return None
        total = self.ends[-1] if self.ends else 0
        digits = f"{rows:0{total}b}".encode()
        # The first row is the last digit.
        after = [total - end for end in self.ends]
        found = list(map(digits.count, repeat(b"1"), after, chain((total,), after)))
        return Counter(dict(compress(zip(self.values, found, strict=True), found)))


@dataclass(frozen=True)
class Slices:
    """The facets of a table of so many rows."""

    table: str
    rows: int
    columns: Mapping[str, SlicedColumn | SortedColumn]
    _known: dict[str, int] = field(default_factory=dict)

    def lines(self, tally: Tally, select: Select) -> Lines | None:
        """What the query of a tally would give; None where the slices do not tell.

        `select` asks the database which values conditions leave, of those there are.
        """
        if not tally.held.keys() <= self.columns.keys():
            return None
        rows = (1 << self.rows) - 1
        for name, condition in tally.held.items():
            rows &= self._having(name, condition, select)
        if tally.column is None:
            return tally.lines(Counter({None: rows.bit_count()}))
        column = self.columns.get(tally.column)
        numbers = column.counted(tally.length, rows) if column else None
        return None if numbers is None else tally.lines(numbers)

    def _having(self, name: str, condition: Query, select: Select) -> int:
        """The rows that a condition leaves: kept a while, for all facets of a page ask."""
        if (known := self._known.get(condition.key)) is not None:
            return known
        wanted = self._wanted(name, condition, select)
        found = self.columns[name].having(wanted, (1 << self.rows) - 1)
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        self._known[condition.key] = found
        return found

    def _wanted(self, name: str, condition: Query, select: Select) -> set[Any]:
        column, parameters = self.columns[name], dict(condition.parameters)
        source = sql_name(self.table)
        # SQLite reads numbers with a point a little differently from JSON.
        if isinstance(column, SlicedColumn) and (type := SQL_TYPES.get(column.type)):
            source = (
                f"(select cast(value as {type}) as {sql_name(name)} from json_each(:values_of))"  # noqa: S608
            )
            parameters["values_of"] = json.dumps(column.values)
        sql = f"select distinct {sql_name(name)} from {source} where {condition.sql}"  # noqa: S608
        return {value for (value,) in select(Query(sql, parameters))}


def _labels(values: Sequence[Any], length: int | None) -> Sequence[Any]:
    if length is None:
        return values
    return [value and value[:length] for value in values]


def codes_of(values: Sequence[Any], type: str) -> Sequence[int]:
    """The numbers of values that lie in order; those of dates have year, month and day in them."""
    if type != "date":
        return range(len(values))
    first = min((int(value[:4]) for value in values if value), default=0)
    return [_day(value, first) if value else 0 for value in values]


def _day(value: str, first: int) -> int:
    return (int(value[:4]) - first + 1) << 9 | int(value[5:7]) << 5 | int(value[8:10])


def read_slices(told: bytes) -> dict[str, Slices]:
    """Table -> its slices: a line of JSON, then the bits, eight rows a byte."""
    head, _, bits = told.partition(b"\n")
    found, at = {}, 0
    for table, said in json_of(head or b"{}").items():
        size, columns = (said["rows"] + 7) // 8, {}
        for name, one in said["columns"].items():
            places = [at + size * digit for digit in range(one["digits"])]
            slices = [int.from_bytes(bits[place : place + size], "little") for place in places]
            at += size * len(slices)
            columns[name] = (
                SlicedColumn(one["type"], one["values"], slices)
                if slices
                else SortedColumn(one["values"], one["ends"])
            )
        found[table] = Slices(table, said["rows"], columns)
    return found
