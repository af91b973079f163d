"""Totals that records beside a table of counts tell of the very people who are counted.

Counts beside records count whom these show: by region and job, say, beside records with the region,
from which anybody can add up how many people of a region are counted. One hidden number of a region
would follow from the others, though no table of counts has the totals.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from publish.bakehouse.series.beside import shared_columns
from publish.bakehouse.series.digests import CLS, row_text
from publish.bakehouse.series.settle import OpenPart
from publish.bakehouse.series.union import Ints, Union
from publish.bakehouse.series.unknowns import Numbers

GROUPS = """
SELECT cell, dense_rank() OVER (ORDER BY _group) - 1
FROM {cells} JOIN (SELECT DISTINCT _cls, _group FROM {rows}) USING (_cls) WHERE space = {space}
"""


def with_totals(found: Numbers, parts: Sequence[OpenPart], alive: Sequence[Any], k: int) -> Union:
    """The union with a cell more for each total of `k` people or more that records tell.

    A smaller one may be of records alone: it is as hidden as they are.
    """
    union, shift = found.union, len(found.space)
    groups = list(_groups(found, parts, alive))
    if not groups:
        return union
    pairs, shown = [np.stack([union.spells.of, union.spells.cell])], [union.shown]
    for group in groups:
        total = _total(union, group, k)
        pairs.append(np.stack([total[0], total[1] + shift]))
        more = int(total[1].max(initial=-1)) + 1
        shown.append(np.ones((more, union.newest + 1), np.bool_))
        shift += more
    of, cell = np.concatenate(pairs, axis=1)
    grown = replace(
        union, spells=replace(union.spells, of=of, cell=cell), shown=np.concatenate(shown)
    )
    guarded = union.guarded
    if guarded is not None:
        none = np.zeros((shift - len(found.space), guarded.shape[1]), np.bool_)
        guarded = np.concatenate([guarded, none])
    elsewhere = np.arange(shift) >= len(found.space)
    return replace(grown, guarded=guarded, elsewhere=elsewhere)


def _groups(found: Numbers, parts: Sequence[OpenPart], alive: Sequence[Any]) -> Iterator[Ints]:
    """For each part and records with some of its columns, the total that each cell belongs to.

    It is -1 for cells of other parts, and for those that nobody is in any more.
    """
    for space, (part, rows) in enumerate(zip(parts, alive, strict=True)):
        for columns in sorted({shared_columns(part, beside) for beside in part.recoded.beside}):
            if 0 < len(columns) < len(part.columns):
                cells = rows.select(CLS, _group=row_text(rows, columns, ""))
                statement = part.place.filled(GROUPS, rows=cells, cells=found.cells, space=space)
                group = np.full(len(found.space), -1, np.int64)
                for cell, of in part.place.sql(statement):
                    group[cell] = of
                yield group


def _total(union: Union, group: Ints, k: int) -> tuple[Ints, Ints]:
    """The pairs of spell and total, where a total is of `k` people or more today."""
    spells = union.spells
    within = group[spells.cell] >= 0
    of, total = np.unique(np.stack([spells.of[within], group[spells.cell[within]]]), axis=1)
    today = spells.last[of] == union.newest
    people = np.bincount(total[today], spells.people[of[today]], int(total.max(initial=-1)) + 1)
    large = people[total] >= k
    _, number = np.unique(total[large], return_inverse=True)
    return of[large], number.astype(np.int64)
