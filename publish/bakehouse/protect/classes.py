"""Equivalence classes of records, counted in people: measured, bounded, kept or suppressed whole.

k-anonymity: Samarati and Sweeney 1998; distinct l-diversity: Machanavajjhala et al. 2007;
dominance: the (1, k) rule of Hundepool et al., Statistical Disclosure Control, 2012.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import ibis

from publish.bakehouse import functions
from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.identity import answers
from publish.bakehouse.protect.recoded import PERSON
from publish.declare.policy import Privacy

CLASS = "_class"
"""The class of a row: the 128-bit digest of its quasi-identifiers, equal where all are equal."""

# Why counting by digests is exact. Of n classes, some two share a digest by chance with a
# probability of n² / 2^129 (the birthday bound): under 2e-25 for 10 M. On purpose, MD5 lets a
# person invent two texts of one digest, but find none for a text that is given: nobody gets into
# the class of others without their values. People and values are counted within classes by codes
# of 64 bits: two that meet in one class count as one, so that fewer rows leave, never more. What
# lasts, the ledger, knows a class by the keyed SHA-256 of its text.
COUNTS = f"""
SELECT coalesce(sum(rows), 0)::BIGINT, (SELECT count(DISTINCT {PERSON}) FROM {{rows}}), count(*)
FROM {{measures}}
"""  # noqa: S608


@dataclass(frozen=True)
class Count:
    """How many rows, people and classes there are."""

    rows: int
    people: int
    classes: int


@dataclass(frozen=True)
class Suppressed:
    """The rows of the classes that stay, the measures of every class, and counts."""

    rows: Any
    measures: Any
    before: Count
    after: Count

    @property
    def share(self) -> float:
        """The share of rows that went, between 0 and 1."""
        gone = self.before.rows - self.after.rows
        return gone / self.before.rows if gone else 0.0


def with_class(rows: Any, columns: Iterable[str]) -> Any:
    """The rows with CLASS: equal where all of `columns` are equal, null being a value."""
    return rows.mutate(**{CLASS: functions.md5(class_text(rows, columns)).cast("uuid")})


def class_text(rows: Any, columns: Iterable[str]) -> Any:
    """The values of `columns`, by name, as a JSON array of texts and nulls: no two are alike."""
    texts = [rows[name].cast("string") for name in sorted(columns)]
    return ibis.array(texts).cast("json").cast("string") if texts else ibis.literal("[]")


def counted(rows: Any, diverse: Iterable[str]) -> Any:
    """What `measured` needs of the rows: CLASS, PERSON and the columns for l, as short codes."""
    return rows.select(CLASS, **{PERSON: code(rows[PERSON])}, **answer_codes(rows, diverse))


def code(values: Any) -> Any:
    return values.notnull().ifelse(functions.code(values), None)


def answer_codes(rows: Any, diverse: Iterable[str]) -> dict[str, Any]:
    """What the rows answer to each column, by name: a code for each item of the answer."""
    return {name: answers(rows[name]).map(functions.code) for name in diverse}


def bounded(rows: Any, most: int, place: Workspace) -> Any:
    """At most `most` rows of each person in each class: the first by their published values."""
    crowded = rows.group_by(CLASS, PERSON).agg(_n=rows.count()).filter(ibis._["_n"] > most)
    crowded = place.kept("crowded", crowded)
    if not place.count(crowded):
        return rows
    order = [rows[name] for name in rows.columns if name not in (CLASS, PERSON)]
    window = ibis.window(group_by=[CLASS, PERSON], order_by=order)
    many = rows.semi_join(crowded, [CLASS, PERSON])
    first = many.mutate(_n=ibis.row_number().over(window)).filter(ibis._["_n"] < most)
    return rows.anti_join(crowded, [CLASS, PERSON]).union(first.select(rows.columns))


def measured(rows: Any, diverse: Mapping[str, int]) -> Any:
    """One row per CLASS: `people`, `rows`, `top_rows`, and `distinct_<column>` for l.

    `top_rows` are the rows of the person who has most. Nulls count neither as people nor as
    distinct values: who has no answer does not hide the answer that all others share. Nor does
    what they say besides: lists that share an item are not distinct (`fewest_items`).
    """
    rows = counted(rows, diverse)
    by_person = rows.group_by(CLASS, PERSON).agg(_n=rows.count())
    measures = by_person.group_by(CLASS).agg(
        people=by_person[PERSON].count(), rows=by_person["_n"].sum(), top_rows=by_person["_n"].max()
    )
    distinct = {f"distinct_{column}": functions.apart(rows[column]) for column in diverse}
    if not distinct:
        return measures
    return measures.inner_join(rows.group_by(CLASS).agg(**distinct), CLASS)


def safe(measures: Any, rule: Privacy) -> Any:
    """Whether each measured class may leave: k people, l distinct values, nobody dominant."""
    conditions = [measures.people >= rule.k]
    conditions += [measures[f"distinct_{name}"] >= least for name, least in rule.l.items()]
    if rule.max_rows_per_class > 1:
        conditions.append(measures.top_rows <= measures.rows * rule.dominance)
    return reduce(and_, conditions)


def suppress(rows: Any, rule: Privacy, place: Workspace) -> Suppressed:
    """The rows of the safe classes; a class goes whole or not at all."""
    measures = place.kept("classes", measured(rows, rule.l))
    kept = measures.filter(safe(measures, rule))
    remaining = rows.semi_join(kept, CLASS)
    before, after = _count(rows, measures, place), _count(remaining, kept, place)
    return Suppressed(remaining, measures, before, after)


def _count(rows: Any, measures: Any, place: Workspace) -> Count:
    [figures] = place.sql(place.filled(COUNTS, rows=rows, measures=measures))
    return Count(*figures)
