"""Typed rows of several partners become the rows of one table, each with its id and its origins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.golden import picked
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.identity import (
    Before,
    fingerprint,
    given_up,
    identified,
    remembered,
    resolved,
    theirs,
)
from publish.bakehouse.partners.ids_file import Ids, Kept
from publish.bakehouse.partners.merged_rows import merged_rows, source_rows
from publish.bakehouse.partners.shared_ids import refuse_shared, refuse_unnamed
from publish.corrections.moved_rows import NO_MOVES, Moves
from publish.corrections.pairs import Told
from publish.declare.merged_columns import SOURCE, SOURCE_ID
from publish.declare.table import Table
from publish.words.sql import quoted

_MEMBERS = """
SELECT *, CASE WHEN _partner = '' THEN '/' || _source_id ELSE _partner || '/' || _source_id END
    AS _member
FROM (
    SELECT g.*, coalesce(g.{source}::JSON->>'$[0]', '') AS _partner,
        coalesce(g.{source_id}::JSON->>'$[0]', g.{key}) AS _source_id, {fingerprint} AS _fingerprint
    FROM {given} AS g)
"""
_PLACED = """
SELECT m.*, i._id AS _own_id, i._first, i._shown, i._said, i._kept, o._rank, o._day, o._creates,
    g._member IS NOT NULL AS _gone, s._member IS NOT NULL AS _suspected,
    coalesce(c._cluster, m._member) AS _cluster
FROM {members} AS m JOIN {identified} AS i USING (_member)
JOIN {order} AS o ON o._partner = m._partner
LEFT JOIN {clusters} AS c ON c._member = m._member
LEFT JOIN {gone} AS g ON g._member = m._member
LEFT JOIN {suspected} AS s ON s._member = m._member
"""
# What only partners give that may add nothing.
_LEFT_OUT = """
SELECT _cluster FROM {placed} GROUP BY _cluster HAVING NOT bool_or(_creates)
"""
_STAYS = "FROM {placed} ANTI JOIN {left_out} USING (_cluster)"
# A row's own id is its own again as soon as it stands alone; the id under which several rows were
# shown stays with the rest of them. Where people said that a row is one that went, it is shown
# under the id of that one, and once they take it back nobody has that.
_NAMED = """
WITH claims AS (
    SELECT _cluster, _own_id AS _claim, 0 AS _by, _shown IS NOT DISTINCT FROM _own_id AS _seen,
        _first, _rank, _member FROM {placed}
    UNION ALL
    SELECT _cluster, _shown, 1, true, _first, _rank, _member FROM {placed}
    WHERE _shown IS NOT NULL AND _shown NOT IN (FROM {given_up})
        AND _shown NOT IN (SELECT _kept FROM {placed} WHERE _said)
), won AS (
    SELECT DISTINCT ON (_claim) * FROM claims ORDER BY _claim, _by, _first, _rank, _member
)
SELECT DISTINCT ON (_cluster) _cluster, _claim AS _published FROM won
ORDER BY _cluster, _seen DESC, _by DESC, _first, _rank, _member
"""
_WHOLE = "SELECT p.*, n._published FROM {placed} AS p JOIN {named} AS n USING (_cluster)"
_PUBLISHED = """
SELECT i.*, w._published FROM {identified} AS i JOIN {whole} AS w USING (_member)
"""
_RENAMED = """
SELECT _partner || '/' || _was, _member FROM {identified} WHERE _was IS NOT NULL
"""
_NAMES = "SELECT DISTINCT _partner FROM {placed} WHERE _partner <> '' ORDER BY 1"
_LEFT = "SELECT _partner, count(*) FROM {placed} SEMI JOIN {left_out} USING (_cluster) GROUP BY 1"
_LISTED = "SELECT _partner, count(*), count(DISTINCT _published) FROM {sources} GROUP BY 1"
_MANY = """
SELECT * FROM {whole} SEMI JOIN
(SELECT _cluster FROM {whole} GROUP BY _cluster HAVING count(*) > 1) USING (_cluster)
"""


Figures = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Merged:
    """The rows (Ibis) of a table that partners feed, and what is known of where they come from.

    `sources` (Ibis) are the partners' rows behind each: `_published` the id, `_partner`,
    `_source_id`, `_license`, `_updated` and `_columns`, a list of the cells that are theirs.
    `pairs` wait for a person, and so do those that are `unsure`: maybe a row under a new key.
    `figures` count, by partner, what came in and what became of it.
    """

    rows: Any
    sources: Any
    pairs: tuple[Told, ...] = ()
    figures: Figures = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    """What the file of ids is to remember once the rows are public."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The members whose partner names them otherwise by now: their names by the old ones."""
    moves: Moves = NO_MOVES
    unsure: tuple[Told, ...] = ()


