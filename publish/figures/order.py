"""Where the values of a column stand, where they have an order of their own.

It is the declared one, of bands that by size, of whole numbers the usual one.
"""

import re
from collections.abc import Callable
from math import inf
from typing import Any

from publish.release.table import Field
from publish.words.sql import literal, sql_name

Place = tuple[float, bool, str]


def placing(field: Field) -> Callable[[Any], Place] | None:
    """A key to sort the values of a column by; None where they have no order of their own."""
    if field.order:
        places = {value: place for place, value in enumerate(field.order)}
        return lambda value: (places.get(str(value), inf), False, str(value))
    if field.protection == "band":
        return _band
    if field.type == "integer":
        return lambda value: (value, False, "")
    return None


def _band(value: Any) -> Place:
    """Where a band (`<30`, `30–44`, `60+`) stands, in releases that do not tell."""
    label = str(value)
    found = re.search(r"-?\d+(\.\d+)?", label)
    return (float(found[0]) if found else inf, not label.startswith("<"), label)


def placed_sql(field: Field) -> str:
    """The SQL of what orders rows by a column: null where it is, values without a place last."""
    name = sql_name(field.name)
    if not field.order:
        return name
    places = enumerate(field.order)
    whens = " ".join(f"when {literal(value)} then {place}" for place, value in places)
    ordered = f"case cast({name} as text) {whens} else {len(field.order)} end"
    return f"iif({name} is null, null, {ordered})"
