"""Which columns single people out: alone, beside the others, and what leaving one out saves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from publish.bakehouse.protect.classes import CLASS, measured, safe, with_class
from publish.bakehouse.protect.recoded import PERSON
from publish.declare.policy import Privacy

MOST_TRIES = 12
"""How many columns are left out in turn: each costs a pass over the rows."""


@dataclass(frozen=True)
class Singling:
    """What a column does: `alone` and `added` are shares of people, 0 to 1.

    `alone`: people with a value that nobody else has. `added`: people whom the quasi-identifiers
    point to with this column and not without it.
    """

    column: str
    role: str
    alone: float
    added: float


def unique_people(rows: Any, columns: Iterable[str]) -> int:
    """How many people have, in some row, values of `columns` that nobody else has."""
    pairs = with_class(rows, columns).select(CLASS, PERSON).distinct()
    classes = pairs.group_by(CLASS).agg(people=pairs[PERSON].count(), who=pairs[PERSON].min())
    return int(classes.filter(ibis._.people == 1).who.nunique().to_pyarrow().as_py())


def singling(
    rows: Any, roles: Mapping[str, str], quasi_identifiers: Sequence[str]
) -> list[Singling]:
    """Each column of `roles` (name to role), the one that adds most unique people first."""
    people = int(rows[PERSON].nunique().to_pyarrow().as_py()) or 1
    together = unique_people(rows, quasi_identifiers)
    measured_columns = []
    for name, role in roles.items():
        others = [other for other in quasi_identifiers if other != name]
        is_quasi_identifier = len(others) < len(quasi_identifiers)
        beside = together if is_quasi_identifier else unique_people(rows, [*others, name])
        without = unique_people(rows, others) if is_quasi_identifier else together
        alone = unique_people(rows, [name])
        measured_columns.append(Singling(name, role, alone / people, (beside - without) / people))
    return sorted(measured_columns, key=lambda one: (-one.added, -one.alone, one.column))


def suppressed_share(rows: Any, columns: Iterable[str], rule: Privacy) -> float:
    """The share of rows in classes over `columns` that `rule` would suppress, before bounding."""
    measures = measured(with_class(rows, columns), rule.l)
    unsafe = measures.rows.sum(where=~safe(measures, rule))
    [sums] = measures.agg(all=measures.rows.sum(), unsafe=unsafe).to_pyarrow().to_pylist()
    return float((sums["unsafe"] or 0) / sums["all"]) if sums["all"] else 0.0


def shares_without(rows: Any, columns: Sequence[str], rule: Privacy) -> dict[str, float]:
    """For each column: the share of rows suppressed if it were left out, the least first."""
    shares = {
        name: suppressed_share(rows, [other for other in columns if other != name], rule)
        for name in columns[:MOST_TRIES]
    }
    return dict(sorted(shares.items(), key=lambda pair: pair[1]))
