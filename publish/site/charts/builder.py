"""The form of the chart page: what may be drawn of a table, and what is drawn now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.declare.chart import CHARTS
from publish.declare.people_rules import PEOPLE
from publish.figures.specification import FUNCTIONS, counts_people, measurable, type_of
from publish.site.charts.sentences import column_title
from publish.site.charts.specification import (
    MEASURE,
    MOST_BARS,
    ROWS,
    SPLIT,
    Said,
    automatic,
    columns,
)
from publish.site.charts.visitor_title import LONGEST
from publish.site.frame.links import Pairs
from publish.site.rows.selection import Selection
from publish.site.text.languages import gettext as _


@dataclass(frozen=True)
class Option:
    """A choice: what it sends, its words, whether it is chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """A field with one choice of some, in groups whose name is empty where there is but one."""

    name: str
    title: str
    groups: tuple[tuple[str, tuple[Option, ...]], ...]


@dataclass(frozen=True)
class Builder:
    """The form: `hidden` are the filters of the rows, `share` tells whether it is ticked."""

    hidden: Pairs
    choices: tuple[Choice, ...]
    share: bool
    top: str
    most: int
    title: str
    longest: int


def builder(selection: Selection, told: Said) -> Builder | None:
    """The form with what an address says of a chart, also where that does not fit."""
    column = told.get("_column", "")
    if not any(columns(selection, kind) for kind in CHARTS):
        return None
    return Builder(
        hidden=selection.arguments,
        choices=tuple(_choices(selection, told, column)),
        share=told.get("_share") == "1",
        top=told.get("_top", ""),
        most=MOST_BARS,
        title=told.get("_title", ""),
        longest=LONGEST,
    )


def _choices(selection: Selection, told: Said, column: str) -> Iterator[Choice]:
    yield _measures(selection, told)
    yield Choice("_column", _("By"), tuple(_by_kind(selection, column)))
    second = [name for name in columns(selection, "bars") if type_of(selection, name) in SPLIT]
    names = [("", _("no second column")), *_titled(selection, second)]
    yield _choice("_split", _("and by"), names, told.get("_split", ""))
    kind = told.get("_chart", "")
    kinds = [("", _("as suits the column")), *_kinds(selection)]
    yield _choice(
        "_chart", _("Drawn as"), kinds, "" if kind == automatic(selection, column) else kind
    )
    yield _choice("_bars", _("Bars of two columns"), _stacks(), told.get("_bars", ""))
    yield _choice("_order", _("Order of bars"), _orders(), told.get("_order", ""))
    yield _choice("_by", _("Points of a line"), _steps(), told.get("_by", ""))


def _choice(name: str, title: str, options: Iterable[tuple[str, str]], chosen: str) -> Choice:
    return Choice(name, title, (("", tuple(_options(options, chosen))),))


def _options(options: Iterable[tuple[str, str]], chosen: str) -> Iterator[Option]:
    for value, words in options:
        yield Option(value, words, value == chosen)


def _titled(selection: Selection, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, column_title(selection, name)) for name in names]


def _by_kind(selection: Selection, column: str) -> Iterator[tuple[str, tuple[Option, ...]]]:
    """The columns, each under the kind that suits it; facets come first."""
    words = {"bars": _("Categories"), "line": _("Dates"), "histogram": _("Numbers")}
    facets = selection.resource.facets
    for kind in CHARTS:
        found = [name for name in columns(selection, kind) if automatic(selection, name) == kind]
        if suited := sorted(found, key=lambda name: name not in facets):
            yield words.get(kind, kind), tuple(_options(_titled(selection, suited), column))


def _measures(selection: Selection, told: Said) -> Choice:
    said = [f"{name}.{told[f'_{name}']}" for name in FUNCTIONS if f"_{name}" in told]
    chosen = told.get(MEASURE) or next(iter(said), ROWS)
    if counts_people(selection) and chosen == f"sum.{PEOPLE}":
        chosen = ROWS
    counted = _("number of people") if counts_people(selection) else _("number of rows")
    words = {"sum": _("Sum"), "mean": _("Mean"), "median": _("Median")}
    groups: list[tuple[str, tuple[Option, ...]]] = [("", (Option(ROWS, counted, chosen == ROWS),))]
    for function in FUNCTIONS:
        names = [name for name in measurable(selection, function) if not _is_key(selection, name)]
        names = [name for name in names if name != PEOPLE or not counts_people(selection)]
        options = ((f"{function}.{name}", column_title(selection, name)) for name in names)
        groups.append((words[function], tuple(_options(options, chosen))))
    return Choice(MEASURE, _("Show"), tuple(group for group in groups if group[1]))


def _is_key(selection: Selection, name: str) -> bool:
    """Whether numbers are names: nobody adds up keys, or degrees."""
    table = selection.resource
    keys = [column for key in table.references for column in key.columns]
    return name in (*table.primary_key, *table.map, *keys)


def _kinds(selection: Selection) -> Iterator[tuple[str, str]]:
    words = {"bars": _("bars"), "line": _("a line"), "histogram": _("a histogram")}
    return ((kind, words.get(kind, kind)) for kind in CHARTS if columns(selection, kind))


def _stacks() -> list[tuple[str, str]]:
    return [("", _("one after the other (stacked)")), ("grouped", _("side by side (grouped)"))]


def _orders() -> list[tuple[str, str]]:
    return [
        ("", _("as usual")),
        ("largest", _("largest first")),
        ("smallest", _("smallest first")),
        ("name", _("by name")),
    ]


def _steps() -> list[tuple[str, str]]:
    return [("", _("as suits the dates")), ("month", _("months")), ("year", _("years"))]
