"""How the site shows a kind of chart: its drawing, its words, its lines of CSV."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

from publish.declare.chart import CHARTS
from publish.figures.chart import Figures, Mark
from publish.figures.specification import Specification
from publish.release.table import Field
from publish.site.charts.draw import Item
from publish.site.charts.svg import Drawing
from publish.site.rows.selection import Selection

Words = Mapping[str, str]
# How the kinds are shown that may stand for two columns.
_SPLIT = {"bars": "publish.site.charts.split:BARS", "line": "publish.site.charts.split:LINE"}


@dataclass(frozen=True)
class Sketch:
    """What is drawn: a chart of some rows, its figures, an item a mark, the width in pixels."""

    selection: Selection
    wanted: Specification
    found: Figures
    items: Sequence[Item]
    width: int


@dataclass(frozen=True)
class Depiction:
    """The functions of a kind of chart.

    `draw` draws a sketch; `title` is made of `measure` and `column` and of a
    line's step; `label` says a mark's value; `sentence` what is seen, of the words for the `first`
    and `last` mark by amount, their `high` and `low`, the `share` of the first one of the `base`,
    the `known` values, `start` and `end`.
    `head` and `line` are a CSV's.
    """

    draw: Callable[[Sketch], Drawing]
    title: Callable[[Words, str | None], str]
    label: Callable[[Selection, Specification, Figures, Mark], str]
    sentence: Callable[[Selection, Specification, Words, Sequence[Mark]], str]
    head: Callable[[Specification], list[str]]
    line: Callable[[str, Mark, Specification], list[Any]]


def depiction(wanted: Specification) -> Depiction:
    """How the chart is shown, as the entry of its kind names it; raises KeyError, ImportError."""
    name = _SPLIT[wanted.kind] if wanted.split else CHARTS[wanted.kind].depiction
    found: Depiction = resolve_name(name)
    return found


def raw(field: Field, value: Any, words: str) -> str:
    """The value itself of what has a label of its own or is a band, as in all files; else words."""
    labelled = value is not None and (field.labels or field.protection == "band")
    return str(value) if labelled else words


def measured_head(wanted: Specification) -> list[str]:
    """The column, the rows, what is measured, and its share."""
    more = [f"{wanted.function}_{wanted.measured}"] if wanted.measured else []
    return [wanted.column, "rows", *more, *(["percent"] if wanted.share else [])]


def measured_line(value: Any, mark: Mark, wanted: Specification) -> list[Any]:
    """A value, its rows, and what is measured of them; nothing of what is hidden."""
    rows = None if mark.hidden else mark.rows
    share = [mark.share] if wanted.share else []
    return [value, rows, *([mark.amount] if wanted.measured else []), *share]
