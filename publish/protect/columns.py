"""Techniques on one column at a time."""

from collections.abc import Callable
from typing import Any

import ibis

from publish.declaration import Table
from publish.protect.generalise import band, grid, round_to, top_code, truncate_date
from publish.protect.ladders import ladder
from publish.protect.leaving import PERSON
from publish.protect.pseudonyms import pseudonymise
from publish.protect.shorten import mask, prefix
from publish.protect.tools import Tools
from publish.techniques import Parameters

Technique = Callable[[Any, str, Parameters, Tools], Any]


def _drop(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    return table.drop(column)


TECHNIQUES: dict[str, Technique] = {
    "drop": _drop,
    "pseudonymise": pseudonymise,
    "band": band,
    "round": round_to,
    "prefix": prefix,
    "ladder": ladder,
    "truncate_date": truncate_date,
    "grid": grid,
    "top_code": top_code,
    "mask": mask,
}


def recode(rows: Any, declared: Table, tools: Tools) -> Any:
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
            rows = technique(rows, name, column.protect.parameters, tools)
    return rows.select(*declared.published, *([PERSON] if people else []))
