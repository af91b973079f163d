"""What the values of a column stand for and how they follow each other, as a descriptor says it.

Ours are `labels` by value and language, and `order`. Table Schema has `categories`, with one label
each; as these are all the values there may be, they stand only where the declaration tells all.
"""

from collections.abc import Sequence

from publish.declare.declaration import Column
from publish.declare.value_rules import allowed
from publish.release.described import Json, present


def values_described(column: Column) -> Json:
    """`labels`, `order`, `categories` and `categoriesOrdered` of a published column."""
    labels = {value: text.model_dump(exclude_none=True) for value, text in column.labels.items()}
    described = present({"labels": labels, "order": list(column.order)})
    known = _all_values(column)
    if described and known:
        described["categories"] = [_category(column, value) for value in known]
    if "categories" in described and column.order:
        described["categoriesOrdered"] = True
    return described


def _all_values(column: Column) -> Sequence[str]:
    """Every value that there may be, those with a declared order first; none if not known."""
    if column.type not in ("string", "integer"):
        return ()
    found = allowed(column.constraints.model_dump()) or _bands(column)
    return tuple(dict.fromkeys((*column.order, *found))) if found else ()


def _bands(column: Column) -> Sequence[str]:
    """Of bands the order holds all."""
    banded = column.protect is not None and column.protect.technique == "band"
    return column.order if banded else ()


def _category(column: Column, value: str) -> Json:
    label = column.labels.get(value)
    stored = int(value) if column.type == "integer" else value
    return {"value": stored} | ({"label": label.fr} if label else {})
