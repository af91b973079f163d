"""Which numbers of a period are shown, and which are folded into `_other`.

A number is shown where a single row of it has k people or more, in each of the periods that its
block is told by. The others are added up; where nobody knows that k people are behind their sum in
each period, or while it is under 2 k there, the smallest of those that could be shown joins them:
who knows that k are behind one row of twelve would know the rest. So no sum or difference of what
is shown is that of few people: see docs/usage.md.
"""

from collections.abc import Sequence
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.declare.counts import OTHER, VISITOR_DAYS, Counts

KEYS = "_within, _measure, _block"
# Weeks of few people would be what remains of a month beside the other weeks.
SOLID = f"""
SELECT * FROM {{cells}} SEMI JOIN {{whole}} USING (_within, _block) SEMI JOIN (
  SELECT {KEYS} FROM {{cells}} GROUP BY ALL
  HAVING count(DISTINCT _week) = count(DISTINCT _week) FILTER (_behind >= {{k}})
) USING ({KEYS})
"""  # noqa: S608
PEOPLE = "SELECT * FROM {cells} WHERE _measure = '{measure}'"
JUDGED = f"""
WITH days AS (
  SELECT {KEYS}, _feature, {{period}} AS period, max(_behind) AS behind, sum(_behind) AS size
  FROM {{cells}} GROUP BY ALL
), periods AS (
  SELECT {KEYS}, count(DISTINCT period) AS number FROM days GROUP BY ALL
), features AS (
  SELECT {KEYS}, _feature, count(*) FILTER (behind >= {{k}}) AS reached, sum(size) AS size
  FROM days GROUP BY ALL
), fit AS (
  SELECT *, reached = number AS fits, fits AND {{may}} AS may
  FROM features JOIN periods USING ({KEYS})
), ordered AS (
  SELECT *, bool_or(fits) OVER block AS told, bool_or(NOT may) OVER block AS folds,
    bool_or(NOT may) OVER block AND NOT bool_or(fits AND NOT may) OVER block AS bare,
    row_number() OVER (PARTITION BY {KEYS}, may ORDER BY size, _feature) AS place
  FROM fit WINDOW block AS (PARTITION BY {KEYS})
), sums AS (
  SELECT {KEYS}, _feature, sum(days.size) OVER period AS total,
    coalesce(sum(CASE WHEN NOT may THEN days.size END) OVER period, 0)
      + coalesce(sum(days.size) OVER smaller, 0) AS folded
  FROM days JOIN ordered USING ({KEYS}, _feature)
  WINDOW period AS (PARTITION BY {KEYS}, period),
    smaller AS (PARTITION BY {KEYS}, period, may ORDER BY place
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), blocks AS (
  SELECT {KEYS}, min(total) AS least FROM sums GROUP BY ALL
), thin AS (
  SELECT {KEYS}, _feature, min(folded) < 2 * {{k}} AS thin FROM sums GROUP BY ALL
)
SELECT {KEYS}, _feature, may AND NOT (bare AND place = 1) AND NOT (folds AND thin) AS shown
FROM ordered JOIN blocks USING ({KEYS}) JOIN thin USING ({KEYS}, _feature)
WHERE told AND NOT (folds AND least < 2 * {{k}})
"""  # noqa: S608
# What another table hides, or the people behind the same number, is hidden here too.
SHOWN = """EXISTS (
  FROM {known} known WHERE known.shown AND known._within = features._within
  AND known._block = features._block AND known._feature = features._feature AND {same}
)"""
SUMS = f"""
SELECT '{{every}}' AS _every, _within, _block, {{period}} AS _period,
  CASE WHEN shown THEN _feature END AS _feature, _measure, sum(_value)::BIGINT AS _value
FROM {{cells}} JOIN {{judged}} USING ({KEYS}, _feature) SEMI JOIN {{people}} USING (_within, _block)
GROUP BY ALL
"""  # noqa: S608
PERIODS = {"day": "_day", "week": "_block", "month": "_block"}
SAME = "known._measure = features._measure"


def folded(cells: Any, whole: Any, counts: Counts, place: Workspace) -> Any:
    """The numbers of the blocks that are whole (Ibis), by `_every` period.

    `_feature` is null for those that are folded together.
    """
    solid = place.table("solid", SOLID, cells=cells, whole=whole, k=counts.k)
    people = place.table("people", PEOPLE, cells=solid, measure=VISITOR_DAYS)
    named, sums = _named(counts), list[str]()
    # Months and weeks are told first: days show nothing that these hide.
    for every in ("month",) if "month" in counts.every else ("week", "day"):
        base = _judged(people, every, named, counts.k, place)
        judged = _judged(solid, every, [*named, _shown(base, "true", place)], counts.k, place)
        named = [*named, _shown(judged, SAME, place)]
        if every in counts.every:
            words = {"every": every, "period": PERIODS[every]}
            sums.append(place.filled(SUMS, cells=solid, judged=judged, people=base, **words))
    return place.table("folded", "{sums}", sums=" UNION ALL ".join(sums))


def _judged(cells: Any, every: str, may: Sequence[str], k: int, place: Workspace) -> Any:
    """Of each number of each block that is told, whether it is shown where `may` hold."""
    words = {"period": PERIODS[every], "may": " AND ".join(may)}
    return place.table("judged", JUDGED, cells=cells, k=k, **words)


def _shown(known: Any, same: str, place: Workspace) -> str:
    return place.filled(SHOWN, known=known, same=same)


def _named(counts: Counts) -> list[str]:
    """What a tool itself put together has no name that could be shown."""
    if not counts.by:
        return ["true"]
    return [f"coalesce(_feature->>'$.{counts.by[0]}', '') != '{OTHER}'"]
