"""How often the values of a column fall into each of equal classes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from publish.figures.asking import Asking, Query
from publish.figures.chart import Ask, Figures, Mark
from publish.figures.scale import edges

# Classes to find out whether a few large values would press all others into one bar.
PROBES = 200
MAIN_SHARE = 0.95
FEW_PROBES = 60
LOOKS = 3


def count(ask: Ask, most: int) -> Asking[Figures]:
    """The classes that the values fall into."""
    source, parameters = ask.source
    sql = f"select min({ask.column}), max({ask.column}), count({ask.column}), count(*) {source}"
    [(low, high, known, rows)] = yield Query(sql, parameters)
    if not known:
        return Figures(missing=Mark(None, rows, rows) if rows else None, rows=rows)
    whole = ask.counted.fields[ask.wanted.column].type == "integer"
    main = yield from _main_high(ask, low, high, known)
    classes = edges(low, main, whole)
    counts = yield from _classes(ask, classes)
    return Figures(
        marks=tuple(_marks(classes, counts, high)),
        values=known,
        missing=Mark(None, rows - known, rows - known) if rows > known else None,
        rows=rows,
    )


def _main_high(ask: Ask, low: float, high: float, known: int) -> Asking[float]:
    """The end of the last class but one: a few values far above would press all others."""
    for _look in range(LOOKS):
        nearer = yield from _nearer(ask, low, high, known)
        if nearer >= high:
            break
        high = nearer
    return high


def _nearer(ask: Ask, low: float, high: float, known: int) -> Asking[float]:
    """Where nearly all values end, if that is far under `high`; else `high`."""
    width = (high - low) / PROBES
    if width <= 0:
        return high
    source, parameters = ask.source
    sql = (
        f"select min(cast(({ask.column} - :low) / :width as integer), {PROBES}), count(*)"  # noqa: S608
        f" from (select {ask.column} {source}) where {ask.column} is not null"
        " group by 1 order by 1"
    )
    found = yield Query(sql, parameters | {"low": low, "width": width})
    reached = accumulate(row[1] for row in found)
    probe = next(row[0] for row, so in zip(found, reached, strict=True) if so >= MAIN_SHARE * known)
    return float(low + (probe + 1) * width) if probe < FEW_PROBES else high


def _classes(ask: Ask, classes: Sequence[float]) -> Asking[dict[int, int]]:
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
    return {row[0]: row[1] for row in (yield Query(sql, parameters | inner))}


def _marks(classes: Sequence[float], counts: Mapping[int, int], high: float) -> Iterator[Mark]:
    for number, (low, end) in enumerate(pairwise(classes)):
        yield Mark(low, counts.get(number, 0), counts.get(number, 0), low, end)
    over = counts.get(len(classes) - 1, 0)
    if over:
        yield Mark(classes[-1], over, over, classes[-1], None)
