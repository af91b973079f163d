"""A bar for each value of a column, the longest first."""

import json
import re
from collections.abc import Sequence
from math import inf
from typing import Any

from datasette.utils import escape_sqlite

from publish.serving.charts.ask import Amount, Ask, Figures, Mark


async def bars(ask: Ask, most: int) -> Figures:
    source, parameters = ask.source
    value, amount, total = ask.column, ask.amount(), "sum(rows) over ()"
    if ask.is_list:
        # A row counts in each of its items, and once where it has none.
        total = f"(select count(*) {source})"
        value, amount = "item.value", ask.amount("measured")
        source = f"from ({ask.picked}) left join json_each(list) as item"
    sql = (
        f"with marks as (select {value} as value, count(*) as rows, {amount} as amount"  # noqa: S608
        f" {source} group by 1)"
        " select value, rows, amount, count(*) over (), sum(rows) over (), sum(amount) over (),"
        f" {total} from marks order by value is null desc, amount desc, value limit {most + 1}"
    )
    found = await ask.rows(sql, parameters)
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
        labels=await _labels(ask, [mark.value for mark in marks]),
    )


def _rest(ask: Ask, shown: Sequence[Mark], sums: Sequence[Amount]) -> Mark:
    """All values together that have no bar; there is no mean of them."""
    rows = int(sums[0] or 0) - sum(mark.rows for mark in shown)
    amount = (sums[1] or 0) - sum(mark.amount or 0 for mark in shown)
    return Mark(None, rows, None if ask.wanted.function == "mean" else amount)


def _ordered(ask: Ask, marks: Sequence[Mark], values: int) -> tuple[Mark, ...]:
    """Bars by length; by value where values have an order of their own and all are there."""
    described = ask.selection.fields[ask.wanted.column]
    has_order = described.get("type") == "integer" or described.get("protection") == "band"
    if not has_order or values > len(marks):
        return tuple(marks)
    return tuple(sorted(marks, key=lambda mark: _order(str(mark.value))))


def _order(label: str) -> tuple[float, bool]:
    """Where a number or a band (`<30`, `30–44`, `60+`) stands."""
    found = re.search(r"-?\d+(\.\d+)?", label)
    return (float(found[0]) if found else inf, not label.startswith("<"))


async def _labels(ask: Ask, values: Sequence[Any]) -> dict[Any, str]:
    """The labels of rows of another table, where the column points to one that has some."""
    for key in ask.selection.resource.get("schema", {}).get("foreignKeys", ()):
        other = ask.selection.release.tables.get(key["reference"].get("resource") or "", {})
        label = other.get("browse", {}).get("label")
        if list(key["fields"]) == [ask.wanted.column] and label:
            target, (there,) = escape_sqlite(other["name"]), key["reference"]["fields"]
            sql = (
                f"select {escape_sqlite(there)}, {escape_sqlite(label)} from {target}"  # noqa: S608
                f" where {escape_sqlite(there)} in (select value from json_each(:keys))"
            )
            found = await ask.rows(sql, {"keys": json.dumps(values)})
            return {row[0]: str(row[1]) for row in found if row[1] is not None}
    return {}
