"""Counts beside records of the same people: they count whom the records show, and as these show.

Records lack whoever is in too small a class or waits. Were these counted, the numbers less the
records would tell what they answered. What is left is who stands in the records already and waits
in the counts, or the other way round: these too must be enough people, who do not answer alike.
"""

from collections.abc import Sequence
from typing import Any

from publish.bakehouse.protect.identity import answers
from publish.bakehouse.protect.recoded import PERSON, Beside, RecodedTable
from publish.bakehouse.series.candidates import KIND
from publish.bakehouse.series.digests import WHO, row_text
from publish.bakehouse.series.settle import OpenPart, kept

SHOWN = "SELECT * FROM {rows} AS wanted SEMI JOIN {records} AS records ON {alike}"
SEEN = "SELECT _cell, count(DISTINCT _person) AS seen FROM {rows} GROUP BY _cell"
APART = """
WITH standing AS (
  SELECT rows.*, waits IS NULL AND _kind IN ('add', 'drop') AS moves,
    _kind = 'keep' OR _kind = CASE WHEN waits THEN 'drop' ELSE 'add' END AS stands
  FROM {rows} AS rows LEFT JOIN (SELECT DISTINCT _who, true AS waits FROM {held}) USING (_who)),
cells AS (
  SELECT _cell, any_value(_group) AS _group, {answers} bool_or(moves) AS moves,
    count(DISTINCT _person) FILTER (stands) - coalesce(any_value(seen), 0) AS more
  FROM standing LEFT JOIN {seen} USING (_cell) GROUP BY _cell),
told AS (FROM cells WHERE moves AND more <> 0),
few AS (SELECT _cell FROM told WHERE abs(more) < {delta_k}),
alike AS (SELECT _group, more > 0 AS side FROM told GROUP BY ALL HAVING {alike}),
drawn AS (
  SELECT _who FROM standing SEMI JOIN few USING (_cell) WHERE moves
  QUALIFY dense_rank() OVER (PARTITION BY _cell ORDER BY _who) <= {delta_k})
SELECT _who FROM drawn UNION SELECT _who FROM standing WHERE moves AND _cell IN (
  SELECT _cell FROM told JOIN alike ON told._group = alike._group AND (more > 0) = side)
"""
"""Who moves in a cell of which the counts would tell another number than the records, by few
people or by people who answer alike: some who move wait beside them, drawn by their digests."""


def shown_in(recoded: RecodedTable) -> Any:
    """The rows (Ibis) of people whom the records beside a table show too, as these show them."""
    rows = recoded.rows
    for beside in recoded.beside:
        pairs = {PERSON: PERSON, **beside.columns}
        alike = " AND ".join(
            f'wanted."{here}" IS NOT DISTINCT FROM records."{there}"'
            for here, there in pairs.items()
        )
        words = {"rows": rows, "records": beside.rows, "alike": alike}
        rows = recoded.place.table("beside", SHOWN, **words)
    return rows


def shared_columns(part: OpenPart, beside: Beside) -> tuple[str, ...]:
    """The columns of a part of counts that records beside it have too."""
    return tuple(name for name in part.columns if name in beside.columns)


def differences(parts: Sequence[OpenPart]) -> "list[Differences]":
    """What the numbers of each part are less those of each of the records with its columns."""
    return [
        Differences(part, beside, shared)
        for part in parts
        for beside in part.recoded.beside
        if (shared := shared_columns(part, beside))
    ]


class Differences:
    """The numbers of one part of counts less those of records with the columns `shared`."""

    def __init__(self, part: OpenPart, beside: Beside, shared: Sequence[str]) -> None:
        self._place = part.place
        there = {name: beside.columns[name] for name in shared}
        most = {
            name: max(part.rule.l.get(name, 0), beside.rule.l.get(of, 0))
            for name, of in there.items()
        }
        guarded = {name: least for name, least in most.items() if least}
        roles = part.recoded.declared.columns
        known = [one for one in shared if one not in guarded and roles[one].role != "sensitive"]
        said = {f"_answer {name}": answers(part.candidates[name]) for name in guarded}
        cell, group = (row_text(part.candidates, of, "") for of in (shared, known))
        moving = part.candidates.select(WHO, PERSON, KIND, _cell=cell, _group=group, **said)
        seen = beside.rows.select(PERSON, _cell=row_text(beside.rows, there.values(), ""))
        alike = [f'apart("_answer {name}") < {least}' for name, least in guarded.items()]
        self._words = {
            "rows": kept(moving, part.place),
            "seen": part.place.table("seen", SEEN, rows=seen),
            "answers": "".join(f'any_value("{name}") AS "{name}", ' for name in said),
            "alike": " OR ".join(alike) or "false",
            "delta_k": max(part.rule.delta_k, beside.rule.delta_k),
        }

    def told(self, held: Any) -> Any:
        """The people (WHO) who wait too, since the difference would tell of those who do."""
        return self._place.table("apart", APART, held=held, **self._words)
