"""Steps through a file as it was written, where any key may hold the wrong kind of value."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from publish.declare.model import Finding, Location, Tree


def mapping(node: object) -> Tree:
    """The node, or nothing where it is no mapping."""
    return node if isinstance(node, Mapping) else {}


def items(node: object) -> list[tuple[int, Any]]:
    """The items of a list with their numbers, or nothing where it is no list."""
    return list(enumerate(node)) if isinstance(node, tuple) else []


def texts(tree: Tree, key: str) -> Iterator[tuple[Location, str]]:
    """The text or texts under a key, each with its place; other values are left out."""
    value = tree.get(key)
    if isinstance(value, str):
        yield (key,), value
    for number, item in items(value):
        if isinstance(item, str):
            yield (key, number), item


def at(place: Location, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of a part, placed in the whole."""
    for inside, what in found:
        yield (*place, *inside), what
