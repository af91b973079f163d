"""Our own ids of partners' rows: they stay when a row changes, and when a partner renames it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.ids_file import Ids, Kept
from publish.corrections.moved_rows import Moves
from publish.declare.table import Table
from publish.words.sql import literal, quoted

# Without l, o, 0 and 1, which people take for one another.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_BITS = "('0x' || left(sha256(concat_ws(chr(9), {place}, _member{more})), 12))::BIGINT"
_LETTER = f"substr('{LETTERS}', 1 + (({{bits}} >> (5 * i)::INTEGER) & 31)::INTEGER, 1)"
_ID = f"'p' || array_to_string(list_transform(range(9), lambda i: {_LETTER}), '')"
_IDENTIFIED = """
WITH named AS (
    SELECT *, {new} AS _new, {another} AS _another
    FROM (SELECT *, {bits} AS _bits, {other_bits} AS _other_bits FROM {members})
), fresh AS (
    SELECT m._member, m._partner, m._fingerprint FROM {members} AS m
    LEFT JOIN {known} AS k ON k.partner = m._partner AND k.source_id = m._source_id
    WHERE k.id IS NULL AND m._partner <> '' AND m._fingerprint IS NOT NULL
), gone AS (
    SELECT k.* FROM {known} AS k
    WHERE k.partner IN (SELECT _partner FROM {members}) AND NOT EXISTS (
        SELECT 1 FROM {members} AS m WHERE m._partner = k.partner AND m._source_id = k.source_id)
        AND NOT EXISTS (SELECT 1 FROM {said} AS s JOIN {members} AS m ON m._member = s._member
            WHERE s._was = k.partner || '/' || k.source_id)
), renamed AS (
    SELECT any_value(f._member) AS _member, any_value(g.id) AS id, any_value(g.first) AS first,
        any_value(g.shown) AS shown, any_value(g.source_id) AS was
    FROM fresh AS f JOIN gone AS g ON g.partner = f._partner AND g.fingerprint = f._fingerprint
    GROUP BY f._partner, f._fingerprint HAVING count(*) = 1
    UNION ALL
    SELECT a._member, k.id, k.first, k.shown, k.source_id
    FROM {alike} AS a JOIN {known} AS k ON a._was = k.partner || '/' || k.source_id
), said AS (
    SELECT s._member, k.id, k.first, k.shown
    FROM {said} AS s JOIN {known} AS k ON s._was = k.partner || '/' || k.source_id
    WHERE k.id NOT IN (SELECT id FROM renamed)
), taken AS (
    SELECT DISTINCT id FROM {known}
), own AS (
    SELECT m._member, m._partner, m._source_id, m._fingerprint, r.was AS _was,
        CASE WHEN m._partner = '' THEN m._source_id
            ELSE coalesce(k.id, r.id, CASE WHEN t.id IS NULL THEN m._new ELSE m._another END)
            END AS _kept,
        coalesce(k.first, r.first, {day}) AS _since, coalesce(k.shown, r.shown) AS _last
    FROM named AS m LEFT JOIN taken AS t ON t.id = m._new
    LEFT JOIN {known} AS k ON k.partner = m._partner AND k.source_id = m._source_id
    LEFT JOIN renamed AS r ON r._member = m._member
)
SELECT o.*, s.id IS NOT NULL AS _said, coalesce(s.id, o._kept) AS _id,
    coalesce(s.first, o._since) AS _first, coalesce(s.shown, o._last) AS _shown
FROM own AS o
LEFT JOIN said AS s ON s._member = coalesce(o._partner || '/' || o._was, o._member)
"""
_REMEMBERED = """
SELECT _partner, _source_id, _kept, _fingerprint, _since, {day}, _published FROM {identified}
WHERE _partner <> ''
UNION ALL
SELECT k.partner, k.source_id, k.id, k.fingerprint, k.first, k.last, k.shown FROM {known} AS k
WHERE NOT EXISTS (SELECT 1 FROM {identified} AS i WHERE i._partner = k.partner
    AND (i._source_id = k.source_id OR i._was = k.source_id))
"""
_LEFT = """
SELECT DISTINCT _id, _published FROM (
    SELECT unnest([_last, _shown]) AS _id, _published FROM {identified})
WHERE _id IS NOT NULL AND _id <> _published AND _id NOT IN (SELECT _published FROM {identified})
    AND _id NOT IN (FROM {given_up})
