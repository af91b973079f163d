"""The headers of JSON records: a dotted path for each value that the declaration may name."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from publish.errors import SourceError

Path = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """The keys that lead to a header's values; whether these are lists, objects or fractions."""

    path: Path
    nested: bool = False
    fraction: bool = False


@dataclass
class Node:
    """What stands at one path in any record: values, and objects with these keys."""

    values: bool = False
    lists: bool = False
    fraction: bool = False
    keys: dict[str, "Node"] = field(default_factory=dict)


def merged(structures: Iterable[str], file: str) -> Node:
    """One tree of the structures of all records, as DuckDB's `json_structure` writes them."""
    root = Node()
    try:
        for structure in structures:
            _merge(root, json.loads(structure))
    except RecursionError:
        raise SourceError(
            f"{file}: objects or lists within one another beyond measure; export it flatter"
        ) from None
    return root


def places(root: Node, wanted: Iterable[str], file: str) -> dict[str, Place]:
    """Where the values of each header are.

    A wanted header covers all that lies below it; where none does, each value has its own.
    An empty object or list counts as a value only where no record holds an object.
    Raises SourceError when two paths make one header, as the key `a.b` and the key `b` in `a`.
    """
    found: dict[str, Place] = {}
    for place in _leaves(root, (), frozenset(wanted)):
        header = ".".join(place.path).strip()
        if header in found:
            raise SourceError(f"{file}: two paths are both called {header!r}; rename one key")
        found[header] = place
    return found


def objects(found: Iterable[Place]) -> list[Path]:
    """The paths of the objects on the way to the headers, the record itself first."""
    paths = [place.path for place in found]
    return sorted({path[:length] for path in paths for length in range(len(path))} | {()})


def _merge(node: Node, structure: Any) -> None:
    node.fraction = node.fraction or '"DOUBLE"' in json.dumps(structure)
    if isinstance(structure, dict):
        for key, below in structure.items():
            _merge(node.keys.setdefault(key, Node()), below)
    elif structure not in ("NULL", "JSON", ["NULL"]):
        node.values = True
        node.lists = node.lists or isinstance(structure, list)


def _leaves(
    node: Node, path: Path, wanted: frozenset[str], covered: bool = False
) -> Iterator[Place]:
    for key, below in node.keys.items():
        here = (*path, key)
        named = ".".join(here) in wanted
        if named or (not covered and (below.values or not below.keys)):
            yield Place(here, below.lists or bool(below.keys), below.fraction)
        yield from _leaves(below, here, wanted, covered or named)