def members_of(rows: Any, declared: Table, place: Workspace) -> Any:
    """Typed rows (Ibis), each with its partner, its id there and what it says as a digest."""
    given = place.kept("given", rows)
    words = {"source": quoted(SOURCE), "source_id": quoted(SOURCE_ID)}
    words |= {"key": quoted(declared.primary_key[0]), "fingerprint": fingerprint(declared)}
    return place.table("members", _MEMBERS, given=given, **words)


@dataclass(frozen=True, kw_only=True)
class Merging:
    """What the rows of a table are merged by.

    `partners` are those that gave rows, by name; `clusters` the members that are one thing, each by
    the first of them; `asked` the pairs that wait for a person; `gone` the members that their
    partners have no more.
    """

    declared: Table
    partners: Mapping[str, Harvested]
    ids: Ids
    as_of: date
    place: Workspace
    clusters: Mapping[str, str] = field(default_factory=dict)
    asked: Sequence[Told] = ()
    gone: Sequence[str] = ()
    before: Before = field(default_factory=Before)
    """Members with the names that they had before."""


def merge(members: Any, known: Any, names: Sequence[str], by: Merging) -> Merged:
    """The rows of all partners that feed a table (Ibis, of `members_of`), merged; `names` leave.

    `known` (Ibis) are the rows whose ids are remembered. Raises SourceError where two rows have one
    id.
    """
    place, key = by.place, by.declared.primary_key[0]
    refuse_unnamed(members, by.ids.table, place)
    rows = identified(members, known, by.before, (by.ids, by.as_of), place)
    said = by.ids.said(place)
    gone = given_up(rows, said, place)
    placed = _placed(members, rows, by)
    refuse_shared(placed, by.ids.table, place)
    left_out = place.table("left_out", _LEFT_OUT, placed=placed)
    stays = place.table("stays", _STAYS, placed=placed, left_out=left_out)
    named = place.table("named", _NAMED, placed=stays, given_up=gone)
    whole = place.table("whole", _WHOLE, placed=stays, named=named)
    columns = [name for name in theirs(by.declared) if name in names]
    many = place.table("many", _MANY, whole=whole)
    partners = {name: one.declared for name, one in by.partners.items()}
    golden = picked(many, by.declared, columns, partners, place)
    published = place.table("published_ids", _PUBLISHED, identified=rows, whole=whole)
    kept = remembered(published, known, (said, gone), by.as_of, place)
    sources = source_rows(columns, whole, golden, partners, place)
    return Merged(
        merged_rows(names, columns, whole, golden, key, place),
        sources,
        tuple(by.asked),
        _figures(placed, left_out, sources, place),
        kept,
        dict(place.sql(place.filled(_RENAMED, identified=rows))),
        resolved({**by.ids.became(), **dict(kept.left)}, published, place),
    )


def _placed(members: Any, identified: Any, by: Merging) -> Any:
    """The members with their cluster, and the place of their partner among the others."""
    place = by.place
    told = {"_member": [*by.clusters], "_cluster": [*by.clusters.values()]}
    texts = {name: pa.array(of, pa.string()) for name, of in told.items()}
    return place.table(
        "placed",
        _PLACED,
        members=members,
        identified=identified,
        order=_ordered(by),
        clusters=place.brought("clusters", pa.table(texts)),
        gone=_those(by.gone, place),
        suspected=_those((end for one in by.asked for end in (one.left, one.right)), place),
    )


def _ordered(by: Merging) -> Any:
    """Each partner with its place in the order of trust and the day of its copy; our own first."""
    partners, said = by.partners, by.declared.partners.order if by.declared.partners else ()
    order = [name for name in said if name in partners]
    order += sorted(name for name in partners if name not in order)
    table = {
        "_partner": ["", *order],
        "_rank": [*range(len(order) + 1)],
        "_day": [by.as_of, *(partners[name].day for name in order)],
        "_creates": [True, *(partners[name].declared.policy.create for name in order)],
    }
    return by.place.brought("order", pa.table(table))


def _those(members: Iterable[str], place: Workspace) -> Any:
    rows = sorted(set(members))
    return place.brought("those", pa.table({"_member": pa.array(rows, pa.string())}))


def _figures(placed: Any, left_out: Any, sources: Any, place: Workspace) -> Figures:
    """What became of the rows of each partner, each number counted where the rows are."""
    words = {"placed": placed, "left_out": left_out, "sources": sources}
    names = [name for (name,) in place.sql(place.filled(_NAMES, **words))]
    left = dict(place.sql(place.filled(_LEFT, **words)))
    told = place.sql(place.filled(_LISTED, **words))
    found = {name: (rows, published) for name, rows, published in told}
    return {
        name: {"rows": rows, "published": published, "left_out": left.get(name, 0)}
        for name in names
        for rows, published in [found.get(name, (0, 0))]
    }
