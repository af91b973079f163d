"""The gate on a series: what is about to leave, measured anew against every earlier release.

Written apart from what decides (`settle`), in plain SQL, so that a fault in one is caught by the
other. It can only refuse.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.series.settled import LedgerPart, Settled
from publish.bakehouse.series.transition import WAY_OUT
from publish.errors import Problem

TOUCHED = """
SELECT DISTINCT _cls FROM (
  (SELECT _cls, _who, _row, _copy FROM {now} EXCEPT
   SELECT _cls, _who, _row, _copy FROM {lives} WHERE last >= (SELECT max(number) FROM {releases}))
  UNION ALL
  (SELECT _cls, _who, _row, _copy FROM {lives} WHERE last >= (SELECT max(number) FROM {releases})
   EXCEPT SELECT _cls, _who, _row, _copy FROM {now}))
"""
MARKS = """
SELECT DISTINCT _cls, number, delta_k FROM (
  SELECT _cls, (SELECT min(number) FROM {releases}) AS number FROM {touched}
  UNION ALL SELECT _cls, first FROM {lives}
  UNION ALL SELECT _cls, (SELECT min(number) FROM {releases} WHERE number > last) FROM {lives}
) JOIN {releases} USING (number) WHERE _cls IN (SELECT _cls FROM {touched})
"""
GAINED = """
SELECT _cls FROM {now} AS now JOIN {marks} AS mark USING (_cls)
WHERE NOT EXISTS (SELECT 1 FROM {lives} AS life
  WHERE life._who = now._who AND life._row = now._row AND life._copy = now._copy
    AND mark.number BETWEEN life.first AND life.last)
GROUP BY _cls, number, delta_k HAVING count(DISTINCT _who) < delta_k{alike}
"""
LOST = """
SELECT _cls FROM {lives} AS life JOIN {marks} AS mark USING (_cls)
WHERE mark.number BETWEEN life.first AND life.last
  AND NOT EXISTS (SELECT 1 FROM {now} AS now
    WHERE life._who = now._who AND life._row = now._row AND life._copy = now._copy)
GROUP BY _cls, number, delta_k HAVING count(DISTINCT _who) < delta_k{alike}
"""
ALIKE = """
OR apart(string_split(CASE WHEN _answers IS NULL THEN hex(_row)
  ELSE json_extract_string(_answers, '$."{column}"') END, ' ')) < {least}
"""
GROUPED = """
WITH known AS (
  SELECT _cls, min(_answers) AS answers FROM (
    SELECT _cls, _answers FROM {exported} UNION ALL SELECT _cls, _answers FROM {lives})
  WHERE json_extract_string(_answers, '$."_group"') IS NOT NULL GROUP BY _cls)
SELECT rows.* REPLACE (answers AS _answers,
  coalesce(json_extract_string(answers, '$."_group"'), hex(rows._cls)) AS _cls)
FROM {rows} AS rows LEFT JOIN known USING (_cls)
"""
"""Rows of counts by who shares all but sensitive columns, in place of their cell."""

FEW = """
SELECT then_cls, now_cls FROM (
  SELECT then_cls, CASE WHEN then_cls IS NULL THEN _who ELSE then_who END AS who,
  CASE WHEN EXISTS (SELECT 1 FROM {now} AS now
    WHERE now._who = pairs._who AND now._row = pairs._row) THEN _cls END AS now_cls
  FROM {pairs} AS pairs)
WHERE then_cls IS NOT NULL OR now_cls IS NOT NULL
GROUP BY ALL HAVING count(DISTINCT who) < {delta_k}
"""

UNLIKE = """
SELECT DISTINCT _who FROM (
  (SELECT _who, _row FROM {one} EXCEPT SELECT _who, _row FROM {other})
  UNION ALL (SELECT _who, _row FROM {other} EXCEPT SELECT _who, _row FROM {one}))
"""


def differences(
    now: Any, lives: Any, releases: Any, place: Workspace, diverse: Mapping[str, int]
) -> int:
    """How many classes of `now` gained or lost rows of 1 to delta_k - 1 people since a release.

    `now` and `lives` (Ibis) hold the digests of rows; `releases` say `number` and `delta_k`;
    `diverse` how many answers to a column a batch needs, where it is guarded.
    """
    given = {"now": now, "lives": lives, "releases": releases}
    touched = place.table("touched", TOUCHED, **given)
    marks = place.table("marks", MARKS, touched=touched, **given)
    alike = "".join(ALIKE.format(column=name, least=of) for name, of in diverse.items())
    changed = place.filled(f"{GAINED} UNION {LOST}", marks=marks, alike=alike, **given)
    return len(place.sql(changed))


def series_problems(settled: Settled) -> Iterator[Problem]:
    """Blockers where what leaves of a part would tell people apart from an earlier release."""
    part = settled.ledger_part
    classes = _small_differences(part)
    if classes:
        yield Problem(
            "series-difference",
            settled.part,
            f"{classes} classes would change by rows of fewer than {part.delta_k} people, or of "
            "people who answer alike, since an earlier release",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )
    few = _few(part) if part.bridge is not None else 0
    if few:
        yield Problem(
            "policy-difference",
            settled.part,
            f"its privacy policy changed: compared with the last release, {few} groups of fewer "
            f"than {part.delta_k} people could be told by subtraction",
            WAY_OUT.format(part.dataset),
        )
    if settled.count + settled.lacking != part.place.count(part.alive):
        yield Problem(
            "series-difference",
            settled.part,
            "the rows that leave are not those that the ledger would remember",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )


def _small_differences(part: LedgerPart) -> int:
    """Of counts, cells change by enough people, and groups of cells by enough answers too."""
    tables = part.alive, part.lives
    if not part.people:
        return differences(*tables, part.releases, part.place, part.diverse)
    cells = differences(*tables, part.releases, part.place, {})
    if not part.diverse:
        return cells
    now, lives = (_grouped(rows, part) for rows in tables)
    return cells + differences(now, lives, part.releases, part.place, part.diverse)


def _grouped(rows: Any, part: LedgerPart) -> Any:
    tables = {"rows": rows, "exported": part.exported, "lives": part.lives}
    return part.place.table("grouped", GROUPED, **tables)


def together_problems(table: str, settled: Sequence[Settled]) -> Iterator[Problem]:
    """A blocker where a person would change in some counts of a table and wait in others."""
    parts = [one.ledger_part for one in settled if one.ledger_part.bridge is None]
    moved = " UNION ".join(_unlike(part, part.alive, _then(part)) for part in parts)
    waiting = " UNION ".join(_unlike(part, part.alive, part.exported) for part in parts)
    few = len(parts[0].place.sql(f"({moved}) INTERSECT ({waiting})")) if parts else 0
    if few:
        yield Problem(
            "counts-apart",
            table,
            f"{few} people would change in one table of counts and not in another, so that "
            "subtracting one from the other could tell of them",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )


def _then(part: LedgerPart) -> Any:
    """The rows that stood in the release that is served."""
    number = -1 if part.base is None else part.base
    return part.lives.filter(part.lives["first"] <= number, part.lives["last"] >= number)


def _unlike(part: LedgerPart, one: Any, other: Any) -> str:
    """A statement for the people whose rows differ in two tables of digests."""
    return part.place.filled(UNLIKE, one=one, other=other)


def _few(part: LedgerPart) -> int:
    """How many pairs of an old and a new class, or of one and none, share too few people."""
    words = {"pairs": part.bridge, "now": part.alive, "delta_k": part.delta_k}
    return len(part.place.sql(part.place.filled(FEW, **words)))
