"""Cells of a row that stays without who made it, which say again who that was."""

import json
from collections.abc import Iterator

from publish.bakehouse.protect.identity import canonical
from publish.declare.table import Table


def telling(declared: Table) -> Iterator[str]:
    """The columns that may say who made a row, beside its contributor, and may be empty."""
    for name, one in declared.columns.items():
        is_free = not (one.dropped or one.constraints.required or name in declared.primary_key)
        if is_free and one.type in ("string", "integer", "list") and name != declared.contributor:
            yield name


def nameless(cell: str, who: str, kind: str) -> str | None:
    """A cell (a list as JSON) without somebody (canonical); None where it says nothing else."""
    if kind != "list":
        return None if canonical(cell) == who else cell
    items = json.loads(cell)
    others = [one for one in items if canonical(str(one)) != who]
    if len(others) == len(items):
        return cell
    return json.dumps(others, ensure_ascii=False, separators=(",", ":")) if others else None
