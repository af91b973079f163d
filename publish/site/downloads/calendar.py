"""The selected rows of a table with days and places, as a calendar that programs subscribe to."""

from dataclasses import replace
from datetime import datetime

from publish.release.dated import event_days
from publish.site.base.site import Request, Site
from publish.site.base.site import Table as AskedTable
from publish.site.downloads.categories import category_names
from publish.site.downloads.described import described_by
from publish.site.downloads.event_form import CalendarForm, Events
from publish.site.downloads.file_names import file_name
from publish.site.downloads.layout import PLACED, address, category, degrees, label_of
from publish.site.downloads.rows_file import RowsFile, seconds
from publish.site.downloads.spool import Query
from publish.site.frame.links import absolute
from publish.site.http.coverage import as_json
from publish.site.rows.partners_shown import covered_rows
from publish.site.rows.selection import Selection, selection_of
from publish.site.rows.selection_words import titled
from publish.site.rows.table_rows import statement
from publish.site.text.words import text
from publish.words.sql import sql_name


async def calendar_file(site: Site, request: Request, asked: AskedTable, size: int) -> RowsFile:
    """The rows that have a day, as events; `size` of them, -1 for all."""
    selection = await selection_of(site, request, asked)
    days = event_days(selection.resource)
    assert days is not None
    dated = f"{sql_name(days[0])} is not null"
    selection = replace(selection, others=(*selection.others, dated))
    events = await _events(site, request, selection, days)
    told = tuple(one for one in events.columns if one not in PLACED)
    sql, parameters = statement(selection, told, degrees(selection))
    query = Query(
        database=asked.db.name,
        path=str(asked.db.path),
        sql=f"{sql} limit {size}",
        parameters=parameters,
        form=CalendarForm(events),
        seconds=seconds(site, request),
    )
    return RowsFile(query, file_name(selection), described_by(site, request, selection))


async def _events(
    site: Site, request: Request, selection: Selection, days: tuple[str, str | None]
) -> Events:
    label, kind = label_of(selection), category(selection)
    free = [one for one in selection.all_columns if one not in (label, kind, *days)]
    lying = tuple(address(free).values())
    needed = (*selection.keys, label, *filter(None, days), *lying, *([kind] if kind else []))
    license = as_json(await covered_rows(site, selection))
    package, table = selection.release.package, str(site.urls.table(*_named(selection)))
    title = titled(text(selection.resource, "title") or selection.table, selection)
    return Events(
        columns=(*dict.fromkeys(needed), *PLACED),
        keys=selection.keys,
        label=label,
        days=days,
        point=PLACED,
        address=lying,
        category=kind,
        names=await category_names(site, request, selection, kind) if kind else {},
        page=absolute(site, request, table),
        made=datetime.fromisoformat(package.created),
        title=title,
        attribution=license["attribution"],
        license=license["url"],
    )


def _named(selection: Selection) -> tuple[str, str]:
    return selection.release.dataset, selection.table
