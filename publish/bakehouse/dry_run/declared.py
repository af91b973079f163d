"""What of a declaration can be looked at further, where some of it cannot be used."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from publish.declare.declaration import Dataset
from publish.declare.model import Location, Tree
from publish.declare.site import SiteFolder
from publish.declare.yaml_file import checked, plain_tree
from publish.errors import DeclarationError

STAND_INS: Mapping[str, Any] = {
    "title": {"fr": "-"},
    "description": {"fr": "-"},
    "producer": {"name": "-"},
    "contact": "contact@example.org",
    "contributed": False,
    "license": "etalab-2.0",
    "frequency": "unknown",
}
"""For keys that every dataset has, and on which no reading of an export depends."""
TABLE_STAND_INS: Mapping[str, Any] = {"title": {"fr": "-"}, "about": "things"}
NEEDED = ("sources", "columns")
"""Keys without which there is nothing to look at in a table."""


@dataclass(frozen=True)
class Looked:
    """A declaration to look further with, and the tables of which only the exports can be read."""

    dataset: Dataset
    undecided: frozenset[str] = frozenset()


def looked_at(site: SiteFolder, name: str) -> tuple[Looked | None, list[str]]:
    """What can be looked at of a dataset's declaration, and each line that is wrong in it."""
    wrong = [*_wrong(partial(site.reuses, name)), *_wrong(partial(site.partners, name))]
    try:
        return Looked(site.dataset(name)), wrong
    except DeclarationError as error:
        found = _mended(site, name)
        # Where nothing can be read, one line says so.
        return found, [*str(error).splitlines(), *(wrong if found else ())]


def _wrong(read: Callable[[], object]) -> list[str]:
    try:
        read()
    except DeclarationError as error:
        return str(error).splitlines()
    return []


def _mended(site: SiteFolder, name: str) -> Looked | None:
    try:
        tree = plain_tree(site.declaration(name))
    except DeclarationError:
        return None
    undecided: set[str] = set()
    # Each round takes away what is wrong; what referred to it is wrong in the next one.
    for _ in range(len(STAND_INS) + len(tree) + 50):
        dataset, wrong = checked(tree, Dataset)
        if dataset is not None:
            return Looked(dataset, frozenset(undecided & dataset.tables.keys()))
        places = [place for place, _ in wrong]
        tree = _without(tree, places)
        undecided |= {str(place[1]) for place in places if place[0] == "tables" and place[1:]}
    return None


def _without(tree: Tree, places: Iterable[Location]) -> Tree:
    left = dict(tree)
    for place in places:
        if place[:1] != ("tables",):
            left = _replaced(left, str(place[0]) if place else "", STAND_INS)
        elif len(place) > 1 and isinstance(left.get("tables"), Mapping):
            left["tables"] = _tables_without(left["tables"], place)
    return left


def _tables_without(tables: Tree, place: Location) -> dict[str, Any]:
    name = str(place[1])
    table = tables.get(name)
    others = {key: of for key, of in tables.items() if key != name}
    if not isinstance(table, Mapping) or len(place) == 2 or place[2] in NEEDED:
        return others
    return {**others, name: _replaced(table, str(place[2]), TABLE_STAND_INS)}


def _replaced(node: Tree, key: str, stand_ins: Tree) -> dict[str, Any]:
    rest = {name: value for name, value in node.items() if name != key}
    return rest | ({key: stand_ins[key]} if key in stand_ins else {})
