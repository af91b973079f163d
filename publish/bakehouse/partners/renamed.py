"""Rows that their partner names otherwise by now, and that also say something else."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.linkage import linked
from publish.bakehouse.partners.linked import texts_of, together
from publish.corrections.pairs import RENAMED, Told
from publish.declare.merging import Merging
from publish.declare.table import Table
from publish.words.sql import literal, quoted

MOST = 5
"""So many rows that went a new row is asked of at most, the likest first."""
# Rows that say what one that went says, and no other does, are known by that.
_PRINTS = """
WITH new AS (
    SELECT m._partner, m._fingerprint FROM {members} AS m
    ANTI JOIN {known} AS k ON k.partner = m._partner AND k.source_id = m._source_id
), went AS (
    SELECT k.partner, k.fingerprint FROM {known} AS k
    ANTI JOIN {members} AS m ON m._partner = k.partner AND m._source_id = k.source_id
), stay AS (
    SELECT DISTINCT m._partner, m._fingerprint FROM {members} AS m
    SEMI JOIN {known} AS k ON k.partner = m._partner AND k.source_id = m._source_id
), sure AS (
    SELECT n._partner, n._fingerprint FROM new AS n
    JOIN went AS w ON w.partner = n._partner AND w.fingerprint = n._fingerprint
    GROUP BY ALL HAVING count(*) = 1
)
FROM sure UNION FROM stay
"""
_FRESH = """
SELECT m.* FROM {members} AS m
ANTI JOIN {known} AS k ON k.partner = m._partner AND k.source_id = m._source_id
ANTI JOIN {prints} AS p ON p._partner = m._partner AND p._fingerprint = m._fingerprint
WHERE m._partner IN (SELECT split_part({key}, '/', 1) FROM {gone})
"""
_GONE = """
SELECT g.* FROM {gone} AS g JOIN {known} AS k ON g.{key} = k.partner || '/' || k.source_id
ANTI JOIN {members} AS m ON m._member = g.{key}
ANTI JOIN {prints} AS p ON p._partner = k.partner AND p._fingerprint = k.fingerprint
"""
_PAIRS = """
SELECT CASE WHEN first THEN "left" ELSE "right" END AS was,
    CASE WHEN first THEN "right" ELSE "left" END AS now, probability, why,
    (SELECT shown FROM {known} AS k WHERE k.partner || '/' || k.source_id = was) AS shown
FROM (SELECT p.*, l.{key} IS NOT NULL AS first FROM {pairs} AS p
    LEFT JOIN {left} AS l ON l.{key} = p."left" LEFT JOIN {left} AS r ON r.{key} = p."right"
    WHERE (l.{key} IS NULL) <> (r.{key} IS NULL))
WHERE probability >= {ask} AND split_part("left", '/', 1) = split_part("right", '/', 1)
ORDER BY probability DESC, was, now
"""
Found = tuple[str, str, float, str, str]
"""A row that went, a new one, how probably and why they are one, the id that showed the first."""


@dataclass(frozen=True)
class Renamed:
    """The members that a partner names otherwise, with their names of before.

    `unsure` are pairs of a row that went and a new one that may be it: a person has to look.
    """

    alike: Mapping[str, str] = field(default_factory=dict)
    unsure: tuple[Told, ...] = ()


def renamed(
    members: Any, known: Any, vanished: Any, declared: Table, model: Path, place: Workspace
) -> Renamed:
    """The members (Ibis) that a partner names otherwise, and those that may be such.

    `vanished` are rows (Ibis, typed) that partners gave last and have no more; None without any.
    One that is surely like one other is that one; where it is like several, or only nearly so,
    nobody knows which it is: it counts as new until a person decides.
    """
    merging = declared.partners
    if merging is None or not merging.compare or vanished is None:
        return Renamed()
    words = {"members": members, "known": known, "gone": vanished}
    words |= {"key": quoted(declared.primary_key[0])}
    words["prints"] = place.table("prints", _PRINTS, members=members, known=known)
    fresh, left = place.table("fresh", _FRESH, **words), place.table("left", _GONE, **words)
    if not (place.count(fresh) and place.count(left)):
        return Renamed()
    pairs = _pairs(fresh, left, known, declared, model, place)
    sure = _sure(pairs, merging.above)
    unsure = [*_unsure(pairs, sure)]
    return Renamed(sure, tuple(_told(unsure, fresh, left, declared, place)))


def _pairs(
    fresh: Any, left: Any, known: Any, declared: Table, model: Path, place: Workspace
) -> list[Found]:
    """The pairs of a row that went and a new one of its partner, the likest first."""
    merging = declared.partners
    assert merging is not None
    both = _together(fresh, left, declared, merging, place)
    point = declared.browse.point
    pairs = linked(both, merging.compare, point, place, model, key="_member", tell=_silent)
    key = quoted(declared.primary_key[0])
    words = {"pairs": pairs, "left": left, "known": known, "key": key}
    words["ask"] = literal(str(merging.ask))
    return place.sql(place.filled(_PAIRS, **words))


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


def _sure(pairs: Sequence[Found], above: float) -> dict[str, str]:
    """The new rows that are surely one that went, and both like no other, with their old names.

    Rows that were shown as one are one: which of them a new row is makes no difference.
    """
    likely = [pair for pair in pairs if pair[2] >= above]
    one = _only(likely)
    olds, news = (Counter(shown for shown, _ in {(p[4], p[end]) for p in one}) for end in (0, 1))
    found = dict[str, str]()
    for was, now, _, _, shown in one:
        if news[shown] <= olds[shown] and now not in found and was not in found.values():
            found[now] = was
    return found


def _only(likely: Sequence[Found]) -> list[Found]:
    """Those whose rows are like none that was shown as another."""
    shown = defaultdict[str, set[str]](set)
    for pair in likely:
        shown[pair[1]].add(pair[4])
    mixed = {one for ids in shown.values() if len(ids) > 1 for one in ids}
    return [pair for pair in likely if pair[4] not in mixed]


def _unsure(pairs: Sequence[Found], sure: Mapping[str, str]) -> Iterator[Found]:
    """Those of the others that a person is asked of: of each new row the likest."""
    decided, asked = {*sure, *sure.values()}, Counter[str]()
    for pair in pairs:
        if decided.isdisjoint(pair[:2]) and asked[pair[1]] < MOST:
            asked[pair[1]] += 1
            yield pair


def _told(
    pairs: Sequence[Found], fresh: Any, left: Any, declared: Table, place: Workspace
) -> Iterator[Told]:
    """The pairs with what both rows say."""
    key = declared.primary_key[0]
    old = texts_of(left, key, {pair[0] for pair in pairs}, declared, place)
    new = texts_of(fresh, "_member", {pair[1] for pair in pairs}, declared, place)
    for was, now, probability, why, _ in pairs:
        cells = together(old[was], new[now])
        yield Told(was, now, probability, why, cells, RENAMED)


def _silent(_: str) -> None:
    """What is told of a comparison is told of the whole table's."""
