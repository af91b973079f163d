"""Facets: how many rows of a selection have each value of a column.

Those of a column of single values are counted without the column's own filters, for one more
ticked value widens the selection; those of a list with them, for one more item narrows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from publish.figures.facets import (
    FEW,
    MANY,
    MONTH,
    SLACK,
    YEAR,
    Counts,
    kind_of,
    offered,
    periods,
    valued,
)
from publish.figures.facets import values as counts_of
from publish.figures.order import placing
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Request, Site
from publish.site.base.timing import Budget
from publish.site.rows.ranges import span_of
from publish.site.rows.references import LabelReference, labels
from publish.site.rows.selection import Selection, answered
from publish.site.rows.selection_address import ticked


@dataclass(frozen=True)
class Choice:
    """A value, its label, how many rows or people have it, and whether it is chosen.

    `count` is None where it is not known, `share` is it in words, in per cent.
    """

    value: str
    label: str
    count: int | None
    chosen: bool
    share: str = ""


@dataclass(frozen=True)
class Facet:
    """The values of a column: its `kind` is `value`, `list` or `day` (years and their months).

    `missing` rows have none, `base` have one: shares are of those. `cut` says that there are more
    values, `whole` that all were asked for, `late` that counting them took too long.
    """

    column: str
    kind: str
    choices: tuple[Choice, ...] = ()
    missing: int = 0
    base: int = 0
    cut: bool = False
    late: bool = False
    whole: bool = False


async def days(site: Site, selection: Selection, column: str, size: int, budget: Budget) -> Facet:
    """The latest years, counted without the column's own filters."""
    span = span_of(selection, column) or ""
    counts = await answered(site, selection, periods(selection, column, YEAR), budget)
    years = [(value, count) for value, count in counts if value]
    months: Counts = []
    if span:
        months = await answered(site, selection, periods(selection, column, MONTH), budget)
    shown = []
    for place, (year, count) in enumerate(years):
        if place < size or year == span[:YEAR]:
            shown.append((year, count))
        if year == span[:YEAR]:
            shown += [(v, n) for v, n in reversed(months) if v and v[:YEAR] == year]
    choices = (Choice(v, v, n, v in (span, span[:YEAR])) for v, n in shown)
    missing = sum(count for value, count in counts if not value)
    base = sum(count for _year, count in years)
    return Facet(column, "day", tuple(choices), missing, base, cut=len(years) > size)


# The facet that shows all its values.
MORE = "_more"
References = Mapping[str, LabelReference]


async def facets(
    site: Site, request: Request, selection: Selection, references: References, budget: Budget
) -> list[Facet]:
    """The facets of a selection: those declared, those its address asks for, and its dates."""
    more = request.args.get(MORE)
    # One by one: together each would be given all that is left.
    return [
        await facet(site, selection, column, MANY if column == more else FEW, references, budget)
        for column in _wanted(selection, request)
    ]


def _wanted(selection: Selection, request: Request) -> list[str]:
    asked = [
        column
        for name in ("_facet", "_facet_array", "_facet_date")
        for column in request.args.getlist(name)
    ]
    usual = offered(selection, selection.release.counts.get(selection.table, 0))
    wanted = dict.fromkeys([*selection.resource.facets, *asked, *usual])
    return [column for column in wanted if column in selection.all_columns]


def chosen_values(selection: Selection, column: str) -> list[str]:
    """The values that a facet's boxes are ticked for; none where other filters stand."""
    own = [filter for filter in selection.filters if filter.column == column]
    if kind_of(selection.fields[column]) == "list":
        return [filter.value for filter in own if filter.lookup == "arraycontains"]
    single = len(own) == 1 and own[0].lookup in ("exact", "in")
    return own[0].values if single else []


async def facet(
    site: Site,
    selection: Selection,
    column: str,
    size: int,
    references: References,
    budget: Budget,
) -> Facet:
    """The facet of a column with at most `size` values beside those that are chosen."""
    kind = kind_of(selection.fields[column])
    try:
        if kind == "day":
            return await days(site, selection, column, size, budget)
        return await _values(site, selection, column, size, references.get(column), budget)
    except Interrupted:
        chosen = (Choice(v, v, None, True) for v in chosen_values(selection, column))
        return Facet(column, kind, tuple(chosen), late=True)


async def _values(
    site: Site,
    selection: Selection,
    column: str,
    size: int,
    reference: LabelReference | None,
    budget: Budget,
) -> Facet:
    kind, whole = kind_of(selection.fields[column]), size == MANY
    found = await answered(site, selection, counts_of(selection, column, size), budget)
    counts = {value: count for value, count in found.counts if value is not None}
    chosen = chosen_values(selection, column)
    size = len(counts) if len(counts) <= size + SLACK else size
    listed = _in_order(selection, column, dict(list(counts.items())[:size]))
    absent = [value for value in chosen if value not in {str(known) for known in listed}]
    if absent:
        listed |= await _of_chosen(site, selection, column, absent, budget)
    names = await labels(site, reference, list(listed)) if reference else {}
    choices = (
        Choice(str(value), names.get(value, str(value)), count, str(value) in chosen)
        for value, count in listed.items()
    )
    missing = sum(count for value, count in found.counts if value is None)
    cut = len(counts) > size
    return Facet(column, kind, tuple(choices), missing, found.base, cut, whole=whole)


def _in_order(selection: Selection, column: str, counts: Mapping[Any, int]) -> dict[Any, int]:
    """The values in an order that was declared, of bands by size; else the most frequent first."""
    field = selection.fields[column]
    place = placing(field) if field.order or field.protection == "band" else None
    return dict(sorted(counts.items(), key=lambda one: place(one[0])) if place else counts)


async def _of_chosen(
    site: Site, selection: Selection, column: str, chosen: Sequence[str], budget: Budget
) -> dict[Any, int]:
    """The counts of chosen values that are too rare to be listed, or that no row has."""
    if kind_of(selection.fields[column]) == "list":
        return dict.fromkeys(chosen, 0)
    others = [filter for filter in selection.filters if filter.column != column]
    only = replace(selection, filters=(*others, ticked(column, chosen)))
    found = dict(await answered(site, only, valued(only, column), budget))
    known = {str(value) for value in found}
    return found | {value: 0 for value in chosen if value not in known}
