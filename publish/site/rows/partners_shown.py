"""Whose rows are shown: the partners that a selection, or a row, is made from."""

from collections.abc import Iterable, Mapping
from typing import Any

from publish.figures.asking import Asking, Query
from publish.release.partner import PARTNER, SOURCE, ListedPartner
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.refusals import Interrupted
from publish.site.base.site import Request, Site
from publish.site.base.timing import Budget
from publish.site.http.coverage import SCOPE_KEY, Covered, covered, narrowed, of_scope
from publish.site.rows.selection import Selection, answered
from publish.site.text.cells import listed
from publish.words.sql import sql_name


async def partners_shown(site: Site, selection: Selection) -> tuple[ListedPartner, ...]:
    """Those whose rows are selected; all of the table where looking for them takes too long."""
    every = selection.resource.partners
    if not every or selection.whole or selection.wide or not _telling(selection.resource):
        return every
    budget = Budget(site.setting("sql_time_limit_ms"))
    try:
        names = await answered(site, selection, _names(selection), budget)
    except Interrupted:
        return every
    return _named(selection.resource, names)


def partners_of_row(table: Table, row: Mapping[str, Any]) -> tuple[ListedPartner, ...]:
    """Those whom a row of a table is made from."""
    column = _telling(table)
    return _named(table, listed(row[column])) if column else table.partners


def tell_partners(
    request: Request, release: Release, table: Table, shown: tuple[ListedPartner, ...]
) -> None:
    """Has the notice of what is asked name those whose rows are shown, and no others."""
    if table.partners:
        found = of_scope(request.scope)
        request.scope[SCOPE_KEY] = narrowed(release, found, table.name, shown)


async def tell_partners_of(site: Site, request: Request, selection: Selection) -> None:
    """Has the notice of what is asked name those whose rows are selected."""
    shown = await partners_shown(site, selection)
    tell_partners(request, selection.release, selection.resource, shown)


async def covered_rows(site: Site, selection: Selection) -> list[Covered]:
    """The licence of the rows selected, with the partners whose rows they are."""
    found = covered(selection.release, [selection.table])
    if not selection.resource.partners:
        return found
    shown = await partners_shown(site, selection)
    return narrowed(selection.release, found, selection.table, shown)


def _telling(table: Table) -> str | None:
    """The column that names the partners of each row."""
    return next((name for name in (SOURCE, PARTNER) if name in table.columns), None)


def _names(selection: Selection) -> Asking[frozenset[str]]:
    rows, parameters = selection.from_sql()
    cell = sql_name(_telling(selection.resource) or SOURCE)
    sql = f"select distinct {cell} {rows}"
    if SOURCE in selection.resource.columns:
        lists = f"select {cell} as list {rows}"
        sql = f"select distinct j.value from ({lists}) as s, json_each(s.list) as j"  # noqa: S608
    lines = yield Query(sql, parameters)
    return frozenset(str(name) for (name,) in lines)


def _named(table: Table, names: Iterable[str]) -> tuple[ListedPartner, ...]:
    """The partners of these names; all of the table where a name is none of theirs."""
    wanted, known = frozenset(map(str, names)), {one.name: one for one in table.partners}
    if not wanted <= known.keys():
        return table.partners
    return tuple(one for name, one in known.items() if name in wanted)
