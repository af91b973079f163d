"""A chart by two columns: each mark of the first parted by the values of the second."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pkgutil import resolve_name
from typing import Any

from publish.declare.chart import CHARTS
from publish.declare.people_rules import PEOPLE
from publish.figures.asking import Asking, Query, WholeTable
from publish.figures.bars import in_order, labels
from publish.figures.chart import Ask, Figures, Mark, Part
from publish.figures.line import period_of
from publish.figures.specification import counts_people
from publish.words.sql import sql_name

# Values of the second column that colours tell apart; the others are one.
PARTS = 7
Key = tuple[Any, Any, bool]


def count(ask: Ask, most: int) -> Asking[Figures]:
    """The marks of the first column, and beside each the parts of the second."""
    count: Callable[[Ask, int], Asking[Figures]] = resolve_name(CHARTS[ask.wanted.kind].figures)
    whole = yield from count(replace(ask, wanted=replace(ask.wanted, split=None)), most)
    values, others, empty = yield from _values(ask)
    cells = yield from _cells(ask, whole, values)
    keys = [(value, False) for value in values]
    keys += [(None, False)] if empty else []
    keys += [(None, True)] if others else []
    return replace(
        whole,
        parts=tuple(_part(ask, whole, cells, value, other) for value, other in keys),
        part_labels=(yield from labels(ask, str(ask.wanted.split), values)),
    )


def _values(ask: Ask) -> Asking[tuple[list[Any], bool, bool]]:
    """The most frequent values of the second column, whether there are others, and rows without."""
    source, parameters = ask.source
    split = sql_name(str(ask.wanted.split))
    sql = (
        f"select {split}, count(*) {source} group by 1"
        f" order by {split} is null desc, 2 desc, 1 limit {PARTS + 2}"
    )
    found = [Mark(value, rows, rows) for value, rows in (yield Query(sql, parameters))]
    known = [mark for mark in found if mark.value is not None and mark.rows >= ask.wanted.least]
    first = in_order(ask, str(ask.wanted.split), known[:PARTS])
    stated = [mark for mark in found if mark.value is not None]
    return [mark.value for mark in first], len(stated) > len(first), len(stated) < len(found)


def _cells(ask: Ask, whole: Figures, values: Sequence[Any]) -> Asking[Mapping[Key, Mark]]:
    """What each value of the first column has of each of the second, or of all other ones."""
    source, parameters = ask.source
    key = period_of(ask.column, whole.step) if whole.step else ask.column
    measured, weight = (
        sql_name(name) if name else "null" for name in (ask.wanted.measured, ask.weight)
    )
    split = sql_name(str(ask.wanted.split))
    named = "(select value from json_each(:parts))"
    picked = (
        f"from (select {key} as key, iif({split} in {named}, {split}, null) as part,"  # noqa: S608
        f" {split} is not null and {split} not in {named} as other, {measured} as measured,"
        f" {weight} as weight"
        f" {source}) where key in (select value from json_each(:keys))"
    )
    values_of, grouped, amount = ask.grouped(["key", "part", "other"], picked, "measured", "weight")
    sql = f"select {', '.join(values_of)}, count(*), {amount} {grouped} group by 1, 2, 3"
    lists = {"parts": values, "keys": [mark.value for mark in whole.marks]}
    told = parameters | {name: json.dumps(one) for name, one in lists.items()}
    found = yield Query(sql, told)
    return {(key, part, bool(other)): Mark(key, *more) for key, part, other, *more in found}


def _part(ask: Ask, whole: Figures, cells: Mapping[Key, Mark], value: Any, other: bool) -> Part:
    marks = (cells.get((mark.value, value, other)) or _none(ask, mark) for mark in whole.marks)
    return Part(value, tuple(marks), other)


def _none(ask: Ask, mark: Mark) -> Mark:
    """Where there is no row: of a table of counts, perhaps people too few to be told.

    Where rows are selected by their numbers, or by what is no value, the row may be there.
    """
    if counts_people(ask.counted):
        return Mark(mark.value, 0, None, hidden=_by_values(ask))
    return Mark(mark.value, 0, 0 if ask.wanted.function in (None, "sum") else None)


def _by_values(ask: Ask) -> bool:
    """Whether rows of a table of counts are selected by nothing but what people are."""
    if isinstance(ask.counted, WholeTable):
        return True
    conditions = ask.counted.conditioned()
    return conditions is not None and PEOPLE not in conditions
