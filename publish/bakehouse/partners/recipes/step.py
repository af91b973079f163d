"""What a recipe makes of a cell, as SQL of DuckDB, and an example of what it should."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publish.declare.recipes import RecipeStep
from publish.release.rejects import Reason


@dataclass(frozen=True)
class Step:
    """What becomes of a text: the new one, and when it does not fit, and why.

    `wrong` is a condition, under which the row is a reject for the `reason`. `unknown` is a word
    that is told with its count: NULL where all is known.
    """

    value: str
    wrong: str | None = None
    reason: Reason | None = None
    unknown: str | None = None


@dataclass(frozen=True)
class Beside:
    """What a recipe may look at beside its text: the row's other cells (SQL), by header; files."""

    cells: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()
    partner: str = ""


@dataclass(frozen=True)
class Example:
    """A text, what is done to it, and what becomes of it; `wrong` where its row is a reject."""

    step: RecipeStep
    text: str | tuple[str, ...]
    value: str | tuple[str, ...] | None = None
    wrong: bool = False
    cells: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def filled(text: str) -> str:
    """The text, NULL where it is empty or blank."""
    return f"nullif(trim({text}, {BLANKS}), '')"


BLANKS = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160) || chr(8239)"
