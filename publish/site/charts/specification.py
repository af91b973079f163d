"""Which chart an address asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import get_args

from publish.declare.chart import CHARTS, Step
from publish.declare.people_rules import PEOPLE
from publish.figures.specification import (
    FUNCTIONS,
    ORDERS,
    Specification,
    counts_people,
    fitting,
    measurable,
    people,
    specifications,
)
from publish.site.base.refusals import BadRequest
from publish.site.base.site import Request
from publish.site.charts.visitor_title import visitor_title
from publish.site.http.arguments import whole
from publish.site.rows.selection import Selection

# The types of a second column, and of a first one that may have it.
SPLIT = ("string", "integer", "boolean")
# The kinds of chart by two columns; how bars of several parts stand.
SPLIT_KINDS, STACKS = ("bars", "line"), ("stacked", "grouped")
MOST_BARS = 50
ROWS = "rows"
# What a form says of the measure in one field: `rows`, or `mean.seats`.
MEASURE = "_measure"
NAMES = (
    "_chart", "_column", "_by", "_sum", "_mean", "_median", MEASURE, "_split", "_bars", "_order",
    "_share", "_top", "_title",
)  # fmt: skip
Said = Mapping[str, str]


def said(request: Request) -> Said:
    """What an address says of a chart; what a form leaves empty says nothing."""
    found = ((name, request.args.get(name)) for name in NAMES)
    return {name: value for name, value in found if value}


def asked(request: Request, selection: Selection) -> Specification:
    """The chart that an address asks for; raises BadRequest naming what does not fit.

    Takes the words of a declared chart where it is one.
    """
    told = said(request)
    column = told.get("_column", "")
    kind = told.get("_chart") or automatic(selection, column)
    _one_of("_chart", kind, CHARTS)
    _one_of("_column", column, columns(selection, kind))
    if by := told.get("_by"):
        _one_of("_by", by, get_args(Step) if CHARTS[kind].steps else ())
    plain = Specification(kind, column, *_measure(told, selection, kind), by)
    titles = (one.titles for one in specifications(selection) if one.arguments == plain.arguments)
    wanted = _refined(plain, told, selection)
    words = () if wanted.split or wanted.share else next(titles, ())
    return replace(wanted, titles=words, visitor_title=visitor_title(told.get("_title", "")))


def automatic(selection: Selection, column: str) -> str:
    """The kind of chart that suits a column; "" for one that none suits."""
    suited = [kind for kind in CHARTS if column in columns(selection, kind)]
    counted = "histogram" in suited and column not in selection.resource.taken
    return "histogram" if counted else next(iter(suited), "")


def columns(selection: Selection, kind: str) -> list[str]:
    """The columns that a kind of chart may stand on; no histogram of rows that stand for people."""
    if kind == "histogram" and counts_people(selection):
        return []
    return fitting(selection, CHARTS[kind].types)


def splits(selection: Selection, kind: str, column: str) -> list[str]:
    """The columns that may part the marks of another one; a row of a list is in several."""
    if kind not in SPLIT_KINDS or selection.fields[column].is_list:
        return []
    return [name for name in fitting(selection, SPLIT) if name not in (column, PEOPLE)]


def _refined(plain: Specification, told: Said, selection: Selection) -> Specification:
    """The chart with what is asked of it beside its column and its measure."""
    split, bars = told.get("_split"), told.get("_bars", STACKS[0])
    if split:
        _one_of("_split", split, splits(selection, plain.kind, plain.column))
    if "_bars" in told:
        _one_of("_bars", bars, STACKS if plain.kind == "bars" else ())
    if order := told.get("_order"):
        _one_of("_order", order, ORDERS if plain.kind == "bars" else ())
    if share := told.get("_share"):
        _one_of("_share", share, ["1"] if plain.function in (None, "sum") else ())
    grouped = bool(split) and bars == STACKS[1]
    top = _top(told["_top"], plain.kind) if "_top" in told else None
    return replace(plain, split=split, grouped=grouped, order=order, share=bool(share), top=top)


def _top(text: str, kind: str) -> int:
    number = whole(text)
    if kind != "bars" or number is None or not 1 <= number <= MOST_BARS:
        known = f"a whole number from 1 to {MOST_BARS}" if kind == "bars" else "none for this chart"
        raise BadRequest(f"_top: {text!r} does not fit; known: {known}")
    return number


def _measure(told: Said, selection: Selection, kind: str) -> tuple[str | None, str | None]:
    given = {name: told[f"_{name}"] for name in FUNCTIONS if f"_{name}" in told}
    if MEASURE in told:
        given |= _form_measure(told[MEASURE], selection, kind)
    if len(given) > 1:
        raise BadRequest(f"{', '.join(f'_{name}' for name in given)}: name one of them")
    for name, column in given.items():
        _one_of(f"_{name}", column, measurable(selection, name) if CHARTS[kind].measures else ())
        return name, column
    return people(selection) if CHARTS[kind].measures else (None, None)


def _form_measure(value: str, selection: Selection, kind: str) -> dict[str, str]:
    """The function and its column that a form says in one field; none of them counts rows."""
    if value == ROWS:
        return {}
    known = [f"{name}.{column}" for name in FUNCTIONS for column in measurable(selection, name)]
    _one_of(MEASURE, value, [ROWS, *known] if CHARTS[kind].measures else [ROWS])
    function, _, column = value.partition(".")
    return {function: column}


def _one_of(name: str, value: str, those: Iterable[str]) -> None:
    names = list(those)
    if value not in names:
        known = ", ".join(names) or "none for this chart"
        raise BadRequest(f"{name}: {value!r} does not fit; known: {known}")
