"""The filters of a table: those that are on, in words, and the form of all, a group a column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from publish.figures.facets import YEAR
from publish.figures.specification import counts_people
from publish.release.table import Field
from publish.site.base.site import Request
from publish.site.frame.links import Pairs, address
from publish.site.rows.cell_tags import spoken
from publish.site.rows.facets import MORE, Choice, Facet, chosen_values
from publish.site.rows.ranges import Range, is_span, span_of, within
from publish.site.rows.selection import Filter, Selection
from publish.site.rows.selection_address import (
    TICKED,
    elsewhere,
    spelled,
    with_arguments,
    with_filters,
)
from publish.site.rows.selection_words import Condition, column_title, conditions, plain
from publish.site.text.values import is_amount, said, told, unit_beside
from publish.site.text.words import WRITTEN_IN, marked, readable_period, readable_share
from publish.words.letters import bare


@dataclass(frozen=True)
class Chip:
    """A condition in words, and the address and the selection without it."""

    words: Markup
    href: str
    without: Selection

    @property
    def text(self) -> str:
        """The words without the mark of their language."""
        return plain(self.words)


def chips(request: Request, selection: Selection) -> list[Chip]:
    """Every condition, with this page without it."""
    return [
        Chip(one.words, _without(request, selection, one), one.without)
        for one in conditions(selection)
    ]


def _without(request: Request, selection: Selection, condition: Condition) -> str:
    if condition.argument is None:
        return with_filters(request, selection, condition.column, condition.kept)
    kept = [pair for pair in elsewhere(request) if pair != condition.argument]
    return address(request.path, kept)


def clear(request: Request, selection: Selection) -> str:
    """This page without any condition."""
    said = spelled(selection.arguments)
    return address(request.path, [pair for pair in elsewhere(request) if pair not in said])


@dataclass(frozen=True)
class PeriodLink:
    """A link that holds a date to a year or a month, or lets go of it."""

    words: str
    count: int | None
    share: str
    href: str
    chosen: bool
    month: bool


@dataclass(frozen=True)
class FilterGroup:
    """What filters by a column.

    `name` is the argument that ticked boxes send; `by_name` says that they go from A to Z;
    `missing` and `more` are addresses of this page with the rows that have no value, and with all
    values listed.
    """

    column: str
    title: Markup
    unit: str
    people: bool
    facet: Facet | None
    name: str
    choices: tuple[Choice, ...]
    by_name: bool
    spans: tuple[PeriodLink, ...]
    range: Range | None
    ends: tuple[str, str] | None
    missing: str | None
    more: str | None


def groups(
    request: Request, selection: Selection, facets: Sequence[Facet], ranges: Sequence[Range]
) -> list[FilterGroup]:
    """The facets first, each with its column's range; then the other ranges."""
    by_column = {range.column: range for range in ranges}
    others = [range for range in ranges if range.column not in {f.column for f in facets}]
    return [
        *(_group(request, selection, f.column, f, by_column.get(f.column)) for f in facets),
        *(_group(request, selection, range.column, None, range) for range in others),
    ]


def hidden(
    request: Request, selection: Selection, facets: Sequence[Facet], ranges: Sequence[Range]
) -> Pairs:
    """The arguments that the form sends along since none of its boxes holds them."""
    held = spelled(filter.argument for filter in _held(selection, facets, ranges))
    return [
        pair
        for pair in elsewhere(request)
        if pair not in held and pair[0] not in ("_search", "_lang")
    ]


def _held(
    selection: Selection, facets: Sequence[Facet], ranges: Sequence[Range]
) -> Iterator[Filter]:
    ticked = {f.column: f.kind for f in facets if chosen_values(selection, f.column)}
    for filter in selection.filters:
        kind = ticked.get(filter.column)
        if kind == "value" or (kind == "list" and filter.lookup == "arraycontains"):
            yield filter
    for one in ranges:
        yield from one.filters


def _group(
    request: Request,
    selection: Selection,
    column: str,
    facet: Facet | None,
    range: Range | None,
) -> FilterGroup:
    field = selection.fields[column]
    days = facet is not None and facet.kind == "day"
    return FilterGroup(
        column=column,
        title=column_title(field),
        unit=unit_beside(field),
        people=counts_people(selection),
        facet=facet,
        name=f"{column}__arraycontains" if facet and facet.kind == "list" else TICKED + column,
        choices=() if facet is None or days else tuple(_choices(field, facet)),
        by_name=facet is not None and _by_name(field, facet),
        spans=tuple(_spans(request, selection, facet)) if facet and days else (),
        range=range,
        ends=_ends(field, range),
        missing=_missing(request, selection, facet),
        more=with_arguments(request, (MORE,), [(MORE, column)]) if facet and facet.cut else None,
    )


def _choices(field: Field, facet: Facet) -> list[Choice]:
    told = [_said(field, facet, one) for one in facet.choices]
    return sorted(told, key=lambda one: bare(str(one.label))) if _by_name(field, facet) else told


def _by_name(field: Field, facet: Facet) -> bool:
    """Whether all of a long list is shown, of values that have no other order than their names."""
    return facet.whole and not (field.order or field.protection == "band" or is_amount(field))


def _share(facet: Facet, choice: Choice) -> str:
    """A count in per cent of those with a value; nothing of what is not known."""
    known = facet.base and choice.count is not None
    return readable_share(choice.count or 0, facet.base) if known else ""


def _said(field: Field, facet: Facet, choice: Choice) -> Choice:
    """A choice as its column's cells show it, of a key by the label of its row, in its language."""
    label = choice.label
    if label == choice.value:
        label = told(field, choice.value)
    if field.type == "boolean":
        label = label.capitalize()
    label = marked(label, WRITTEN_IN) if spoken(field) else label
    return replace(choice, label=label, share=_share(facet, choice))


def _spans(request: Request, selection: Selection, facet: Facet) -> Iterator[PeriodLink]:
    kind, span = selection.fields[facet.column].type, span_of(selection, facet.column)
    for choice in facet.choices:
        if is_span(choice.value):
            again = choice.value == span
            filters = () if again else within(facet.column, choice.value, kind)
            href = with_filters(request, selection, facet.column, filters)
            month = len(choice.value) > YEAR
            share = _share(facet, choice)
            yield PeriodLink(
                readable_period(choice.value), choice.count, share, href, choice.chosen, month
            )


def _ends(field: Field, range: Range | None) -> tuple[str, str] | None:
    """The least and the greatest value in words."""
    if range is None or range.least is None:
        return None
    return said(field, range.least), said(field, range.most)


def _missing(request: Request, selection: Selection, facet: Facet | None) -> str | None:
    if facet is None or not facet.missing:
        return None
    only = Filter(facet.column, "isnull", "1")
    return with_filters(request, selection, facet.column, [only])
