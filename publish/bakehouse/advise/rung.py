"""What a rung does to the values of a column: which of them become one, and what that loses.

NCP, the normalised certainty penalty: Xu, Wang, Pei, Wang, Shi and Fu, "Utility-based anonymization
using local recoding", KDD 2006; its sum over a table as a share of all that there is to lose:
Ghinita, Karras, Kalnis and Mamoulis, "Fast data anonymization with low information loss",
VLDB 2007. A cell loses, from 0 (as it was) to 1 (nothing is told):

- of numbers and days, the interval that its published value stands for, from the least to the
  greatest of the export's values in it, as a share of the whole interval;
- of others, where its published value stands for several, their share of all values: of the
  lookup's where a ladder is declared (the leaves of its tree), else of the export's;
- all, where the column is left out, its value is in no lookup, or the row does not leave.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from publish.bakehouse.advise.ladder import Written
from publish.bakehouse.protect import recoding
from publish.bakehouse.protect.ladders import rungs as lookup_of
from publish.bakehouse.protect.tools import Tools
from publish.declare.column import Column, Protect
from publish.declare.techniques import Ladder

Codes = NDArray[np.int64]
Losses = NDArray[np.float64]
ORDERED = ("integer", "number", "date", "datetime")


@dataclass(frozen=True)
class Rung:
    """A rung of a column: `groups` and `losses` by the code of the value, as it was.

    `published` is each group's value as text, None for a null one.
    """

    written: Written
    protect: Protect | None
    groups: Codes
    losses: Losses
    published: tuple[str | None, ...]

    @property
    def dropped(self) -> bool:
        """Whether the column does not leave."""
        return self.protect is not None and self.protect.technique == "drop"

    @property
    def by_value(self) -> dict[str | None, float]:
        """What a cell loses, by what is published in it."""
        cells = zip(self.groups, self.losses, strict=True)
        return {self.published[group]: loss for group, loss in cells}


@dataclass(frozen=True)
class Values:
    """The distinct values of a column (Ibis: `_code` from 0, and the column by its name)."""

    name: str
    declared: Column
    rows: Any
    numbers: Losses | None
    """Of numbers and days: how far along they are, NaN for null."""
    known: NDArray[np.bool_]
    """Which of them are not null, by their code."""

    @property
    def span(self) -> float:
        """How far the least and the greatest lie apart; 0 where values have no order."""
        if self.numbers is None or not self.known.any():
            return 0.0
        return float(np.nanmax(self.numbers) - np.nanmin(self.numbers))


def values_of(rows: Any, name: str, declared: Column, tools: Tools) -> Values:
    """The distinct values of a column of `rows` (Ibis), each with a code."""
    statement = (
        'SELECT row_number() OVER (ORDER BY "{name}") - 1 AS _code, "{name}" '
        'FROM (SELECT DISTINCT "{name}" FROM {rows})'
    )
    kept = tools.place.table("values", statement, rows=rows, name=name)
    column = kept.order_by("_code")[name].to_pyarrow()
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    known = column.is_valid().to_numpy(zero_copy_only=False)
    numbers = _numbers(column) if declared.type in ORDERED else None
    return Values(name, declared, kept, numbers, known)


def _numbers(column: Any) -> Losses:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.cast(pc.utf8_slice_codeunits(column, 0, 10), pa.date32()).cast(pa.int32())
    found: Losses = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return found


def climbed(values: Values, written: Written, protect: Protect | None, tools: Tools) -> Rung:
    """What a rung does to values, by the very function that a publication applies."""
    count = len(values.known)
    if protect is not None and protect.technique == "drop":
        return Rung(written, protect, np.zeros(count, np.int64), np.ones(count), (None,))
    rows = values.rows
    if protect is not None:
        rows = recoding(protect.technique)(rows, values.name, protect.parameters, tools)
    texts = rows.select("_code", value=rows[values.name].cast("string"))
    ordered = texts.order_by("_code").to_pyarrow()["value"].combine_chunks()
    encoded = pc.dictionary_encode(ordered, null_encoding="encode")
    groups = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    published = tuple(encoded.dictionary.to_pylist())
    losses = _losses(values, groups, published, protect, tools)
    return Rung(written, protect, groups, losses[groups], published)


def _losses(
    values: Values,
    groups: Codes,
    published: tuple[str | None, ...],
    protect: Protect | None,
    tools: Tools,
) -> Losses:
    """What each group loses."""
    count = len(published)
    parameters = protect.parameters if protect is not None else None
    if values.numbers is not None and not isinstance(parameters, Ladder):
        return _widths(values, groups, count)
    members = np.bincount(groups, weights=values.known, minlength=count)
    every = float(values.known.sum())
    if isinstance(parameters, Ladder):
        lookup = lookup_of(parameters, tools.folder).lookup
        counted = lookup.group_by("target").aggregate([([], "count_all")]).to_pydict()
        leaves = dict(zip(counted["target"], counted["count_all"], strict=True))
        members = np.array([leaves.get(value, 0) for value in published], float)
        every = float(lookup.num_rows)
        # What the lookup does not know is published as nothing.
        strangers = np.bincount(groups, weights=values.known, minlength=count) > 0
        members = np.where([value is None for value in published], strangers * every, members)
    return np.where(members > 1, members / max(every, 1.0), 0.0)


def _widths(values: Values, groups: Codes, count: int) -> Losses:
    """How wide the interval of each group is, as a share of the whole."""
    assert values.numbers is not None
    least, greatest = np.full(count, np.inf), np.full(count, -np.inf)
    known = values.known
    np.minimum.at(least, groups[known], values.numbers[known])
    np.maximum.at(greatest, groups[known], values.numbers[known])
    width = np.where(least <= greatest, greatest - least, 0.0)
    return width / values.span if values.span else np.zeros(count)
