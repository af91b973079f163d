"""Techniques on one column at a time."""

from collections.abc import Callable
from typing import Any

from publish.declaration import Table
from publish.engine import Workspace
from publish.protect.keys import Keys
from publish.protect.pseudonyms import pseudonymise
from publish.techniques import Parameters

Technique = Callable[[Any, str, Parameters, Keys, Workspace], Any]


def _drop(table: Any, column: str, parameters: Parameters, keys: Keys, workspace: Workspace) -> Any:
    return table.drop(column)


TECHNIQUES: dict[str, Technique] = {
    "drop": _drop,
    "pseudonymise": pseudonymise,
}


def protect(rows: Any, declared: Table, keys: Keys, workspace: Workspace) -> Any:
    """The rows with each column's technique applied; columns come out in declared order."""
    for name, column in declared.columns.items():
        if column.protect is not None and name in rows.columns:
            technique = TECHNIQUES[column.protect.technique]
            rows = technique(rows, name, column.protect.parameters, keys, workspace)
    return rows.select(list(declared.published))
