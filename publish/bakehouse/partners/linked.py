"""Which partners' rows are one thing: what is sure, what people said, what a person has to say."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.golden import clusters
from publish.bakehouse.partners.identity import theirs
from publish.bakehouse.partners.linkage import linked as compared
from publish.corrections.correctable import as_read
from publish.corrections.pair_groups import Rows
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


def linked(
    members: Any,
    declared: Table,
    said: tuple[Decided, Collection[Rows]],
    model: Path,
    place: Workspace,
) -> Linked:
    """The members (Ibis) that are one thing, of a table that declares what is compared.

    A pair of which a person decided is never asked again. `said` is also of which rows they said
    that one is the other under a new key: where both are there and alike, they are one thing.
    """
    decided, again = said
    merging = declared.partners
    if merging is None or not merging.compare:
        found = clusters((), decided.same, decided.different)
        return Linked(found, told=tuple(_against(found, decided, members, place)))
    told: list[str] = []
    point = declared.browse.point
    pairs = compared(members, merging.compare, point, place, model, key="_member", tell=told.append)
    words = {"pairs": pairs, "above": str(merging.above), "ask": str(merging.ask)}
    sure, grey = (place.sql(place.filled(asked, **words)) for asked in (_SURE, _UNSURE))
    sure += [row[:2] for row in grey if row[:2] in again]
    found = clusters(sure, decided.same, decided.different)
    told += _against(found, decided, members, place)
    unsure = [
        row for row in grey if row[:2] not in decided.different and not _one(found, row[0], row[1])
    ]
    return Linked(found, tuple(_asked(unsure, members, declared, place)), tuple(told))


def _against(
    found: dict[str, str], decided: Decided, members: Any, place: Workspace
) -> Iterator[str]:
    """The words for each pair that people called one thing, and parted by other words."""
    parted = [rows for rows in sorted(decided.same) if not _one(found, *rows)]
    if not parted:
        return
    ends = sorted({end for rows in parted for end in rows})
    asked = place.filled(
        "SELECT _member FROM {members} WHERE list_contains($ends, _member)", members=members
    )
    there = {name for (name,) in place.sql(asked, {"ends": ends})}
    for left, right in parted:
        if {left, right} <= there:
            yield (
                f"{left} and {right} were said to be one thing, and not the same through others: "
                "they stay apart; take one of both back at the desk, under What was said last"
            )


def _one(found: dict[str, str], left: str, right: str) -> bool:
    return left in found and found[left] == found.get(right)


def _asked(
    pairs: Sequence[tuple[Any, ...]], members: Any, declared: Table, place: Workspace
) -> list[Told]:
    """The pairs with what both rows say."""
    ends = {end for pair in pairs for end in pair[:2]}
    texts = texts_of(members, "_member", ends, declared, place)
    return [
        Told(left, right, probability, why, together(texts[left], texts[right]))
        for left, right, probability, why in pairs
    ]


def together(left: str, right: str) -> str:
    """What two rows say, JSON each, as one."""
    return f'{{"left": {left}, "right": {right}}}'


def texts_of(
    rows: Any, key: str, wanted: Collection[str], declared: Table, place: Workspace
) -> dict[str, str]:
    """What rows (Ibis) say in columns that leave alone, as JSON, of those whose key is wanted."""
    if not wanted:
        return {}
    names = [name for name in theirs(declared) if as_read(declared.columns[name])]
    cells = ", ".join(f"{literal(name)}, {quoted(name)}::VARCHAR" for name in names)
    asked = (
        f"SELECT {quoted(key)}, json_object({cells})::VARCHAR FROM {rows.get_name()} "  # noqa: S608
        f"WHERE list_contains($wanted, {quoted(key)})"
    )
    return dict(place.sql(asked, {"wanted": sorted(wanted)}))
