"""Groups whose people all answer alike in a release: their numbers would tell the answers.

A group is made of the people who share all columns of a cell but the sensitive ones.
"""

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any

import numpy as np

from publish.bakehouse.distinct import fewest_items
from publish.bakehouse.engine import Workspace
from publish.bakehouse.series.batches import ANSWER
from publish.bakehouse.series.settle import OpenPart
from publish.bakehouse.series.union import Flags, Ints

CELLS = """
SELECT cell, {columns} FROM {cells} JOIN {known} USING (_cls) WHERE space = {space} ORDER BY cell
"""


def alike(parts: Sequence[OpenPart], known: Mapping[int, Any], cells: str, people: Ints) -> Flags:
    """The cells (rows) of groups with too few answers in a release (column).

    `known` names, for each part (by number) that counts by a guarded column, a table of what is
    known of its cells; `people` are the numbers of all cells in all releases.
    """
    found = np.zeros(people.shape, np.bool_)
    for space, table in known.items():
        diverse = parts[space].rule.l
        words = {"cells": cells, "known": table, "space": space}
        numbers, groups, *answers = _columns(list(diverse), words, parts[space].place)
        at, group = np.array(numbers, np.int64), _numbered(groups)
        for told, least in zip(answers, diverse.values(), strict=True):
            found[at] |= _few(group, told, people[at] > 0, least)
    return found


def _columns(names: Sequence[str], words: dict[str, Any], place: Workspace) -> list[Sequence[Any]]:
    """The cells, and the digests of their groups and answers; None is no answer."""
    columns = ", ".join(ANSWER.format(name) for name in ("_group", *names))
    rows = place.sql(place.filled(CELLS, columns=columns, **words))
    return list(zip(*rows, strict=True)) if rows else [()] * (2 + len(names))


def _numbered(texts: Sequence[str | None]) -> Ints:
    numbers: dict[str | None, int] = {None: -1}
    return np.array([numbers.setdefault(one, len(numbers)) for one in texts], np.int64)


def _few(group: Ints, told: Sequence[str | None], present: Flags, least: int) -> Flags:
    """The cells with people whose group has fewer answers (present by cell and release)."""
    number = _distinct(group, _numbered(told), present)
    lists = np.array([" " in (text or "") for text in told], np.bool_)
    for one in np.unique(group[lists]):
        cells = np.flatnonzero(group == one)
        number[one] = _apart([told[cell] for cell in cells.tolist()], present[cells])
    return np.asarray((number[group] < least) & present)


def _distinct(group: Ints, answer: Ints, present: Flags) -> Ints:
    """How many answers a group (row) has in a release (column)."""
    pairs, pair = np.unique(np.stack([group, answer]), axis=1, return_inverse=True)
    given = np.zeros((pairs.shape[1], present.shape[1]), np.bool_)
    np.logical_or.at(given, pair.ravel(), present)
    number = np.zeros((int(group.max(initial=-1)) + 1, present.shape[1]), np.int64)
    np.add.at(number, pairs[0], given & (pairs[1] >= 0)[:, None])
    return number


def _apart(told: Sequence[str | None], present: Flags) -> Ints:
    """How many answers stand apart among those present in each release, where some are lists."""
    items = [(text or "").split() for text in told]
    states, state = np.unique(present, axis=1, return_inverse=True)
    number = [fewest_items(list(compress(items, flags))) for flags in states.T]
    return np.array(number, np.int64)[state.ravel()]
