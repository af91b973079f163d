"""A point for each month or year of a column of dates."""

from publish.serving.charts.ask import Ask, Figures, Mark
from publish.serving.charts.spans import LENGTHS, between, step_of


async def line(ask: Ask) -> Figures:
    step = ask.wanted.by or "month"
    found = await _periods(ask, step)
    known = [mark.value for mark in found if mark.value]
    if known and ask.wanted.by is None and step_of(known[0], known[-1]) == "year":
        step, found = "year", await _periods(ask, "year")
        known = [mark.value for mark in found if mark.value]
    missing = [mark for mark in found if not mark.value]
    by_period = {mark.value: mark for mark in found}
    empty = None if ask.wanted.function == "mean" else 0
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


async def _periods(ask: Ask, step: str) -> list[Mark]:
    source, parameters = ask.source
    sql = (
        f"select substr({ask.column}, 1, {LENGTHS[step]}), count(*), {ask.amount()}"
        f" {source} group by 1 order by 1"
    )
    return [Mark(*row) for row in await ask.rows(sql, parameters)]
