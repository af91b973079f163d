"""What a settled part tells inside: how much waits, for how long, and what was let through."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.series.candidates import DROP, WAIT

Json = dict[str, Any]
TALLY = """
WITH alive AS (SELECT _cls, _who, _row, _copy, _lacking FROM {alive}),
classes AS (SELECT DISTINCT _cls, true AS _stays FROM alive),
found AS (SELECT _cls, _who, _row, _copy, _kind,
  CASE _kind WHEN 'drop' THEN 'out' ELSE 'in' END AS way FROM {candidates})
SELECT _kind, _lacking IS NOT NULL AS alive, _stays IS NOT NULL AS stays,
  coalesce(seen, '{today}') AS seen, count(*) AS rows, count(*) FILTER (_lacking) AS lacking
FROM found LEFT JOIN alive USING (_cls, _who, _row, _copy) LEFT JOIN classes USING (_cls)
  LEFT JOIN {pending} USING (_who, _row, _copy, way)
GROUP BY ALL
"""
AWAY = """
SELECT count(DISTINCT _cls) FROM {candidates}
WHERE _kind != 'drop' AND _cls NOT IN (SELECT _cls FROM {alive})
"""
CHOSEN = "SELECT _choice, count(*) FROM {choices} GROUP BY _choice ORDER BY _choice"


@dataclass(frozen=True)
class Group:
    """So many candidates of a kind: whether they leave, whether any of their class does, and since
    when they wait."""

    kind: str
    alive: bool
    stays: bool
    seen: date
    rows: int
    lacking: int


@dataclass(frozen=True)
class Tally:
    """The candidates of a part, in groups, and how many classes stay away whole."""

    groups: tuple[Group, ...]
    away: int

    @property
    def lacking(self) -> int:
        """The rows that leave while nothing knows their values any more."""
        return sum(group.lacking for group in self.groups)

    @property
    def young(self) -> date | None:
        """Since when the oldest row waits that is too young today; None where none is."""
        return min((group.seen for group in self.groups if group.kind == WAIT), default=None)


def tally(candidates: Any, alive: Any, pending: Any, recoded: RecodedTable) -> Tally:
    """The candidates of a part counted once it is decided which of them leave (`alive`, Ibis)."""
    place, today = recoded.place, recoded.as_of.isoformat()
    words = {"candidates": candidates, "alive": alive, "pending": pending}
    counted = place.sql(place.filled(TALLY, today=today, **words))
    groups = (
        Group(kind, leaves, stays, date.fromisoformat(seen), rows, lacking)
        for kind, leaves, stays, seen, rows, lacking in counted
    )
    [[away]] = place.sql(place.filled(AWAY, **words))
    return Tally(tuple(groups), away)


def figures(found: Tally, choices: Any, recoded: RecodedTable) -> Json:
    """The exact figures of a settled part, which never leave."""
    alive = [group for group in found.groups if group.alive]
    held = [group for group in found.groups if not group.alive and group.kind != DROP]
    waiting = [group for group in held if group.stays]
    retained = [group for group in alive if group.kind == DROP]
    exact = {
        "rows": _rows(alive),
        "held": _rows(waiting),
        "suppressed": _rows(held) - _rows(waiting),
        "retained": _rows(retained),
        "held_weeks": _weeks(waiting, recoded.as_of),
        "retained_weeks": _weeks(retained, recoded.as_of),
    }
    place = recoded.place
    chosen = () if choices is None else place.sql(place.filled(CHOSEN, choices=choices))
    return {"exact": exact, "choices": dict(chosen), "suppressed_classes": found.away}


def _rows(groups: list[Group]) -> int:
    return sum(group.rows for group in groups)


def _weeks(groups: list[Group], as_of: date) -> dict[str, int]:
    """How many rows wait since how many whole weeks."""
    weeks: Counter[int] = Counter()
    for group in groups:
        weeks[(as_of - group.seen).days // 7] += group.rows
    return {str(week): weeks[week] for week in sorted(weeks)}
