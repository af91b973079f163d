"""A bar for each value of a column, the longest first."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from unicodedata import combining, normalize

from publish.figures.asking import Asking, Lines, Query
from publish.figures.chart import Amount, Ask, Figures, Mark
from publish.figures.order import placing
from publish.figures.tally import Numbers, by_number, tally
from publish.release.package import Package
from publish.words.sql import sql_name


def count(ask: Ask, most: int) -> Asking[Figures]:
    """The values with the greatest amounts, the others together."""
    source, parameters = ask.source
    column, total = ask.column, "sum(rows) over ()"
    measured: str | None = None
    if ask.is_list:
        # A row counts in each of its items, and once where it has none.
        total = f"(select count(*) {source})"
        column, measured = "item.value", "measured"
        source = f"from ({ask.picked}) left join json_each(list) as item"
    weight = "weight" if measured else None
    (value,), source, amount = ask.grouped([column], source, measured, weight)
    # Where there is no amount, it is neither large nor small.
    order = "amount is null, amount" if ask.wanted.order == "smallest" else "amount desc"
    sql = (
        f"with marks as (select {value} as value, count(*) as rows, {amount} as amount"  # noqa: S608
        f" {source} group by 1)"
        " select value, rows, amount, count(*) over (), sum(rows) over (), sum(amount) over (),"
        f" {total} from marks order by value is null desc, {order}, value limit {most + 1}"
    )
    plain = not ask.is_list and ask.wanted.measured is None and ask.wanted.order != "smallest"
    told = tally(ask.counted, ask.wanted.column, partial(_longest, most)) if plain else None
    found = yield Query(sql, parameters, told)
    missing = [Mark(None, *row[1:3]) for row in found if row[0] is None]
    marks = [Mark(*row[:3]) for row in found if row[0] is not None][:most]
    values, *sums, rows = found[0][3:] if found else (0, 0, 0, 0)
    shown = [*marks, *missing]
    said = yield from labels(ask, ask.wanted.column, [mark.value for mark in marks])
    return Figures(
        marks=_ordered(ask, marks, values - len(missing), said),
        rest=_rest(ask, shown, sums) if values > len(shown) else None,
        values=values - len(missing),
        missing=missing[0] if missing else None,
        rows=rows,
        labels=said,
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
    return Mark(None, rows, amount if ask.wanted.function in (None, "sum") else None)


def _ordered(
    ask: Ask, marks: Sequence[Mark], values: int, said: Mapping[Any, str]
) -> tuple[Mark, ...]:
    """Bars by length; by value where values have an order of their own and all are there."""
    if ask.wanted.order == "name":
        by_name = sorted(marks, key=lambda mark: _letters(said.get(mark.value, str(mark.value))))
        return tuple(in_order(ask, ask.wanted.column, by_name))
    if ask.wanted.order in ("largest", "smallest") or values > len(marks):
        return tuple(marks)
    return tuple(in_order(ask, ask.wanted.column, marks))


def in_order(ask: Ask, column: str, marks: Sequence[Mark]) -> Sequence[Mark]:
    """Marks by their value where values have an order of their own, else as they come."""
    place = placing(ask.counted.fields[column])
    return marks if place is None else sorted(marks, key=lambda mark: place(mark.value))


def _letters(label: str) -> str:
    """A label as dictionaries order it: accents and capitals change nothing."""
    parts = normalize("NFKD", label.casefold())
    return "".join(letter for letter in parts if not combining(letter))


def labels(ask: Ask, column: str, values: Sequence[Any]) -> Asking[dict[Any, str]]:
    """The labels of rows of another table, where a column points to one that has some."""
    package = Package(ask.counted.resource.dataset)
    for key in ask.counted.resource.references:
        label = package.table(key.table).label
        if key.columns == (column,) and label:
            target, (there,) = sql_name(key.table), key.to
            sql = (
                f"select {sql_name(there)}, {sql_name(label)} from {target}"  # noqa: S608
                f" where {sql_name(there)} in (select value from json_each(:keys))"
            )
            found = yield Query(sql, {"keys": json.dumps(values)})
            return {row[0]: str(row[1]) for row in found if row[1] is not None}
    return {}
