"""Groups whose people all answer alike in a release: their numbers would tell the answers.

A group is made of the people who share all columns of a cell but the sensitive ones.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

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
        at, group, *answers = _columns(list(diverse), words, parts[space].place)
        for answer, least in zip(answers, diverse.values(), strict=True):
            found[at] |= _few(group, answer, people[at] > 0, least)
    return found


def _columns(names: Sequence[str], words: dict[str, Any], place: Workspace) -> list[Ints]:
    """The cells, and numbers for their groups and answers: equal where these are; -1 is none."""
    columns = ", ".join(ANSWER.format(name) for name in ("_group", *names))
    rows = place.sql(place.filled(CELLS, columns=columns, **words))
    cells, *texts = zip(*rows, strict=True) if rows else [()] * (2 + len(names))
    return [np.array(cells, np.int64), *(_numbered(column) for column in texts)]


def _numbered(texts: Sequence[str | None]) -> Ints:
    numbers: dict[str | None, int] = {None: -1}
    return np.array([numbers.setdefault(one, len(numbers)) for one in texts], np.int64)


def _few(group: Ints, answer: Ints, present: Flags, least: int) -> Flags:
    """The cells with people whose group has fewer answers (present by cell and release)."""
    pairs, pair = np.unique(np.stack([group, answer]), axis=1, return_inverse=True)
    given = np.zeros((pairs.shape[1], present.shape[1]), np.bool_)
    np.logical_or.at(given, pair.ravel(), present)
    number = np.zeros((int(group.max(initial=-1)) + 1, present.shape[1]), np.int64)
    np.add.at(number, pairs[0], given & (pairs[1] >= 0)[:, None])
    return np.asarray((number[group] < least) & present)
