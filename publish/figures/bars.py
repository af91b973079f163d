"""A bar for each value of a column, the longest first."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from publish.figures.asking import Asking, Lines, Query
from publish.figures.chart import Amount, Ask, Figures, Mark
from publish.figures.order import placing
from publish.figures.tally import Numbers, by_number, tally
from publish.release.package import Package
from publish.words.sql import sql_name


def count(ask: Ask, most: int) -> Asking[Figures]:
    """The values with the greatest amounts, the others together."""
    source, parameters = ask.source
    value, amount, total = ask.column, ask.amount(), "sum(rows) over ()"
    if ask.is_list:
        # A row counts in each of its items, and once where it has none.
        total = f"(select count(*) {source})"
        value, amount = "item.value", ask.amount("measured", "weight")
        source = f"from ({ask.picked}) left join json_each(list) as item"
    sql = (
        f"with marks as (select {value} as value, count(*) as rows, {amount} as amount"  # noqa: S608
        f" {source} group by 1)"
        " select value, rows, amount, count(*) over (), sum(rows) over (), sum(amount) over (),"
        f" {total} from marks order by value is null desc, amount desc, value limit {most + 1}"
    )
    plain = not ask.is_list and ask.wanted.measured is None
    told = tally(ask.counted, ask.wanted.column, partial(_longest, most)) if plain else None
    found = yield Query(sql, parameters, told)
    missing = [Mark(None, *row[1:3]) for row in found if row[0] is None]
    marks = [Mark(*row[:3]) for row in found if row[0] is not None][:most]
    values, *sums, rows = found[0][3:] if found else (0, 0, 0, 0)
    shown = [*marks, *missing]
    return Figures(
        marks=_ordered(ask, marks, values - len(missing)),
        rest=_rest(ask, shown, sums) if values > len(shown) else None,
        values=values - len(missing),
        missing=missing[0] if missing else None,
        rows=rows,
        labels=(yield from _labels(ask, [mark.value for mark in marks])),
    )


def _longest(most: int, numbers: Numbers) -> Lines:
    """What the query gives of numbers of rows."""
    total = numbers.total()
    missing = [(None, numbers[None])] if None in numbers else []
    marks = by_number({v: n for v, n in numbers.items() if v is not None}, most + 1)
    shown = [*missing, *marks][: most + 1]
    return [(value, rows, rows, len(numbers), total, total, total) for value, rows in shown]


def _rest(ask: Ask, shown: Sequence[Mark], sums: Sequence[Amount]) -> Mark:
    """All values together that have no bar; there is no mean of them."""
    rows = int(sums[0] or 0) - sum(mark.rows for mark in shown)
    amount = (sums[1] or 0) - sum(mark.amount or 0 for mark in shown)
    return Mark(None, rows, None if ask.wanted.function == "mean" else amount)


def _ordered(ask: Ask, marks: Sequence[Mark], values: int) -> tuple[Mark, ...]:
    """Bars by length; by value where values have an order of their own and all are there."""
    place = placing(ask.counted.fields[ask.wanted.column])
    if place is None or values > len(marks):
        return tuple(marks)
    return tuple(sorted(marks, key=lambda mark: place(mark.value)))


def _labels(ask: Ask, values: Sequence[Any]) -> Asking[dict[Any, str]]:
    """The labels of rows of another table, where the column points to one that has some."""
    package = Package(ask.counted.resource.dataset)
    for key in ask.counted.resource.references:
        label = package.table(key.table).label
        if key.columns == (ask.wanted.column,) and label:
            target, (there,) = sql_name(key.table), key.to
            sql = (
                f"select {sql_name(there)}, {sql_name(label)} from {target}"  # noqa: S608
                f" where {sql_name(there)} in (select value from json_each(:keys))"
            )
            found = yield Query(sql, {"keys": json.dumps(values)})
            return {row[0]: str(row[1]) for row in found if row[1] is not None}
    return {}
