"""A row that somebody misses: what can be said of it, and what is wrong with what was said."""

from collections.abc import Mapping

from publish.corrections.correctable import correctable
from publish.corrections.proposals import Edit
from publish.corrections.row import declared_table
from publish.corrections.values import written
from publish.declare.model import nearest
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.errors import DeskError


def cells_to_add(
    site: SiteFolder, dataset: str, table: str, values: Mapping[str, str]
) -> tuple[str, dict[str, Edit]]:
    """What a new row would be called, and its cells; `values` are texts by column.

    Raises DeskError for a table that takes no rows, a column that nobody can say, a value that does
    not fit, or one that is missing; DeclarationError for an unknown dataset.
    """
    declared, place = declared_table(site, dataset, table), f"{dataset}.{table}"
    if declared.corrections is None or not declared.corrections.add:
        raise DeskError(
            f"{place}: takes no rows; `corrections: {{add: true}}` lets people add some"
        )
    wrong = [*_unknown(place, declared, values)]
    edits = dict[str, Edit]()
    for name, column in correctable(declared).items():
        try:
            new = written(column, values.get(name, ""))
        except ValueError as error:
            wrong.append(f"{place}.{name}: {error}")
            continue
        if new is not None:
            edits[name] = Edit(None, new)
    if wrong:
        raise DeskError("\n".join(wrong))
    if not edits:
        raise DeskError(f"{place}: nothing is said of the new row")
    label = edits.get(declared.browse.label or "")
    return (label.new or "" if label else "", edits)


def _unknown(place: str, declared: Table, values: Mapping[str, str]) -> list[str]:
    known = correctable(declared)
    return [
        f"{place}: nothing can be said of {name!r} here; {nearest(name, known)}"
        for name in values
        if name not in known
    ]
