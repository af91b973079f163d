"""A point for each month or year of a column of dates."""

import re

from publish.figures.asking import Asking, Lines, Query
from publish.figures.chart import Ask, Figures, Mark
from publish.figures.scale import LENGTHS, between, step_of
from publish.figures.tally import Numbers, by_value, tally

_PERIOD = re.compile(r"\d{4}(-\d\d)?")


def count(ask: Ask, most: int) -> Asking[Figures]:
    """Every period between the first and the last, however many."""
    step = ask.wanted.by or "month"
    found = yield from _periods(ask, step)
    known = _known(found)
    if known and ask.wanted.by is None and step_of(known[0], known[-1]) == "year":
        step, found = "year", (yield from _periods(ask, "year"))
        known = _known(found)
    missing = [mark for mark in found if not mark.value]
    by_period = {mark.value: mark for mark in found}
    empty = 0 if ask.wanted.function in (None, "sum") else None
    every = between(known[0], known[-1], step) if known else []
    if len(every) < len(known):
        every = known
    return Figures(
        marks=tuple(by_period.get(one) or Mark(one, 0, empty) for one in every),
        values=len(known),
        missing=missing[0] if missing else None,
        rows=sum(mark.rows for mark in found),
        step=step,
    )


def _known(found: list[Mark]) -> list[str]:
    """The months or years that have rows; a text that is no date has none."""
    return [mark.value for mark in found if mark.value and _PERIOD.fullmatch(mark.value)]


def _periods(ask: Ask, step: str) -> Asking[list[Mark]]:
    source, parameters = ask.source
    (period,), source, amount = ask.grouped([period_of(ask.column, step)], source)
    sql = f"select {period}, count(*), {amount} {source} group by 1 order by 1"
    plain = ask.wanted.measured is None
    told = tally(ask.counted, ask.wanted.column, _points, LENGTHS[step]) if plain else None
    return [Mark(*row) for row in (yield Query(sql, parameters, told))]


def period_of(column: str, step: str) -> str:
    """The SQL of the month or year of a day."""
    return f"substr({column}, 1, {LENGTHS[step]})"


def _points(numbers: Numbers) -> Lines:
    return [(period, rows, rows) for period, rows in by_value(numbers)]
