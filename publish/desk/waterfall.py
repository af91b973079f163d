"""Why two rows may be one thing, as a waterfall: what each comparison adds, one after another."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from publish.site.text.languages import gettext as _

WIDE = 240
"""Of the drawing, in its own units."""
MOST = 60
"""Of the comparisons that are drawn: a table of partners compares few columns."""


@dataclass(frozen=True)
class Bar:
    """A step: of which column, what was found, how much it adds, and where it is drawn.

    `bits` double the odds each that both are one thing, or halve them where they are negative.
    """

    column: str
    says: str
    bits: float
    start: float
    width: float

    @property
    def adds(self) -> str:
        """How much, as it is written."""
        return f"{self.bits:+.1f}".replace("-", "−")


def bars(why: str) -> list[Bar]:
    """The steps of a pair, in order; none where nothing that can be drawn was told."""
    steps = [*_steps(why)]
    reached = [0.0]
    for _column, _says, bits in steps:
        reached.append(reached[-1] + bits)
    low, high = min(reached), max(reached)
    scale = WIDE / max(high - low, 0.001)
    return [
        _bar(step, (min(both) - low) * scale, abs(step[2]) * scale)
        for step, both in zip(steps, pairwise(reached), strict=True)
    ]


def _bar(step: tuple[str, str, float], start: float, width: float) -> Bar:
    # What adds next to nothing is seen all the same, also at the edge.
    wide = max(width, 1.0)
    return Bar(*step, min(start, WIDE - wide), wide)


def _steps(why: str) -> Iterable[tuple[str, str, float]]:
    try:
        told = json.loads(why or "[]")
    except ValueError:
        return
    for one in told[:MOST] if isinstance(told, list) else []:
        if isinstance(one, Mapping) and isinstance(one.get("weight"), int | float):
            yield str(one.get("column") or ""), str(one.get("level") or ""), float(one["weight"])


def in_words(says: str) -> str:
    """What a comparison found, in the language of the page."""
    return _words().get(says, says)


def _words() -> Mapping[str, str]:
    return {
        "before": _("any two rows"),
        "equal": _("equal"),
        "same words": _("same words"),
        "nearly equal": _("nearly equal"),
        "one within the other": _("one within the other"),
        "a rare word in common": _("a rare word in common"),
        "alike": _("alike"),
        "different": _("different"),
        "absent": _("not stated"),
        "one sign apart": _("one sign apart"),
        "one digit apart": _("one digit apart"),
        "same beginning": _("same beginning"),
        "same host": _("same host"),
        "within 100 m": _("within 100 m"),
        "within 1 km": _("within 1 km"),
        "within 10 km": _("within 10 km"),
        "far": _("far"),
    }
