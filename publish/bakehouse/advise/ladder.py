"""The ladder of a column: what is declared of it, then ever coarser rules, and at last nothing.

What a person declared is the finest that is tried; no rung looks at single values. Cuts and grids
are nested, so that a coarser class is a union of finer ones.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import floor, log10
from pathlib import Path
from typing import Any

from publish.bakehouse.protect.ladders import wider
from publish.declare.column import Column
from publish.declare.techniques import Band, Grid, Ladder, Parameters, Prefix, Round, TruncateDate

Written = str | dict[str, dict[str, Any]] | None
"""`protect:` as a declaration writes it; None where the column leaves as it is."""
Values = dict[str, Any]
"""A technique's parameters, as a declaration writes them."""

MOST = 8
"""Rungs that are tried of one technique."""
PERIODS = ("week", "month", "quarter", "year")
CELL = 0.01
"""The side in degrees of the finest grid that is tried where none is declared."""


@dataclass(frozen=True)
class Known:
    """What a ladder may know: the dataset's folder, and how far a column's numbers lie apart."""

    folder: Path
    span: float = 0.0
    place: bool = False
    """Whether the column is one of a pair of coordinates."""


def rungs(column: Column, known: Known) -> list[Written]:
    """What is tried of a column, the finest first."""
    if column.protect is None:
        return [None, *_undeclared(column, known), "drop"]
    name, parameters = column.protect.technique, column.protect.parameters
    values = parameters.model_dump(mode="python", by_alias=True, exclude_defaults=True)
    coarser = COARSER[name](parameters, known) if name in COARSER else iter(())
    declared: Written = {name: _plain(values)} if values else name
    further: list[Written] = [{name: one} for one in coarser]
    return [declared, *further[:MOST], *(["drop"] if name != "drop" else [])]


def _undeclared(column: Column, known: Known) -> list[Written]:
    if column.type in ("date", "datetime"):
        return [{"truncate_date": {"to": period}} for period in PERIODS[1:]]
    if column.type not in ("integer", "number") or not known.span:
        return []
    if known.place:
        return _each("grid", "size", _doubled(CELL, min(known.span, 45.0)))
    step = 5 * 10.0 ** (floor(log10(known.span)) - 1)
    steps = _doubled(int(step) if step.is_integer() else step, known.span / 2)
    fit = [one for one in steps if column.type == "number" or isinstance(one, int)]
    return _each("round", "to", fit)


def _each(technique: str, name: str, values: Iterable[float]) -> list[Written]:
    return [{technique: {name: value}} for value in islice(values, MOST)]


def _doubled(step: float, most: float) -> Iterator[float]:
    while step <= most:
        yield step if isinstance(step, int) else round(step, 9)
        step *= 2


def _plain(values: Values) -> Values:
    return {name: list(of) if isinstance(of, tuple) else of for name, of in values.items()}


def _bands(parameters: Parameters, known: Known) -> Iterator[Values]:
    """Every other cut goes, those in the middle last."""
    assert isinstance(parameters, Band)
    cuts = parameters.cuts[1::2]
    while cuts:
        yield {"cuts": list(cuts)}
        cuts = cuts[1::2]


def _rounds(parameters: Parameters, known: Known) -> Iterator[Values]:
    assert isinstance(parameters, Round)
    yield from ({"to": step} for step in _doubled(parameters.to * 2, known.span / 2))


def _grids(parameters: Parameters, known: Known) -> Iterator[Values]:
    assert isinstance(parameters, Grid)
    most = min(known.span, 45.0)
    yield from ({"size": size} for size in _doubled(parameters.size * 2, most))


def _prefixes(parameters: Parameters, known: Known) -> Iterator[Values]:
    assert isinstance(parameters, Prefix)
    yield from ({"length": length} for length in range(parameters.length - 1, 0, -1))


def _periods(parameters: Parameters, known: Known) -> Iterator[Values]:
    assert isinstance(parameters, TruncateDate)
    longer = PERIODS[PERIODS.index(parameters.to) + 1 :]
    yield from ({"to": period} for period in longer)


def _lookups(parameters: Parameters, known: Known) -> Iterator[Values]:
    assert isinstance(parameters, Ladder)
    declared = parameters.model_dump(by_alias=True, exclude_none=True)
    yield from ({**declared, "to": to} for to in wider(parameters, known.folder))


COARSER: dict[str, Callable[[Parameters, Known], Iterator[Values]]] = {
    "band": _bands,
    "round": _rounds,
    "grid": _grids,
    "prefix": _prefixes,
    "truncate_date": _periods,
    "ladder": _lookups,
}
