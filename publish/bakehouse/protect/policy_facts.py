"""What a column's policy is, as plain values: when any of them changes, the policy has changed."""

from pathlib import Path
from typing import Any

from publish.bakehouse.protect.ladders import rungs
from publish.declare.column import Column
from publish.declare.techniques import Ladder, published_type


def policy_facts(column: Column, folder: Path) -> dict[str, Any]:
    """The role, the technique and its parameters, and of a ladder its content and origin.

    JSON values; `folder` is the dataset's, where its own lookups lie.
    """
    facts: dict[str, Any] = {"role": column.role, "type": column.type}
    if column.protect is None:
        return facts
    technique, parameters = column.protect.technique, column.protect.parameters
    facts |= {
        "technique": technique,
        "parameters": parameters.model_dump(mode="json", by_alias=True, exclude_none=True),
        "published_type": published_type(column.type, technique),
    }
    if isinstance(parameters, Ladder):
        rung_table = rungs(parameters, folder)
        facts["ladder"] = {"sha256": rung_table.digest, "origin": rung_table.origin}
    return facts
