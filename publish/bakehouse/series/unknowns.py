"""From the ledger and what may leave today to the union of all releases of a table's counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from publish.bakehouse.engine import Workspace
from publish.bakehouse.series.digests import CLS, WHO
from publish.bakehouse.series.eras import (
    Same,
    common,
    equations,
    eras,
    joined,
    recoded,
    recoded_cells,
    same_cells,
)
from publish.bakehouse.series.groups import alike
from publish.bakehouse.series.ledger import STILL
from publish.bakehouse.series.past import Past
from publish.bakehouse.series.settle import OpenPart
from publish.bakehouse.series.union import Flags, Ints, Spells, Union

STAYS = """
CREATE TEMP TABLE {stays} AS
WITH now AS (SELECT DISTINCT space, _who, _cls FROM {now} WHERE _who <> {nobody}),
past AS (
  SELECT DISTINCT past.space, past._who, past._cls, first,
    CASE WHEN last < {still} THEN last WHEN now._who IS NULL THEN {newest} - 1
      ELSE {newest} END AS last
  FROM (FROM {past} WHERE _who <> {nobody}) AS past LEFT JOIN now USING (space, _who, _cls))
FROM past UNION ALL
SELECT space, _who, _cls, {newest}, {newest} FROM now
WHERE NOT EXISTS (FROM past WHERE past._who = now._who AND past._cls = now._cls
  AND past.last = {newest})
"""
"""From when to when a person stood in a cell; {newest} is the release that is being made."""
CELLS = """
CREATE TEMP TABLE {cells} AS
SELECT row_number() OVER (ORDER BY space, _cls) - 1 AS cell, space, _cls
FROM (SELECT DISTINCT space, _cls FROM {stays})
"""
HAD = """
CREATE TEMP TABLE {had} AS
WITH bounds AS (
  SELECT _who, first AS since FROM {stays} UNION SELECT _who, last + 1 FROM {stays}),
times AS (
  SELECT _who, since, lead(since) OVER (PARTITION BY _who ORDER BY since) AS until FROM bounds)
SELECT _who, since, until, list_sort(list(DISTINCT cell)) AS cells
FROM times JOIN {stays} AS stays USING (_who) JOIN {cells} USING (_cls)
WHERE stays.first <= since AND stays.last >= since AND until IS NOT NULL GROUP BY ALL
"""
"""All cells of a person, from a release (`since`) to before another (`until`)."""
SPELLS = """
CREATE TEMP TABLE {spells} AS
WITH steps AS (
  SELECT cells, since, sum(step) AS step FROM (
    SELECT cells, since, 1 AS step FROM {had} UNION ALL SELECT cells, until, -1 FROM {had})
  GROUP BY cells, since HAVING sum(step) <> 0)
SELECT row_number() OVER (ORDER BY cells, first) - 1 AS spell, cells, first, last, people FROM (
  SELECT cells, since AS first, lead(since) OVER told - 1 AS last,
    sum(step) OVER told AS people
  FROM steps WINDOW told AS (PARTITION BY cells ORDER BY since))
WHERE people > 0
"""
"""How many people share the same cells, for as long as that number does not change."""
RECODED_CELLS = """
SELECT one.cell, other.cell, count(DISTINCT _who)
FROM {stays} AS was JOIN {stays} AS today USING (_who)
JOIN {cells} AS one ON one._cls = was._cls JOIN {cells} AS other ON other._cls = today._cls
WHERE {earlier} BETWEEN was.first AND was.last AND {later} BETWEEN today.first AND today.last
  AND (was.space, today.space) IN ({spaces}) GROUP BY ALL ORDER BY ALL
"""
RECODED = """
SELECT one.spell, other.spell, count(*)
FROM {had} AS was JOIN {had} AS today USING (_who)
JOIN {spells} AS one ON one.cells = was.cells AND {earlier} BETWEEN one.first AND one.last
JOIN {spells} AS other ON other.cells = today.cells AND {later} BETWEEN other.first AND other.last
WHERE was.since <= {earlier} AND was.until > {earlier}
  AND today.since <= {later} AND today.until > {later} GROUP BY ALL ORDER BY ALL
