"""How a class would differ from each of its earlier states, in people."""

from collections.abc import Mapping
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.series.candidates import ADD, DROP, KEEP
from publish.bakehouse.series.ledger import STILL
from publish.declare.policy import Privacy

DEAD = "dead"
"""A row that stood in an earlier release and in no choice of today."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "both": (KEEP, ADD),
    "removals": (KEEP,),
    "additions": (KEEP, ADD, DROP),
    "none": (KEEP, DROP),
}
"""The rows that a class would have, by what is let through; a fifth choice is no row at all."""
STATES = """
SELECT DISTINCT _cls, number, delta_k FROM (
  SELECT _cls, first AS number FROM {lives}
  UNION ALL SELECT _cls, next FROM {lives} JOIN {releases} ON last = number
  UNION ALL SELECT _cls, (SELECT min(number) FROM {releases}) FROM {classes}
) SEMI JOIN {classes} USING (_cls) JOIN {releases} USING (number)
"""
MOVES = """
WITH today AS (
  SELECT _cls, _who, _row, _copy, _answers, _kind FROM {candidates} WHERE _kind != 'wait'),
standing AS (
  SELECT _cls, _who, _row, _copy, _answers, number, delta_k FROM {lives} JOIN {states} USING (_cls)
  WHERE number BETWEEN first AND last),
always AS (
  FROM {lives} WHERE first <= (SELECT min(number) FROM {releases}) AND last = {still}),
younger AS (FROM today ANTI JOIN always USING (_who, _row, _copy))
SELECT _cls, _who, _row, _answers, _kind, number, delta_k, 'gained' AS side
FROM younger JOIN {states} USING (_cls) ANTI JOIN standing USING (_who, _row, _copy, number)
UNION ALL
SELECT standing._cls, _who, _row, standing._answers, coalesce(_kind, '{dead}'), number, delta_k,
  'lost'
FROM standing LEFT JOIN today USING (_who, _row, _copy) WHERE _kind IS DISTINCT FROM 'keep'
"""
BROKEN = """
WITH moved AS (FROM {moves} JOIN ({told}) AS told(choice, side, _kind) USING (side, _kind)),
people AS (
  SELECT _cls, choice, side, number, delta_k, _who, count(*) AS n FROM moved GROUP BY ALL),
batches AS (
  SELECT _cls, choice, side, number, delta_k, count(*) AS people, sum(n) AS rows, max(n) AS top
  FROM people GROUP BY ALL)
SELECT _cls, choice FROM batches
WHERE people < delta_k OR ({bound} > 1 AND top > rows * {dominance}::DOUBLE)
"""
ALIKE = """
UNION SELECT _cls, choice FROM moved GROUP BY _cls, choice, side, number
HAVING apart(string_split(CASE WHEN _answers IS NULL THEN hex(_row)
  ELSE json_extract_string(_answers, '$."{column}"') END, ' ')) < {least}
"""


def moves(candidates: Any, lives: Any, releases: Any, classes: Any, place: Workspace) -> Any:
    """The rows beside each state that they tell apart: `side` is `gained` where they did not stand.

    The states of a class (CLS) are the releases at which it was new or changed: between them it
    stood still, so that comparing with these compares with all. A gained row counts where it
    leaves today, a lost one where it does not.
    """
    words = {"lives": lives, "releases": releases, "still": STILL, "dead": DEAD}
    states = place.table("states", STATES, classes=classes, **words)
    return place.table("moves", MOVES, candidates=candidates, states=states, **words)


def broken(
    candidates: Any, lives: Any, releases: Any, classes: Any, rule: Privacy, place: Workspace
) -> Any:
    """The (CLS, `choice`) that would gain or lose too few people, or people too much alike.

    Too few are 1 to delta_k - 1; too much alike is a batch without l answers, or most of whose
    rows are of one person.
    """
    alike = "".join(ALIKE.format(column=name, least=least) for name, least in rule.l.items())
    return place.table(
        "broken",
        BROKEN + alike,
        moves=moves(candidates, lives, releases, classes, place),
        told=_told(),
        bound=rule.max_rows_per_class,
        dominance=rule.dominance,
    )


def _told() -> str:
    """Which moves a reader would see of each choice."""
    told = [(choice, "gained", kind) for choice, kinds in CHOICES.items() for kind in kinds]
    for choice, kinds in CHOICES.items():
        away = [kind for kind in (KEEP, ADD, DROP, DEAD) if kind not in kinds]
        told += [(choice, "lost", kind) for kind in away]
    return f"VALUES {', '.join(map(str, told))}"
