"""What a policy costs by the publication's own functions: only this is ever told."""

from collections.abc import Mapping
from typing import Any

from publish.bakehouse.advise.classes import Figures
from publish.bakehouse.advise.rung import Rung
from publish.bakehouse.protect import recode
from publish.bakehouse.protect.classes import bounded, safe, suppress, with_class
from publish.bakehouse.protect.tools import Tools
from publish.declare.declaration import Table


def proved(rows: Any, declared: Table, policy: Mapping[str, Rung], tools: Tools) -> Figures:
    """The figures of typed rows (Ibis) that are recoded, bounded and suppressed as declared."""
    place, rule = tools.place, declared.rule
    recoded = recode(rows, declared, tools)
    classed = place.kept("classed", with_class(recoded, declared.quasi_identifiers))
    found = suppress(bounded(classed, rule.max_rows_per_class, place), rule, place)
    out = place.kept("out", found.rows.select(*declared.quasi_identifiers))
    every = place.count(rows)
    lost = sum(_lost(out, name, rung, every) for name, rung in policy.items())
    kept = found.measures.filter(safe(found.measures, rule))
    people = kept.people.mean().to_pyarrow().as_py()
    return Figures(lost / (every * len(policy)), found.share, float(people or 0.0))


def _lost(out: Any, name: str, rung: Rung, every: int) -> float:
    """What a column loses, in cells: those of rows that do not leave are lost whole."""
    if rung.dropped:
        return float(every)
    values = out.select(value=out[name].cast("string"))
    counts = values.group_by("value").agg(n=values.count()).to_pyarrow().to_pydict()
    by_value = rung.by_value
    kept = sum(n * by_value[value] for value, n in zip(counts["value"], counts["n"], strict=True))
    return float(kept + every - sum(counts["n"]))
