"""What each class lets through: the first choice under which nobody is told apart."""

from typing import Any

import ibis

from publish.engine import Workspace
from publish.policy import Privacy
from publish.protect.classes import CLASS, measured, safe
from publish.series.digests import CLS, WHO
from publish.series.history import CHOICES, broken
from publish.series.universe import DROP, KIND, LACKING

CHOICE = "_choice"
NOTHING = "nothing"
"""The whole class stays away: always allowed, for a class has delta_k people or was never shown."""


def chosen(
    everything: Any, lives: Any, releases: Any, classes: Any, rule: Privacy, place: Workspace
) -> Any:
    """For each class (CLS) that may change, its CHOICE.

    In this order: both what comes and what goes; only what goes; nothing at all, where enough
    people go and too few would stay; only what comes; no change; nothing at all.
    """
    rows = everything.semi_join(classes, CLS)
    fit = {choice: _fit(rows, kinds, rule, place) for choice, kinds in CHOICES.items()}
    bad = broken(rows, lives, releases, classes, place)
    table = classes
    for choice, found in fit.items():
        refused = bad.filter(bad.choice == choice).select(CLS, _bad=ibis.literal(True))
        joined = _beside(_beside(table, found.select(CLS, _fit=ibis.literal(True))), refused)
        is_fit, is_bad = joined["_fit"].notnull(), joined["_bad"].notnull()
        named = {f"fit_{choice}": is_fit, f"ok_{choice}": is_fit & ~is_bad}
        table = joined.mutate(**named).drop("_fit", "_bad")
    table = _beside(table, _going(rows))
    return place.con.create_table(place.name("choices"), _decided(table, rule), temp=True)


def _beside(table: Any, other: Any) -> Any:
    return table.left_join(other, CLS).drop(ibis.selectors.endswith("_right"))


def _fit(rows: Any, kinds: tuple[str, ...], rule: Privacy, place: Workspace) -> Any:
    """The classes that may leave with rows of these kinds only."""
    found = fitting(rows.filter(rows[KIND].isin(kinds)), rule)
    classes = rows.select(CLASS, CLS).distinct().semi_join(found, CLASS).select(CLS)
    return place.con.create_table(place.name("fit"), classes, temp=True)


def fitting(rows: Any, rule: Privacy) -> Any:
    """The measured classes that may leave: k, delta_k, l, dominance, few rows of each person."""
    measures = measured(rows, rule.l)
    return measures.filter(
        safe(measures, rule),
        measures.people >= rule.delta_k,
        measures.top_rows <= rule.max_rows_per_class,
    )


def _going(rows: Any) -> Any:
    """For each class: how many people go, and whether values of some rows are lost."""
    going = rows.filter(rows[KIND] == DROP)
    return going.group_by(CLS).agg(_going=going[WHO].nunique(), _lacking=going[LACKING].any())


def _decided(table: Any, rule: Privacy) -> Any:
    whole = ~ibis.coalesce(table["_lacking"], False)
    emptied = ~table.fit_both & ~table.fit_removals
    many = ibis.coalesce(table["_going"], 0) >= rule.delta_k
    choice = ibis.cases(
        (table.ok_both, "both"),
        (table.ok_removals, "removals"),
        (emptied & many, NOTHING),
        (table.ok_additions & whole, "additions"),
        (table.ok_none & whole, "none"),
        else_=NOTHING,
    )
    return table.select(CLS, **{CHOICE: choice})
