"""The axes of a search: every column that may tell who somebody is, with the rungs that fit."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np

from publish.bakehouse.advise.classes import Axis, Step
from publish.bakehouse.advise.ladder import Known, Written, rungs
from publish.bakehouse.advise.people import dense
from publish.bakehouse.advise.rung import Codes, Rung, Values, climbed
from publish.bakehouse.protect.tools import Tools
from publish.declare.declaration import Dataset, Table
from publish.declare.model import Tree
from publish.declare.yaml_file import checked


@dataclass(frozen=True)
class Declared:
    """A dataset's declaration as it was written, and the table of it that is looked at."""

    tree: Tree
    name: str
    table: Table

    def under(self, policy: Mapping[str, Written]) -> tuple[Table | None, str]:
        """The table under another policy; None, and the key in the way, where that is refused."""
        tree: dict[str, Any] = deepcopy(dict(self.tree))
        table = tree["tables"][self.name]
        table.setdefault("privacy", {"k": self.table.rule.k})
        for name, written in policy.items():
            if written is None:
                table["columns"][name].pop("protect", None)
            else:
                table["columns"][name]["protect"] = _as_read(written)
        dataset, wrong = checked(tree, Dataset)
        if dataset is None or wrong:
            return None, ".".join(map(str, wrong[0][0])) if wrong else ""
        return dataset.tables[self.name], ""


def _as_read(written: Any) -> Any:
    """As a file is read: lists are tuples."""
    if isinstance(written, dict):
        return {name: _as_read(of) for name, of in written.items()}
    return tuple(written) if isinstance(written, list) else written


def ladders_of(
    declared: Declared, values: Mapping[str, Values], tools: Tools
) -> tuple[dict[str, list[Rung]], dict[str, str]]:
    """The rungs of each column that the declaration allows, the finest first; what forbids others.

    Of the others, the key of the declaration that names the column, by column.
    """
    # Of a pair, both climb as far as the one whose values lie further apart.
    pairs = {name: pair for pair in _pairs(declared.table) for name in pair}
    ladders: dict[str, list[Rung]] = {name: [] for name in values}
    refused: dict[str, str] = {}
    for name, of in values.items():
        both = [values[one].span for one in pairs.get(name, (name,)) if one in values]
        known = Known(tools.folder, max(both), place=name in pairs)
        for written in rungs(declared.table.columns[name], known):
            table, why = declared.under({name: written})
            if table is None:
                refused[name] = why
                continue
            ladders[name].append(climbed(of, written, table.columns[name].protect, tools))
    return ladders, refused


def axes_of(
    table: Table, ladders: Mapping[str, Sequence[Rung]], codes: Mapping[str, Codes]
) -> Iterator[Axis]:
    """One axis for each column, or for the two of a pair that has the same rungs."""
    together = [
        pair
        for pair in _pairs(table)
        if all(name in ladders for name in pair) and _same(*(ladders[name] for name in pair))
    ]
    paired = {name for pair in together for name in pair}
    for names in [*together, *((name,) for name in ladders if name not in paired)]:
        yield _axis(names, ladders, codes)


def _pairs(table: Table) -> list[tuple[str, str]]:
    """The columns of latitudes and longitudes, each in one pair."""
    declared = [(pair.lat, pair.lon) for pair in table.coordinates]
    declared += [table.browse.point] if table.browse.point else []
    found: list[tuple[str, str]] = []
    for pair in declared:
        if not any(set(pair) & set(other) for other in found):
            found.append(pair)
    return found


def _same(one: Sequence[Rung], other: Sequence[Rung]) -> bool:
    return [rung.written for rung in one] == [rung.written for rung in other]


def _axis(
    names: tuple[str, ...], ladders: Mapping[str, Sequence[Rung]], codes: Mapping[str, Codes]
) -> Axis:
    found = np.stack([codes[name] for name in names])
    distinct, inverse = np.unique(found, axis=1, return_inverse=True)
    steps = [
        _step(list(zip(level, distinct, strict=True)))
        for level in zip(*(ladders[name] for name in names), strict=True)
    ]
    return Axis(names, inverse.reshape(-1), tuple(steps))


def _step(rungs: Sequence[tuple[Rung, Codes]]) -> Step:
    """A rung of each column, over the values that come together."""
    groups, count = np.zeros(len(rungs[0][1]), np.int64), 1
    for rung, at in rungs:
        width = int(rung.groups.max()) + 1
        groups, count = dense(groups * width + rung.groups[at], count * width)
    losses = np.sum([rung.losses[at] for rung, at in rungs], axis=0)
    return Step(groups, losses, all(rung.dropped for rung, _ in rungs))