"""
_GIVEN_UP = """
SELECT DISTINCT b.id FROM {before} AS b JOIN {identified} AS i
ON i._partner = b.partner AND b.source_id IN (i._source_id, i._was)
WHERE b.id NOT IN (SELECT _id FROM {identified} WHERE _said)
"""
_SAID = """
SELECT _partner, _source_id, _id FROM {identified} WHERE _said
UNION ALL
SELECT b.partner, b.source_id, b.id FROM {before} AS b WHERE NOT EXISTS (
    SELECT 1 FROM {identified} AS i
    WHERE i._partner = b.partner AND b.source_id IN (i._source_id, i._was))
"""


@dataclass(frozen=True)
class Before:
    """Members with the names that they had before, where their partners named them otherwise.

    Of those that are `alike` their rows tell; of the others people `said` so, which may be undone.
    """

    alike: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


def identified(
    members: Any, known: Any, before: Before, by: tuple[Ids, date], place: Workspace
) -> Any:
    """The members (Ibis) with their ids: known ones, those of rows renamed, and new ones.

    A new one is a digest of the row's name, so that all runs agree; where a renamed row has
    that already, of the day as well. Of a row that people said to be another `_id` is the id of
    that one, and `_kept` its own. `by` is the file of ids, and the day.
    """
    ids, as_of = by
    day = literal(as_of.isoformat())
    here = f"{literal(ids.dataset)}, {literal(ids.table)}"
    return place.table(
        "identified",
        _IDENTIFIED,
        members=members,
        known=known,
        alike=_names(before.alike, place),
        said=_names(before.said, place),
        bits=_BITS.format(place=here, more=""),
        other_bits=_BITS.format(place=here, more=f", {day}"),
        new=_ID.format(bits="_bits"),
        another=_ID.format(bits="_other_bits"),
        day=day,
    )


def _names(of: Mapping[str, str], place: Workspace) -> Any:
    told = {"_member": [*of], "_was": [*of.values()]}
    texts = {name: pa.array(names, pa.string()) for name, names in told.items()}
    return place.brought("names", pa.table(texts))


def given_up(identified: Any, before: Any, place: Workspace) -> Any:
    """The ids (Ibis) of rows that people said others to be, and say no more.

    `before` (Ibis) are the rows that went by them last. Nobody has such an id until they decide.
    """
    return place.table("given_up", _GIVEN_UP, identified=identified, before=before)


def remembered(
    identified: Any, known: Any, said: tuple[Any, Any], as_of: date, place: Workspace
) -> Kept:
    """What is to be remembered of rows with the id under which each is published.

    `said` are the rows that went by another's id last, and the ids that are given up.
    """
    before, gone = said
    words = {"identified": identified, "known": known, "day": literal(as_of.isoformat())}
    return Kept(
        place.sql(place.filled(_REMEMBERED, **words)),
        place.sql(place.filled(_LEFT, identified=identified, given_up=gone)),
        place.sql(place.filled(_SAID, identified=identified, before=before)),
    )


def resolved(became: Mapping[str, str], published: Any, place: Workspace) -> Moves:
    """What ids that were shown once stand for by now, of all that are `published` (Ibis).

    One that is there again stands for itself; one that leads to no row that is there for nothing.
    """
    named = sorted({*became, *became.values()})
    asked = "SELECT DISTINCT _published FROM {published} WHERE list_contains($named, _published)"
    found = place.sql(place.filled(asked, published=published), {"named": named}) if named else ()
    here = {id for (id,) in found}
    ends = {id: _end(id, became, here) for id in became if id not in here}
    retired = {id: end for id, end in ends.items() if end is not None}
    return Moves(retired, frozenset(id for id in became if id in here))


def _end(id: str, became: Mapping[str, str], here: Collection[str]) -> str | None:
    """The row at the end of a chain; None where it ends nowhere, or where it began."""
    seen = set[str]()
    while id not in here:
        if id in seen or id not in became:
            return None
        seen.add(id)
        id = became[id]
    return id


def fingerprint(table: Table) -> str:
    """SQL: what a row says, in a normal form, as a digest; NULL where it says nothing."""
    merging = table.partners
    told = list(merging.compare) if merging and merging.compare else theirs(table)
    normal = (
        f"nullif(trim(regexp_replace(lower(strip_accents({quoted(name)}::VARCHAR)), "
        "'[^a-z0-9]+', ' ', 'g')), '')"
        for name in told
    )
    texts = f"[{', '.join(normal)}]"
    said = f"list_any_value({texts})"
    return f"CASE WHEN {said} IS NOT NULL THEN md5(to_json({texts})::VARCHAR) END"


def theirs(table: Table) -> list[str]:
    """The columns that partners fill, as they leave."""
    return [name for name in table.published if name not in table.made]
