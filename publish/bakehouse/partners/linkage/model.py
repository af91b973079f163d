"""What a linkage knows: how probable each level is for two rows of one thing, and of two."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.bakehouse.partners.linkage.levels import LEVELS, Kind, Level
from publish.release.disk import write_private

VERSION = 1
"""Of the levels and of the file: a model of another one is learned anew."""
TWICE = 0.05
"""The share of rows that are there a second time, where nothing was learned."""
GROWN = 2.0
"""So many times more rows, or fewer, and the model is learned anew."""

Odds = tuple[float, float]
"""How probable a level is for two rows of one thing, and for two rows of two things."""


@dataclass(frozen=True)
class Model:
    """The probabilities of each compared column's levels, and that of two rows taken at random."""

    kinds: Mapping[str, Kind]
    """The kind of each column, by the name that the person declared."""
    prior: float
    odds: Mapping[str, tuple[Odds, ...]]
    """By column, in the order of the kind's levels."""
    groups: Mapping[str, str]
    """The group of each column that says what others say too."""
    rows: int
    learned: bool

    def levels(self, column: str) -> tuple[Level, ...]:
        """The levels of a column."""
        return LEVELS[self.kinds[column]]

    def fits(self, kinds: Mapping[str, Kind], rows: int) -> bool:
        """Whether it was learned from these columns, and from about as many rows."""
        return dict(self.kinds) == dict(kinds) and 1 / GROWN <= rows / self.rows <= GROWN


def fixed(kinds: Mapping[str, Kind], groups: Mapping[str, str], rows: int) -> Model:
    """The model where too few pairs can be learned from."""
    odds = {
        column: tuple((level.same, level.other) for level in LEVELS[kind])
        for column, kind in kinds.items()
    }
    prior = min(0.1, 2 * TWICE / max(rows - 1, 1))
    return Model(dict(kinds), prior, odds, groups, rows, learned=False)


def kept(path: Path) -> Model | None:
    """The model of a file; None where none is there that can be read."""
    try:
        read: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if read.pop("version") != VERSION:
            return None
        odds = {column: tuple(map(tuple, levels)) for column, levels in read["odds"].items()}
        return Model(**(read | {"odds": odds}))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(model: Model, path: Path) -> None:
    """Write a model, whole or not at all, for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = {"version": VERSION, **vars(model)}
    write_private(path, json.dumps(text, ensure_ascii=False, indent=1) + "\n")
