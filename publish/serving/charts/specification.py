"""Which chart of which columns: chosen, declared, or read from an address."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from datasette.utils.asgi import BadRequest, Request

from publish.chart import Step
from publish.chart_rules import KEYS_OF_CHART, TYPES_OF_CHART
from publish.people_rules import PEOPLE
from publish.serving.links import Pairs
from publish.serving.selection import Selection

NUMBERS = ("integer", "number")
FUNCTIONS = ("sum", "mean")
MOST = 4


@dataclass(frozen=True)
class Specification:
    """A kind of chart, its column, and what is measured: rows, or the sum or mean of a column."""

    kind: str
    column: str
    function: str | None = None
    measured: str | None = None
    by: str | None = None
    titles: tuple[tuple[str, str], ...] = ()

    @property
    def arguments(self) -> Pairs:
        """The chart as arguments of an address."""
        found = [("_chart", self.kind), ("_column", self.column)]
        if self.function and self.measured:
            found.append((f"_{self.function}", self.measured))
        return [*found, ("_by", self.by)] if self.by else found


def specifications(selection: Selection) -> list[Specification]:
    """The charts of a table: those declared, else those that fit its columns."""
    declared = selection.resource.get("charts")
    if declared is None:
        return _chosen(selection)
    return [_declared(chart) for chart in declared]


def asked(request: Request, selection: Selection) -> Specification:
    """The chart that an address asks for; raises BadRequest naming what does not fit.

    Takes the words of a declared chart where it is one.
    """
    kind, column = request.args.get("_chart") or "", request.args.get("_column") or ""
    _one_of("_chart", kind, TYPES_OF_CHART)
    _one_of("_column", column, _fitting(selection, TYPES_OF_CHART[kind]))
    by = request.args.get("_by")
    if by:
        _one_of("_by", by, get_args(Step) if kind in KEYS_OF_CHART["by"] else ())
    wanted = Specification(kind, column, *_measure(request, selection, kind), by)
    known = (one for one in specifications(selection) if one.arguments == wanted.arguments)
    return next(known, wanted)


def _measure(request: Request, selection: Selection, kind: str) -> tuple[str | None, str | None]:
    given = [name for name in FUNCTIONS if request.args.get(f"_{name}")]
    if len(given) > 1:
        raise BadRequest("_sum and _mean: name one of them")
    for name in given:
        column = request.args[f"_{name}"]
        numbers = _fitting(selection, NUMBERS) if kind in KEYS_OF_CHART["measure"] else ()
        _one_of(f"_{name}", column, numbers)
        return name, column
    return _people(selection) if kind in KEYS_OF_CHART["measure"] else (None, None)


def _one_of(name: str, value: str, known: Iterable[str]) -> None:
    names = list(known)
    if value not in names:
        fitting = ", ".join(names) or "none for this chart"
        raise BadRequest(f"{name}: {value!r} does not fit; known: {fitting}")


def _fitting(selection: Selection, types: Iterable[str]) -> list[str]:
    """The columns of some types, in the words of declarations."""
    wanted = set(types)
    return [name for name in selection.fields if type_of(selection, name) in wanted]


def _declared(chart: Mapping[str, Any]) -> Specification:
    function, measured = next(iter((chart.get("measure") or {}).items()), (None, None))
    titles = tuple((chart.get("title") or {}).items())
    return Specification(
        chart["kind"], chart["column"], function, measured, chart.get("by"), titles
    )


def type_of(selection: Selection, column: str) -> str:
    """The type of a column as declarations call it: the descriptor's arrays are lists."""
    type = str(selection.fields[column].get("type"))
    return "list" if type == "array" else type


def counts_people(selection: Selection) -> bool:
    """Whether each row of the table tells how many people it stands for."""
    counted = selection.fields.get(PEOPLE, {})
    return selection.resource.get("about") == "people" and counted.get("type") == "integer"


def _people(selection: Selection) -> tuple[str | None, str | None]:
    return ("sum", PEOPLE) if counts_people(selection) else (None, None)


def _chosen(selection: Selection) -> list[Specification]:
    """A line, bars of the first facets, a histogram: four charts at most."""
    facets = [name for name in selection.browse.get("facets", ()) if _has_bars(selection, name)]
    if counts_people(selection):
        return [Specification("bars", name, *_people(selection)) for name in facets[:MOST]]
    lines = [Specification("line", name) for name in _days(selection)]
    shapes = [Specification("histogram", name) for name in _numbers(selection)]
    around = [*lines[:1], *shapes[:1]]
    bars = [Specification("bars", name) for name in facets[: max(2, MOST - 1 - len(around))]]
    return [*lines[:1], *bars, *shapes[:1]]


def _has_bars(selection: Selection, name: str) -> bool:
    return name in _fitting(selection, TYPES_OF_CHART["bars"])


def _days(selection: Selection) -> list[str]:
    """Columns of dates, that which sorts the table first."""
    found = _fitting(selection, TYPES_OF_CHART["line"])
    return sorted(found, key=lambda name: name != selection.sort)


def _numbers(selection: Selection) -> Iterator[str]:
    """Columns of numbers that are neither keys nor degrees nor facets."""
    schema = selection.resource.get("schema", {})
    keys = {*schema.get("primaryKey", ())}
    keys |= {name for key in schema.get("foreignKeys", ()) for name in key["fields"]}
    others = {*selection.browse.get("map", ()), *selection.browse.get("facets", ())}
    for name in _fitting(selection, TYPES_OF_CHART["histogram"]):
        if name not in keys | others and selection.fields[name].get("unit") != "°":
            yield name
