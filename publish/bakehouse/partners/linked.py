"""Which partners' rows are one thing: what is sure, what people said, what a person has to say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.golden import clusters
from publish.bakehouse.partners.identity import theirs
from publish.bakehouse.partners.linkage import linked as compared
from publish.corrections.correctable import as_read
from publish.corrections.pairs import Decided, Told
from publish.declare.table import Table
from publish.words.sql import literal, quoted

_SURE = """
SELECT "left", "right" FROM {pairs} WHERE probability >= {above}
ORDER BY probability DESC, "left", "right"
"""
_UNSURE = """
SELECT "left", "right", probability, why FROM {pairs}
WHERE probability >= {ask} AND probability < {above} ORDER BY probability DESC, "left", "right"
"""


@dataclass(frozen=True)
class Linked:
    """The members that are one with others, each by the first of them; the pairs to be asked.

    `told` is what a maintainer should know of how they were compared.
    """

    clusters: dict[str, str] = field(default_factory=dict)
    asked: tuple[Told, ...] = ()
    told: tuple[str, ...] = ()


def linked(members: Any, declared: Table, said: Decided, model: Path, place: Workspace) -> Linked:
    """The members (Ibis) that are one thing, of a table that declares what is compared.

    A pair of which a person decided is never asked again.
    """
    merging = declared.partners
    if merging is None or not merging.compare:
        return Linked(clusters((), said.same, said.different))
    told: list[str] = []
    point = declared.browse.point
    pairs = compared(members, merging.compare, point, place, model, key="_member", tell=told.append)
    words = {"pairs": pairs, "above": str(merging.above), "ask": str(merging.ask)}
    found = clusters(place.sql(place.filled(_SURE, **words)), said.same, said.different)
    unsure = [
        row
        for row in place.sql(place.filled(_UNSURE, **words))
        if (row[0], row[1]) not in said.different and not _one(found, row[0], row[1])
    ]
    return Linked(found, tuple(_asked(unsure, members, declared, place)), tuple(told))


def _one(found: dict[str, str], left: str, right: str) -> bool:
    return left in found and found[left] == found.get(right)


def _asked(
    pairs: Sequence[tuple[Any, ...]], members: Any, declared: Table, place: Workspace
) -> list[Told]:
    """The pairs with what both rows say, in columns that leave alone."""
    ends = sorted({end for pair in pairs for end in pair[:2]})
    if not ends:
        return []
    names = [name for name in theirs(declared) if as_read(declared.columns[name])]
    cells = ", ".join(f"{literal(name)}, {quoted(name)}::VARCHAR" for name in names)
    asked = (
        f"SELECT _member, json_object({cells})::VARCHAR FROM {members.get_name()} "  # noqa: S608
        "WHERE list_contains($ends, _member)"
    )
    texts = dict(place.sql(asked, {"ends": ends}))
    return [
        Told(left, right, probability, why, f'{{"left": {texts[left]}, "right": {texts[right]}}}')
        for left, right, probability, why in pairs
    ]
