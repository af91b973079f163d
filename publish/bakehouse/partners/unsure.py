"""Rows that may be others under a new key, of which a person was asked and has not decided."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.linked import texts_of, together
from publish.corrections.pairs import RENAMED, Pair, Told
from publish.corrections.renamed_pairs import Renamings
from publish.declare.table import Table

_OPEN = """
SELECT n FROM {asked} AS a SEMI JOIN {members} AS m ON m._member = a.now
ANTI JOIN {members} AS o ON o._member = a.was
SEMI JOIN {known} AS k ON a.was = k.partner || '/' || k.source_id ORDER BY n
"""


def said_names(said: Renamings, members: Any, place: Workspace) -> dict[str, str]:
    """The rows that people said to be others under a new key, with the names of those.

    Where the other one is among the members (Ibis), it is itself.
    """
    if not said.same:
        return {}
    ends = pa.table({"_member": pa.array(sorted({*said.same, *said.same.values()}), pa.string())})
    asked = place.filled(
        "SELECT _member FROM {members} SEMI JOIN {ends} USING (_member)",
        members=members,
        ends=place.brought("ends", ends),
    )
    return said.before({name for (name,) in place.sql(asked)})


def still_unsure(
    said: Renamings,
    renamed: Mapping[str, str],
    rows: tuple[Any, Any],
    declared: Table,
    place: Workspace,
) -> list[Told]:
    """The pairs that still wait: the new row is there, the other one is not, and is known.

    `renamed` are the new names by the old ones of rows that were renamed since, and `rows` the
    members and the rows that are known (Ibis).
    """
    members, _known = rows
    decided = {*said.same, *said.same.values()}
    waiting = [
        (renamed.get(one.right, one.right), one)
        for one in said.waiting
        if one.left not in renamed and decided.isdisjoint(one.rows)
    ]
    open = [waiting[number] for number in _open(waiting, rows, place)]
    texts = texts_of(members, "_member", {now for now, _ in open}, declared, place)
    return [*_told(open, texts)]


def _open(
    waiting: Sequence[tuple[str, Pair]], rows: tuple[Any, Any], place: Workspace
) -> list[int]:
    if not waiting:
        return []
    named: dict[str, Any] = {
        "n": pa.array(range(len(waiting)), pa.int64()),
        "was": pa.array([one.left for _, one in waiting], pa.string()),
        "now": pa.array([now for now, _ in waiting], pa.string()),
    }
    members, known = rows
    asked = place.brought("asked", pa.table(named))
    found = place.sql(place.filled(_OPEN, asked=asked, members=members, known=known))
    return [number for (number,) in found]


def _told(open: Sequence[tuple[str, Pair]], texts: Mapping[str, str]) -> Iterator[Told]:
    """What the new row says by now, beside what the other one said last."""
    for now, one in open:
        cells = together(one.said("left"), texts[now])
        yield Told(one.left, now, one.probability, one.why, cells, RENAMED)
