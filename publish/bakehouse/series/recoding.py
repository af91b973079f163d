"""What a part of a dataset promises: its recoding and its thresholds, and their digests."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from publish.bakehouse.protect.policy_facts import policy_facts
from publish.declare.column import Column
from publish.declare.declaration import Table
from publish.declare.policy import Privacy

THRESHOLDS = ("k", "l", "max_rows_per_class", "dominance", "delta_k", "interval", "noise")
"""What a reader could rely on; the others (`min_age`, `max_suppressed`) change no promise."""


@dataclass(frozen=True)
class Recoding:
    """How rows are made: the columns, those that make classes, and who is a person.

    `facts` hold for each column all that its values depend on.
    """

    columns: Mapping[str, Column]
    classes: tuple[str, ...]
    contributor: str
    facts: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """Equal recodings make equal rows of equal exports."""
        facts = {"facts": self.facts, "classes": self.classes, "contributor": self.contributor}
        return _digest(facts)

    def text(self) -> str:
        """The recoding as JSON, for `recoding_from`."""
        columns = {name: _written(column) for name, column in self.columns.items()}
        tree = {"columns": columns, "classes": self.classes, "contributor": self.contributor}
        return json.dumps(tree | {"facts": self.facts}, ensure_ascii=False)


def recoding_of(
    declared: Table, columns: Iterable[str], classes: Iterable[str], folder: Path
) -> Recoding:
    """The recoding of a part that publishes `columns` of a table."""
    chosen = {name: declared.columns[name] for name in columns}
    facts = {name: policy_facts(column, folder) for name, column in chosen.items()}
    return Recoding(chosen, tuple(classes), declared.contributor or "", facts)


def recoding_from(text: str) -> Recoding:
    """The recoding that a ledger remembers."""
    tree = json.loads(text)
    columns = {
        name: Column.model_validate(_tuples(column)) for name, column in tree["columns"].items()
    }
    return Recoding(columns, tuple(tree["classes"]), tree["contributor"], tree["facts"])


def policy(recoding: Recoding, rule: Privacy) -> str:
    """The digest of the whole promise: a new one starts a new series."""
    return _digest({"form": recoding.digest, "thresholds": thresholds(rule)})


def thresholds(rule: Privacy) -> dict[str, Any]:
    """The thresholds as JSON values; one that nobody declared says nothing."""
    values = rule.model_dump(exclude_none=True)
    return {name: values[name] for name in THRESHOLDS if name in values}


def _digest(tree: Mapping[str, Any]) -> str:
    return sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:16]


def _written(column: Column) -> dict[str, Any]:
    """A column as a declaration writes it."""
    tree = column.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"protect"})
    if column.protect:
        parameters = column.protect.parameters.model_dump(mode="json", by_alias=True)
        tree["protect"] = {column.protect.technique: parameters}
    return tree


def _tuples(tree: Any) -> Any:
    """JSON's arrays as the models want them."""
    if isinstance(tree, dict):
        return {key: _tuples(value) for key, value in tree.items()}
    return tuple(map(_tuples, tree)) if isinstance(tree, list) else tree
