"""What somebody withdrew of a dataset, and which kept releases may still show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from publish.people.went import NOWHERE, Stand, Went, went_of
from publish.words.governance import Purpose

Kind = Literal["dataset", "table", "row"] | Purpose
"""All of theirs in a dataset or in a table, rows of it one by one, or a consent."""


@dataclass(frozen=True)
class LeftTable:
    """A table of which they withdrew something: `way` is our word for what becomes of it.

    It is empty where it goes with the next release, and that is all there is to say.
    """

    titles: Mapping[str, str]
    way: str
    stands: Sequence[Stand] = ()


@dataclass(frozen=True)
class Left:
    """What somebody withdrew on a `day` (empty where it was not noted); `rows` of single ones.

    `went` tells what is beside the kept releases that show it: deleted ones, downloads, portals.
    """

    dataset: str
    titles: Mapping[str, str]
    kind: Kind
    day: str
    rows: int
    tables: Sequence[LeftTable]
    went: Went = NOWHERE


def left_of(tree: Mapping[str, Any]) -> Left:
    """The same from JSON."""
    tables = [
        LeftTable(**{**one, "stands": [Stand(**stand) for stand in one["stands"]]})
        for one in tree["tables"]
    ]
    return Left(**{**tree, "tables": tables, "went": went_of(tree["went"])})
