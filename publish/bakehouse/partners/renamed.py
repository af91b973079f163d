"""Rows that their partner names otherwise by now, and that also say something else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.linkage import linked
from publish.declare.merging import Merging
from publish.declare.table import Table
from publish.words.sql import literal, quoted

_FRESH = """
SELECT m.* FROM {members} AS m ANTI JOIN {known} AS k
ON k.partner = m._partner AND (k.source_id = m._source_id OR k.fingerprint = m._fingerprint)
WHERE m._partner IN (SELECT split_part({key}, '/', 1) FROM {gone})
"""
# Rows that stand as they were under another name are known by what they say.
_GONE = """
SELECT g.* FROM {gone} AS g JOIN {known} AS k ON g.{key} = k.partner || '/' || k.source_id
WHERE NOT EXISTS (SELECT 1 FROM {members} AS m
    WHERE m._partner = k.partner AND m._fingerprint = k.fingerprint)
"""
_PAIRS = """
SELECT "left", "right" FROM {pairs} WHERE probability >= {above}
AND split_part("left", '/', 1) = split_part("right", '/', 1) ORDER BY 1, 2
"""


def renamed(
    members: Any,
    known: Any,
    vanished: Sequence[Any],
    declared: Table,
    model: Path,
    place: Workspace,
) -> Mapping[str, str]:
    """The members (Ibis) that a partner names otherwise, with their names of before.

    `vanished` are rows (Ibis, texts) that partners gave last and have no more. Where one is like
    several, nobody knows which it is: it counts as new.
    """
    merging = declared.partners
    if merging is None or not merging.compare or not vanished:
        return {}
    key = quoted(declared.primary_key[0])
    gone = place.made("gone", " UNION ALL ".join(f"FROM {one.get_name()}" for one in vanished))
    words = {"members": members, "known": known, "key": key, "gone": gone}
    fresh, left = place.table("fresh", _FRESH, **words), place.table("left", _GONE, **words)
    if not (place.count(fresh) and place.count(left)):
        return {}
    return _matched(_together(fresh, left, declared, merging, place), left, declared, model, place)


def _together(fresh: Any, left: Any, declared: Table, merging: Merging, place: Workspace) -> Any:
    """Both in one table: what is compared of them, as texts."""
    names = [*merging.compare, *(declared.browse.point or ())]
    cells = ", ".join(f"{quoted(name)}::VARCHAR AS {quoted(name)}" for name in dict.fromkeys(names))
    key = quoted(declared.primary_key[0])
    return place.made(
        "both",
        f"SELECT _member, {cells} FROM {fresh.get_name()} UNION ALL "  # noqa: S608
        f"SELECT {key}, {cells} FROM {left.get_name()}",
    )


def _matched(
    both: Any, left: Any, declared: Table, model: Path, place: Workspace
) -> Mapping[str, str]:
    merging = declared.partners
    assert merging is not None
    pairs = linked(
        both, merging.compare, declared.browse.point, place, model, key="_member", tell=_silent
    )
    key = quoted(declared.primary_key[0])
    gone = {name for (name,) in place.sql(f"SELECT {key} FROM {left.get_name()}")}  # noqa: S608
    found = place.sql(place.filled(_PAIRS, pairs=pairs, above=literal(str(merging.above))))
    across = [pair for pair in found if (pair[0] in gone) != (pair[1] in gone)]
    ends = Counter(end for pair in across for end in pair)
    return {
        now: was
        for one, other in across
        if ends[one] == ends[other] == 1
        for was, now in [(one, other) if one in gone else (other, one)]
    }


def _silent(_: str) -> None:
    """What is told of a comparison is told of the whole table's."""
