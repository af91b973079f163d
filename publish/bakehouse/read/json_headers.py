"""The headers of JSON records: a dotted path for each value that the declaration may name."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from publish.errors import SourceError

Path = tuple[str, ...]


@dataclass(frozen=True)
class HeaderPath:
    """The keys that lead to a header's values; whether these are lists, objects or fractions.

    The last key of an `item` is its place in a list, from 0.
    """

    path: Path
    nested: bool = False
    fraction: bool = False
    item: bool = False


@dataclass
class PathNode:
    """What stands at one path in any record: values, and objects with these keys."""

    values: bool = False
    lists: bool = False
    fraction: bool = False
    keys: dict[str, "PathNode"] = field(default_factory=dict)


def merged(structures: Iterable[str], file: str) -> PathNode:
    """One tree of the structures of all records, as DuckDB's `json_structure` writes them."""
    root = PathNode()
    try:
        for structure in structures:
            _merge(root, json.loads(structure))
    except RecursionError:
        raise SourceError(
            f"{file}: objects or lists within one another beyond measure; export it flatter"
        ) from None
    return root


def places(root: PathNode, declared: Iterable[str], file: str) -> dict[str, HeaderPath]:
    """Where the values of each header are.

    A declared header covers all that lies below it; where none does, each value has its own. Of a
    list, `coordinates.0` is the first item, where that is no list or object itself.
    An empty object or list counts as a value only where no record holds an object.
    Raises SourceError when two paths make one header, as the key `a.b` and the key `b` in `a`.
    """
    paths: dict[str, HeaderPath] = {}
    for place in _leaves(root, (), frozenset(declared)):
        header = ".".join(place.path).strip()
        if header in paths:
            raise SourceError(f"{file}: two paths are both called {header!r}; rename one key")
        paths[header] = place
    return paths


def objects(headers: Iterable[HeaderPath]) -> list[Path]:
    """The paths of the objects on the way to the headers, the record itself first."""
    paths = [place.path for place in headers]
    return sorted({path[:length] for path in paths for length in range(len(path))} | {()})


def _merge(node: PathNode, structure: Any) -> None:
    node.fraction = node.fraction or '"DOUBLE"' in json.dumps(structure)
    if isinstance(structure, dict):
        for key, below in structure.items():
            _merge(node.keys.setdefault(key, PathNode()), below)
    elif structure not in ("NULL", "JSON", ["NULL"]):
        node.values = True
        node.lists = node.lists or isinstance(structure, list)


def _leaves(
    node: PathNode, path: Path, declared: frozenset[str], covered: bool = False
) -> Iterator[HeaderPath]:
    for key, below in node.keys.items():
        here = (*path, key)
        named = ".".join(here) in declared
        items = list(_items(below, here, declared))
        yield from items
        if named or (not covered and not items and (below.values or not below.keys)):
            yield HeaderPath(here, below.lists or bool(below.keys), below.fraction)
        yield from _leaves(below, here, declared, covered or named)


def _items(node: PathNode, path: Path, declared: frozenset[str]) -> Iterator[HeaderPath]:
    """The items of a list that are declared; their numbers are kept apart from their texts."""
    before = ".".join(path) + "."
    for header in sorted(declared) if node.lists else ():
        place = header.removeprefix(before)
        if header.startswith(before) and place.isascii() and place.isdecimal():
            yield HeaderPath((*path, place), nested=True, fraction=True, item=True)
