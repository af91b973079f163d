"""What a tool counted, one number a row: its day, its period, and the people behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.known import Known
from publish.declare.counts import VISITOR_DAYS, Counts
from publish.words.sql import quoted

NOTHING = Known()
MONDAY = "date_trunc('week', {0})::DATE"
# The month of a week is that of its Thursday, as its year is.
MONTH = "date_trunc('month', date_trunc('week', {0}) + INTERVAL 3 DAY)::DATE"
FIRST_MONDAY = "date_trunc('week', {0} + INTERVAL 3 DAY)::DATE"
LAST_SUNDAY = "date_trunc('week', {0} + INTERVAL 1 MONTH + INTERVAL 3 DAY)::DATE - 1"
BLOCKS = {
    "week": (MONDAY.format("_day"), "_block", "_block + 6"),
    "month": (
        MONTH.format("_day"),
        FIRST_MONDAY.format("_block"),
        LAST_SUNDAY.format("_block"),
    ),
}
"""How a period is told from a day, its first day, and its last."""
CELLS = """
SELECT *, {block} AS _block, {monday} AS _week FROM ({numbers})
"""
NUMBER = """
SELECT {within} AS _within, {feature} AS _feature, {day}::DATE AS _day,
  coalesce({behind}, 0) AS _behind, '{measure}' AS _measure, {value}::BIGINT AS _value
FROM {rows} WHERE {value} IS NOT NULL
"""
WHOLE = """
WITH known AS (
  SELECT _within, {since} AS since, {until} AS until FROM {cells} GROUP BY ALL
)
SELECT DISTINCT _within, _block FROM {cells} JOIN known USING (_within)
WHERE {first} >= since AND {last} <= until AND {last} < DATE '{as_of}'
  AND NOT list_contains({half}::DATE[], _block)
"""
TWICE = "SELECT count(*) FROM (SELECT 1 FROM {rows} GROUP BY {key} HAVING count(*) > 1)"


def block_of(counts: Counts) -> str:
    """What is published as a whole or not at all: a week, or a month of whole weeks."""
    return "month" if "month" in counts.every else "week"


def cells(rows: Any, counts: Counts, place: Workspace) -> Any:
    """A row for each number (Ibis): `_within` and `_feature` as JSON, `_day`, `_behind`, `_value`.

    Beside them the week and the block that the day is of; what is unknown has no row.
    """
    measures = {VISITOR_DAYS: counts.behind, **{name: name for name in counts.sum}}
    words = {
        "within": _json(counts.within),
        "feature": _json(counts.by),
        "day": quoted(counts.day),
        "behind": quoted(counts.behind),
    }
    numbers = " UNION ALL ".join(
        place.filled(NUMBER, rows=rows, measure=measure, value=quoted(column), **words)
        for measure, column in measures.items()
    )
    block, *_ = BLOCKS[block_of(counts)]
    return place.table("cells", CELLS, block=block, monday=MONDAY.format("_day"), numbers=numbers)


def whole(found: Any, counts: Counts, as_of: date, place: Workspace, known: Known = NOTHING) -> Any:
    """The blocks that are over, and that the exports know from their first day to their last.

    Which days they know is theirs to say; else it is those from the first with a row to the last.
    """
    _, first, last = BLOCKS[block_of(counts)]
    words = {"first": first, "last": last, "as_of": as_of, **_range(known)}
    half = ", ".join(f"'{block}'" for block in known.half(months="month" in counts.every))
    return place.table("whole", WHOLE, cells=found, half=f"[{half}]", **words)


def counted_twice(rows: Any, counts: Counts, place: Workspace) -> int:
    """How many days and things have several rows, where the same may be counted twice."""
    key = ", ".join(map(quoted, (counts.day, *counts.within, *counts.by)))
    [[number]] = place.sql(place.filled(TWICE, rows=rows, key=key))
    return int(number)


def _range(known: Known) -> dict[str, str]:
    if known.range is None:
        return {"since": "min(_day)", "until": "max(_day)"}
    return {"since": f"DATE '{known.range.first}'", "until": f"DATE '{known.range.last}'"}


def _json(columns: Sequence[str]) -> str:
    """The values of columns as one text, in which no value is a value of its own."""
    if not columns:
        return "'{}'"
    named = ", ".join(f"'{name}': {quoted(name)}" for name in columns)
    return f"to_json({{{named}}})::VARCHAR"
