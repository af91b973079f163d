"""Techniques on one column at a time."""

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

import ibis

from publish.bakehouse.protect.identity import canonical_values, united
from publish.bakehouse.protect.recoded import PERSON
from publish.bakehouse.protect.tools import Tools
from publish.declare.declaration import Table
from publish.declare.techniques import TECHNIQUES, Parameters

Technique = Callable[[Any, str, Parameters, Tools], Any]


def drop(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The table without the column."""
    return table.drop(column)


def recoding(technique: str) -> Technique:
    """The function that a technique's entry names; raises KeyError, ImportError."""
    function: Technique = resolve_name(TECHNIQUES[technique].recode)
    return function


def applied(rows: Any, declared: Table, tools: Tools) -> Any:
    """The rows (Ibis) with each value as its column's technique leaves it, all columns kept.

    For the eyes of the person whose rows they are: codes made with the key are left as NULL, since
    they would find the published row, and what is dropped stays as it is.
    """
    for name, column in declared.columns.items():
        if column.synonyms:
            rows = rows.mutate(**{name: united(rows[name], column.synonyms)})
        if column.keyed:
            rows = rows.mutate(**{name: ibis.null("string")})
        elif column.protect is not None and not column.dropped:
            apply = recoding(column.protect.technique)
            rows = apply(rows, name, column.protect.parameters, tools)
    return rows


def recode(rows: Any, declared: Table, tools: Tools) -> Any:
    """The rows with each column's technique applied, published columns in declared order.

    Where a contributor is declared, PERSON comes with them, in its canonical form; rows
    without a contributor are taken for one person.
    """
    contributed = declared.contributor is not None
    if contributed:
        person = rows[declared.contributor].cast("string")
        rows = rows.mutate(**{PERSON: ibis.coalesce(canonical_values(person), "")})
    for name, column in declared.columns.items():
        if column.synonyms and name in rows.columns:
            rows = rows.mutate(**{name: united(rows[name], column.synonyms)})
        if column.protect is not None and name in rows.columns:
            apply = recoding(column.protect.technique)
            rows = apply(rows, name, column.protect.parameters, tools)
    return rows.select(*declared.published, *([PERSON] if contributed else []))
