"""Which charts of which columns a table has: declared, or chosen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from publish.declare.chart import CHARTS
from publish.declare.people_rules import PEOPLE
from publish.declare.value_rules import RATIOS
from publish.figures.asking import Counted

MOST = 4
NUMBERS = ("integer", "number")
# What is told of the values of a measured column.
FUNCTIONS = ("sum", "mean", "median")
ORDERS = ("largest", "smallest", "name")


@dataclass(frozen=True)
class Specification:
    """A kind of chart, its column, and what is measured: rows, or FUNCTIONS of a column.

    `split` is a second column: each of its values is a part of a bar, `grouped` beside the others,
    or a line. `order` is one of ORDERS, `top` the most bars; `share` says amounts in per cent.
    A group of fewer than `least` rows, where they are about people, says nothing. `visitor_title`
    is what who asks for the chart calls it.
    """

    kind: str
    column: str
    function: str | None = None
    measured: str | None = None
    by: str | None = None
    titles: tuple[tuple[str, str], ...] = ()
    split: str | None = None
    grouped: bool = False
    order: str | None = None
    share: bool = False
    top: int | None = None
    least: int = 1
    visitor_title: str = ""

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """The chart as arguments of an address."""
        found = [("_chart", self.kind), ("_column", self.column)]
        if self.function and self.measured:
            found.append((f"_{self.function}", self.measured))
        said = {
            "_by": self.by,
            "_split": self.split,
            "_bars": "grouped" if self.grouped else None,
            "_order": self.order,
            "_share": "1" if self.share else None,
            "_top": str(self.top) if self.top else None,
            "_title": self.visitor_title,
        }
        return [*found, *((name, value) for name, value in said.items() if value)]


def specifications(counted: Counted) -> list[Specification]:
    """The charts of a table: those declared, else those that fit its columns."""
    declared = counted.resource.charts
    if declared is None:
        return _chosen(counted)
    return [_declared(chart) for chart in declared]


def fitting(counted: Counted, types: Iterable[str]) -> list[str]:
    """The columns of some types, in the words of declarations."""
    wanted = set(types)
    return [name for name in counted.fields if type_of(counted, name) in wanted]


def _declared(chart: Mapping[str, Any]) -> Specification:
    function, measured = next(iter((chart.get("measure") or {}).items()), (None, None))
    titles = tuple((chart.get("title") or {}).items())
    return Specification(
        chart["kind"], chart["column"], function, measured, chart.get("by"), titles
    )


def type_of(counted: Counted, column: str) -> str:
    """The type of a column as declarations call it: the descriptor's arrays are lists."""
    field = counted.fields[column]
    return "list" if field.is_list else field.type


def counts_people(counted: Counted) -> bool:
    """Whether each row of the table tells how many people it stands for."""
    stated = counted.fields.get(PEOPLE)
    if counted.resource.about != "people" or stated is None or stated.type != "integer":
        return False
    # A number of people that somebody answered is neither open nor always there.
    return stated.role == "open" and bool(stated.constraints.get("required"))


def people(counted: Counted) -> tuple[str | None, str | None]:
    """What is measured where nobody said it: the people that rows stand for."""
    return ("sum", PEOPLE) if counts_people(counted) else (None, None)


def weight_of(counted: Counted, measured: str) -> str | None:
    """The column that weighs means of another: the declared one, or people where they count."""
    declared = counted.fields[measured].weight
    if declared in counted.fields:
        return declared
    return PEOPLE if counts_people(counted) and measured != PEOPLE else None


def is_ratio(counted: Counted, column: str) -> bool:
    """Whether values are shares of something, which are neither added up nor averaged alike."""
    field = counted.fields[column]
    return bool(field.weight) or field.unit in RATIOS


def measurable(counted: Counted, function: str) -> list[str]:
    """The columns of numbers that may be summed, or averaged with the right weight.

    The rows of a table of counts stand for many: only people are added up there, and no row is in
    the middle.
    """
    found = fitting(counted, NUMBERS)
    if counts_people(counted):
        other = [name for name in found if name != PEOPLE]
        return {"sum": [PEOPLE], "mean": other}.get(function, [])
    if function == "mean":
        return [name for name in found if not is_ratio(counted, name) or weight_of(counted, name)]
    return [name for name in found if not is_ratio(counted, name)]


def _chosen(counted: Counted) -> list[Specification]:
    """A line, bars of the first facets, a histogram: four charts at most."""
    facets = [name for name in counted.resource.facets if _has_bars(counted, name)]
    if counts_people(counted):
        single = [Specification("bars", name, *people(counted)) for name in facets]
        return [*_crossed(single), *single][:MOST]
    lines = [Specification("line", name) for name in _days(counted)]
    shapes = [Specification("histogram", name) for name in _numbers(counted)]
    around = [*lines[:1], *shapes[:1]]
    bars = [Specification("bars", name) for name in facets[: max(2, MOST - 1 - len(around))]]
    return [*lines[:1], *bars, *shapes[:1]]


def _crossed(single: Sequence[Specification]) -> list[Specification]:
    """Of two columns: for each value of the first, the shares of the second."""
    if len(single) != 2:
        return []
    return [replace(single[0], split=single[1].column, share=True)]


def _has_bars(counted: Counted, name: str) -> bool:
    return name in fitting(counted, CHARTS["bars"].types)


def _days(counted: Counted) -> list[str]:
    """Columns of dates, that which sorts the table first."""
    found = fitting(counted, CHARTS["line"].types)
    return sorted(found, key=lambda name: name != counted.sort)


def _numbers(counted: Counted) -> Iterator[str]:
    """Columns of numbers that are neither keys nor degrees nor facets."""
    for name in fitting(counted, CHARTS["histogram"].types):
        if name not in counted.resource.taken and counted.fields[name].unit != "°":
            yield name