"""

NONE: Same = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True)
class Numbers:
    """The union with the release that is being made, before any of its numbers is shown.

    `cells` is a table of `cell`, `space` (of today's parts, or a later number) and CLS; `again`
    are those hidden before in the series that goes on.
    """

    union: Union
    cells: str
    again: Flags
    space: Ints


def numbers(past: Past, parts: Sequence[OpenPart], alive: Sequence[Any]) -> Numbers:
    """The union of what was and of the rows that may leave today, part by part."""
    place = parts[0].place
    names = {stem: place.name(stem) for stem in ("now", "stays", "cells", "had", "spells")}
    place.sql(f"CREATE TEMP TABLE {names['now']} (space INT, _who BLOB, _cls BLOB)")
    for part, rows in enumerate(alive):
        place.sql(
            f"INSERT INTO {names['now']} "  # noqa: S608
            f"SELECT DISTINCT {part}, {WHO}, {CLS} FROM {rows.get_name()}"
        )
    words = {"past": past.stays, "still": STILL, "newest": past.newest, "nobody": past.nobody}
    for statement in (STAYS, CELLS, HAD, SPELLS):
        place.sql(statement.format(**names, **words))
    start = min((record.number for record in past.records), default=past.newest)
    spells = _spells(names["spells"], start, place)
    space = _column(f"SELECT space FROM {names['cells']} ORDER BY cell", place)  # noqa: S608
    kinds = _kinds(past, range(len(parts)), start)
    bare = np.zeros((len(space), past.newest - start + 1), np.bool_)
    union = Union(spells, bare, joined([NONE]))
    union = replace(union, same=_same(past, parts, union, kinds, space, start, names))
    shown = _shown(past, names["cells"], space, union, start, place)
    again = _again(past, parts, shown, space, union, start)
    same = alike(parts, past.answers, names["cells"], union.people)
    return Numbers(Union(spells, shown, union.same, same), names["cells"], again, space)


def _same(
    past: Past,
    parts: Sequence[OpenPart],
    union: Union,
    kinds: Flags,
    space: Ints,
    start: int,
    names: Mapping[str, str],
) -> Same:
    """What is known to be the same before and after other tables are counted."""
    found, place, counted = [NONE], parts[0].place, kinds[space]
    for earlier, later in eras(kinds):
        at = (earlier, later)
        groups = [common(union.spells, counted, *at), same_cells(union, counted, *at)]
        spaces = _recoded_spaces(past, parts, kinds[:, earlier], kinds[:, later])
        if spaces:
            times = {"earlier": earlier + start, "later": later + start}
            words = {**names, **times, "spaces": ", ".join(map(str, spaces))}
            cells = place.sql(RECODED_CELLS.format(**words))
            groups.append(recoded_cells(union, cells, *at))
            groups.append(recoded(place.sql(RECODED.format(**words))))
        found += [equations(union.spells, group) for group in groups]
    return joined(found)


def _recoded_spaces(
    past: Past, parts: Sequence[OpenPart], before: Flags, after: Flags
) -> list[tuple[int, int]]:
    """The pairs of spaces of one part, in two recodings, of two releases."""
    named = {past.spaces[record.scope]: record.part for record in past.records}
    named |= {n: part.position.part for n, part in enumerate(parts)}
    then, now = np.flatnonzero(before).tolist(), np.flatnonzero(after).tolist()
    return [(a, b) for a in then for b in now if a != b and named[a] == named[b]]


def _spells(table: str, start: int, place: Workspace) -> Spells:
    columns = f"SELECT first - {start}, last - {start}, people FROM {table} ORDER BY spell"  # noqa: S608
    pairs = f"SELECT spell, unnest(cells) FROM {table} ORDER BY spell"  # noqa: S608
    begins, ends, people = _columns(columns, place)
    of, cell = _columns(pairs, place)
    return Spells(begins, ends, people, of, cell)


def _columns(statement: str, place: Workspace) -> list[Ints]:
    found = place.con.con.execute(statement).fetchnumpy()
    return [np.asarray(column, np.int64) for column in found.values()]


def _column(statement: str, place: Workspace) -> Ints:
    [found] = _columns(statement, place)
    return found


def _kinds(past: Past, now: Sequence[int], start: int) -> Flags:
    """Whether a space (row) is counted in a release (column)."""
    found = np.zeros((max([*past.spaces.values(), *now]) + 1, past.newest - start + 1), np.bool_)
    for record in past.records:
        found[past.spaces[record.scope], record.number - start] = True
    found[list(now), -1] = True
    return found


def _shown(
    past: Past, cells: str, space: Ints, union: Union, start: int, place: Workspace
) -> Flags:
    """Which cells each earlier release showed; all but the small, where that is not recorded."""
    found = np.zeros_like(union.shown)
    statement = (
        f"SELECT cell, first - {start}, least(last, {past.newest - 1}) - {start} "  # noqa: S608
        f"FROM {past.shown} JOIN {cells} USING (_cls)"
    )
    for cell, first, last in place.sql(statement):
        found[cell, first : last + 1] = True
    for record in past.records:
        if record.number < past.since:
            at = record.number - start
            of = space == past.spaces[record.scope]
            found[of, at] = union.people[of, at] >= record.k
    return found


def _again(
    past: Past,
    parts: Sequence[OpenPart],
    shown: Flags,
    space: Ints,
    union: Union,
    start: int,
) -> Flags:
    """The cells that were hidden at some release of the series that goes on."""
    found = np.zeros(len(space), np.bool_)
    for record in past.records:
        number = past.spaces[record.scope]
        if number < len(parts) and parts[number].position.series == record.series:
            at = record.number - start
            found |= (space == number) & ~shown[:, at] & (union.people[:, at] > 0)
    return found
