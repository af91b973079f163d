"""The leaves of a JSON text: the values in its lists and objects, each with its place."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

Leaf = tuple[str, str]
"""A place, in which `[*]` stands for any item of a list, and the value there, as text."""
LONG = 20
"""Of a longer list the first items are looked at: the line of a shape says nothing more."""
MOST = 1000


def leaves(text: str) -> list[Leaf]:
    """The different leaves of a JSON list or object, in their order; none of any other text."""
    try:
        found = json.loads(text)
        return list(dict.fromkeys(islice(_leaves(found, ""), MOST)))
    except (ValueError, RecursionError):
        return []


def _leaves(value: Any, place: str) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for name, of in value.items():
            yield from _leaves(of, f"{place or '$'}.{name}")
    elif isinstance(value, list):
        for of in value[:LONG]:
            yield from _leaves(of, f"{place or '$'}[*]")
    elif place and value is not None:
        yield place, str(value)
