"""Batches in counts that count by a sensitive column: enough people, who do not answer alike.

The people who share all columns of a cell but the sensitive ones are a *group*: what a reader may
know of somebody. Whoever comes to or leaves a group between two releases is a batch, which must
hold l answers; otherwise the numbers of the group, subtracted, tell what everybody in the batch
answered.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.series.candidates import ADD, DROP, KIND
from publish.bakehouse.series.digests import CLS
from publish.bakehouse.series.history import moves
from publish.bakehouse.series.settle import OpenPart, kept
from publish.declare.policy import Privacy

KNOWN = """
SELECT _cls, any_value(_answers) AS _answers FROM (
  SELECT _cls, _answers FROM {exported} UNION ALL SELECT _cls, _answers FROM {lives})
WHERE json_exists(_answers, '$."_group"') GROUP BY _cls
"""
"""What a cell says of its group and answers; a ledger of old may not say it of a cell that went."""
GROUPED = """
SELECT rows.* REPLACE (coalesce(known._answers, rows._answers) AS _answers,
  coalesce(unhex(json_extract_string(known._answers, '$."_group"')), rows._cls) AS _cls)
FROM {rows} AS rows LEFT JOIN {known} AS known USING (_cls)
"""
ALIKE = """
WITH leaving AS (
  SELECT moved.* FROM {moves} AS moved
  LEFT JOIN (SELECT DISTINCT _who, true AS waits FROM {held}) USING (_who)
  WHERE (side = 'gained') = CASE _kind WHEN 'keep' THEN true WHEN 'add' THEN waits IS NULL
    WHEN 'drop' THEN waits IS NOT NULL ELSE false END),
alike AS (SELECT _cls FROM leaving GROUP BY _cls, number, side HAVING {few}),
stays AS (
  SELECT _cls, _answers, _row FROM {candidates}
  LEFT JOIN (SELECT DISTINCT _who, true AS waits FROM {held}) USING (_who)
  WHERE _kind = 'keep' OR (_kind = 'add') = (waits IS NULL) AND _kind IN ('add', 'drop')),
left_alike AS (SELECT _cls FROM stays GROUP BY _cls HAVING {few})
SELECT DISTINCT _who FROM {candidates}
WHERE _kind IN ('add', 'drop') AND _who NOT IN (FROM {held})
  AND (_cls IN (FROM alike) OR _cls IN (FROM left_alike))
"""
"""Who moves in a group of which a batch would be alike, or of which alike answers would be left."""
ANSWER = "json_extract_string(_answers, '$.\"{}\"')"


class Batches:
    """The groups of one part of counts beside each of their earlier states."""

    def __init__(self, part: OpenPart, known: Any) -> None:
        place, self.rule, self.place = part.place, part.rule, part.place
        self._candidates = grouped(part.candidates, known, place)
        lives = grouped(part.lives, known, place)
        kinds = self._candidates[KIND].isin([ADD, DROP])
        groups = kept(self._candidates.filter(kinds).select(CLS).distinct(), place)
        self._moves = moves(self._candidates, lives, part.releases, groups, place)

    def alike(self, held: Any) -> Any:
        """The people (WHO) who wait too, since those who go with them answer too much alike."""
        words = {"moves": self._moves, "candidates": self._candidates, "held": held}
        return self.place.table("alike", ALIKE, few=few_answers(self.rule.l), **words)


def guarded_batches(parts: Sequence[OpenPart], known: Mapping[int, Any]) -> list[Batches]:
    """The batches of the parts that count by a column guarded by l, after their first release."""
    found = [(parts[number], table) for number, table in known.items()]
    return [Batches(part, table) for part, table in found if part.position.past]


def rule_of(rule: Privacy, columns: Sequence[str]) -> Privacy:
    """The rule of a table of counts: l holds for the columns that it counts by."""
    guarded = {name: least for name, least in rule.l.items() if name in columns}
    return rule.model_copy(update={"l": guarded})


def known_answers(parts: Sequence[OpenPart]) -> dict[int, Any]:
    """For each part that counts by a guarded column, a table of the ANSWERS of its cells (CLS)."""
    return {number: _known(part) for number, part in enumerate(parts) if part.rule.l}


def _known(part: OpenPart) -> Any:
    return part.place.table("known", KNOWN, exported=part.exported, lives=part.lives)


def grouped(rows: Any, known: Any, place: Workspace) -> Any:
    """Rows of counts with their group as CLS; a cell of which it is not known is its own."""
    return place.table("grouped", GROUPED, rows=rows, known=known)


def few_answers(diverse: Mapping[str, int]) -> str:
    """The SQL condition on a group of rows: too few answers to one of the columns."""
    answers = ((ANSWER.format(name), least) for name, least in diverse.items())
    return " OR ".join(f"apart(string_split({of}, ' ')) < {least}" for of, least in answers)


def least_people(rule: Privacy) -> int:
    """The fewest people of whom none is more than the share `dominance`, once in each cell.

    Where each number changes by so many, nobody has a greater share of a group's entries either:
    one in each number at most.
    """
    bound = rule.max_rows_per_class > 1 and rule.dominance > 0
    return ceil(1 / rule.dominance) if bound else 1
