"""Techniques on one column at a time."""

from collections.abc import Callable
from typing import Any

import ibis

from publish.declaration import Table
from publish.engine import Workspace
from publish.protect.keys import Keys
from publish.protect.leaving import PERSON
from publish.protect.pseudonyms import pseudonymise
from publish.techniques import Parameters

Technique = Callable[[Any, str, Parameters, Keys, Workspace], Any]


def _drop(table: Any, column: str, parameters: Parameters, keys: Keys, workspace: Workspace) -> Any:
    return table.drop(column)


TECHNIQUES: dict[str, Technique] = {
    "drop": _drop,
    "pseudonymise": pseudonymise,
}


def recode(rows: Any, declared: Table, keys: Keys, workspace: Workspace) -> Any:
    """The rows with each column's technique applied, published columns in declared order.

    About people, PERSON comes with them; rows without a contributor are taken for one person.
    """
    people = declared.about == "people" and declared.contributor is not None
    if people:
        person = rows[declared.contributor].cast("string")
        rows = rows.mutate(**{PERSON: ibis.coalesce(person, "")})
    for name, column in declared.columns.items():
        if column.protect is not None and name in rows.columns:
            technique = TECHNIQUES[column.protect.technique]
            rows = technique(rows, name, column.protect.parameters, keys, workspace)
    return rows.select(*declared.published, *([PERSON] if people else []))
