"""Facets: how many rows of a selection have each value of a column.

Those of a column of single values are counted without the column's own filters, for one more
ticked value widens the selection; those of a list with them, for one more item narrows it.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite
from datasette.utils.asgi import Request

from publish.serving.datasette_site import Site
from publish.serving.facet import DAYS, Choice, Facet, counted, kind_of
from publish.serving.facet_days import days
from publish.serving.selection import Selection
from publish.serving.selection_address import ticked, values
from publish.serving.selection_labels import Reference, labels

FEW, MANY = 8, 500
# A list is not cut for a few values more.
SLACK = 4
# The facet that shows all its values.
MORE = "_more"
# Years of a date that nothing indexes are counted by reading every row.
SCANNED = 200_000
References = Mapping[str, Reference]


async def facets(
    site: Site, request: Request, selection: Selection, references: References
) -> list[Facet]:
    """The facets of a selection: those declared, those its address asks for, and its dates."""
    more = request.args.get(MORE)
    return list(
        await gather(
            *(
                facet(site, selection, column, MANY if column == more else FEW, references)
                for column in _wanted(selection, request)
            )
        )
    )


def _wanted(selection: Selection, request: Request) -> list[str]:
    asked = [
        column
        for name in ("_facet", "_facet_array", "_facet_date")
        for column in request.args.getlist(name)
    ]
    days = [name for name, field in selection.fields.items() if field["type"] in DAYS]
    small = selection.release.counts.get(selection.table, 0) <= SCANNED
    wanted = [*(selection.browse.get("facets") or ()), *asked, *(days if small else ())]
    return [column for column in dict.fromkeys(wanted) if column in selection.all_columns]


def chosen_values(selection: Selection, column: str) -> list[str]:
    """The values that a facet's boxes are ticked for; none where other filters stand."""
    own = [filter for filter in selection.filters if filter.column == column]
    if kind_of(selection.fields[column]) == "list":
        return [filter.value for filter in own if filter.lookup == "arraycontains"]
    single = len(own) == 1 and own[0].lookup in ("exact", "in")
    return values(own[0]) if single else []


async def facet(
    site: Site, selection: Selection, column: str, size: int, references: References
) -> Facet:
    """The facet of a column with at most `size` values beside those that are chosen."""
    kind = kind_of(selection.fields[column])
    try:
        if kind == "day":
            return await days(site, selection, column, size)
        return await _values(site, selection, column, size, references.get(column))
    except QueryInterrupted:
        chosen = (Choice(v, v, None, True) for v in chosen_values(selection, column))
        return Facet(column, kind, tuple(chosen), late=True)


async def _values(
    site: Site, selection: Selection, column: str, size: int, reference: Reference | None
) -> Facet:
    kind, name = kind_of(selection.fields[column]), escape_sqlite(column)
    if kind == "list":
        found = await counted(site, *_items_sql(selection, column), size + SLACK + 1)
    else:
        source, parameters = selection.from_sql(without=column)
        sql = f"select {name}, count(*) {source} group by 1 order by 2 desc, 1"
        found = await counted(site, selection, sql, parameters, size + SLACK + 2)
    counts = {value: count for value, count in found if value is not None}
    chosen = chosen_values(selection, column)
    size = len(counts) if len(counts) <= size + SLACK else size
    listed = dict(list(counts.items())[:size])
    absent = [value for value in chosen if value not in {str(known) for known in listed}]
    if absent:
        listed |= await _of_chosen(site, selection, column, absent)
    names = await labels(site, reference, list(listed)) if reference else {}
    choices = (
        Choice(str(value), names.get(value, str(value)), count, str(value) in chosen)
        for value, count in listed.items()
    )
    missing = sum(count for value, count in found if value is None)
    return Facet(column, kind, tuple(choices), missing, cut=len(counts) > size)


def _items_sql(selection: Selection, column: str) -> tuple[Selection, str, dict[str, Any]]:
    """Counts rows by item: once, even where a list repeats it."""
    source, parameters = selection.from_sql()
    name = escape_sqlite(column)
    row = "rowid" if selection.table in selection.release.counts else name
    lists = f"select {row} as r, case when json_valid({name}) then {name} end as v {source}"
    sql = (
        f"select j.value, count(distinct s.r) from ({lists}) s, json_each(s.v) j "  # noqa: S608
        "group by 1 order by 2 desc, 1"
    )
    return selection, sql, parameters


async def _of_chosen(
    site: Site, selection: Selection, column: str, chosen: Sequence[str]
) -> dict[Any, int]:
    """The counts of chosen values that are too rare to be listed, or that no row has."""
    if kind_of(selection.fields[column]) == "list":
        return dict.fromkeys(chosen, 0)
    others = [filter for filter in selection.filters if filter.column != column]
    only = replace(selection, filters=(*others, ticked(column, chosen)))
    source, parameters = only.from_sql()
    sql = f"select {escape_sqlite(column)}, count(*) {source} group by 1"
    found = dict(await counted(site, only, sql, parameters, MANY))
    known = {str(value) for value in found}
    return found | {value: 0 for value in chosen if value not in known}
