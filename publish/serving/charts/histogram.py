"""How often the values of a column fall into each of equal classes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from publish.serving.charts.ask import Ask, Figures, Mark
from publish.serving.charts.scales import edges

# Classes to find out whether a few large values would press all others into one bar.
PROBES = 200
MAIN_SHARE = 0.98
FEW_PROBES = 60


async def histogram(ask: Ask) -> Figures:
    source, parameters = ask.source
    sql = f"select min({ask.column}), max({ask.column}), count({ask.column}), count(*) {source}"
    [(low, high, known, rows)] = await ask.rows(sql, parameters)
    if not known:
        return Figures(missing=Mark(None, rows, rows) if rows else None, rows=rows)
    whole = ask.selection.fields[ask.wanted.column].get("type") == "integer"
    main = await _main_high(ask, low, high, known)
    classes = edges(low, main, whole)
    counts = await _classes(ask, classes)
    return Figures(
        marks=tuple(_marks(classes, counts, high)),
        values=known,
        missing=Mark(None, rows - known, rows - known) if rows > known else None,
        rows=rows,
    )


async def _main_high(ask: Ask, low: float, high: float, known: int) -> float:
    """The highest value to show in a class of its own: a few far above would press all others."""
    if high <= low:
        return high
    width = (high - low) / PROBES
    source, parameters = ask.source
    sql = (
        f"select cast(({ask.column} - :low) / :width as integer), count(*) from"  # noqa: S608
        f" (select {ask.column} {source}) where {ask.column} is not null group by 1 order by 1"
    )
    found = await ask.rows(sql, parameters | {"low": low, "width": width})
    for (probe, _), reached in zip(found, accumulate(row[1] for row in found), strict=True):
        if reached >= MAIN_SHARE * known:
            return low + (probe + 1) * width if probe < FEW_PROBES else high
    return high


async def _classes(ask: Ask, classes: Sequence[float]) -> dict[int, int]:
    """How many values lie in each class, by its number; the last one has no end.

    Compares with the edges themselves: a division would put 0.3 under 0.3.
    """
    source, parameters = ask.source
    inner = {f"edge{number}": edge for number, edge in enumerate(classes[1:])}
    number = " + ".join(f"({ask.column} >= :{name})" for name in inner)
    sql = (
        f"select {number}, count(*) from (select {ask.column} {source})"  # noqa: S608
        f" where {ask.column} is not null group by 1"
    )
    return {row[0]: row[1] for row in await ask.rows(sql, parameters | inner)}


def _marks(classes: Sequence[float], counts: Mapping[int, int], high: float) -> Iterator[Mark]:
    for number, (low, end) in enumerate(pairwise(classes)):
        yield Mark(low, counts.get(number, 0), counts.get(number, 0), low, end)
    over = counts.get(len(classes) - 1, 0)
    if over:
        yield Mark(classes[-1], over, over, classes[-1], None)
