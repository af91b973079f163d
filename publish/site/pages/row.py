"""The page of a row: what is known of one thing, how to cite it, whom to tell of an error."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from publish.release.table import Field
from publish.site.base.answers import Response
from publish.site.base.refusals import NoRow, NotFound
from publish.site.base.site import Request, Site
from publish.site.base.timing import Budget
from publish.site.frame import frame
from publish.site.frame.links import Pairs, absolute, address, to_dataset
from publish.site.maps.map import Map, map_of
from publish.site.rows.around import around
from publish.site.rows.corrected import sources_said, takes_corrections
from publish.site.rows.linked_rows import linked_rows
from publish.site.rows.partners_shown import partners_of_row, tell_partners
from publish.site.rows.references import LabelReference, references
from publish.site.rows.row_links import linked_value, neighbours, row_heading, row_title
from publish.site.rows.selection import Filter, Selection, selected
from publish.site.rows.selection_address import way
from publish.site.rows.selection_words import column_title, selection_in_words
from publish.site.rows.table_body import Row, order, referring
from publish.site.text.cells import whole
from publish.site.text.citation import bibtex, cited, publisher, sentence
from publish.site.text.citation import in_words as license_in_words
from publish.site.text.contact import Contact, mailed
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.values import is_written
from publish.site.text.words import WRITTEN_IN, readable_number, text

Context = dict[str, Any]


@dataclass(frozen=True)
class RowEntry:
    """A column of the row: its title, its value in HTML (empty where there is none)."""

    title: Markup
    value: Markup
    field: Field
    corrected: bool = False
    source: Markup | None = None
    """What the source says of a cell that was corrected, where that may be told."""

    @property
    def spoken(self) -> str:
        """The language that the value is in, where it may not be the page's; "" else."""
        own = is_written(self.field) and language() != WRITTEN_IN
        return WRITTEN_IN if own else ""


async def page(datasette: Site, request: Request) -> Response:
    """The page; raises NotFound, for a row of a table about people too."""
    table = await selected(datasette, request)
    if not table.has_row_pages:
        raise NotFound("The rows of this table have no pages.")
    try:
        # What selects the rows that it was reached from says nothing of a row.
        row = (await datasette.row(datasette.asking(request, b""))).row
    except NoRow:
        raise NotFound("This table has no such row, or has it no more.") from None
    context = await _context(datasette, request, table, row)
    shown = partners_of_row(table.resource, row)
    tell_partners(request, table.release, table.resource, shown)
    return await frame.page(datasette, request, "row.html", context)


def _alone(table: Selection, row: Row) -> Selection:
    """The selection of the row alone, by its key."""
    keys = tuple(Filter(key, "exact", str(row[key])) for key in table.keys)
    return replace(table, filters=keys, others=(), asked=(), areas=(), parameters={})


async def _context(site: Site, request: Request, selection: Selection, row: Row) -> Context:
    release, resource = selection.release, selection.resource
    found = await references(site, request, release, selection.table)
    entries = await _entries(site, selection, row, {one.column: one for one in found})
    said = await sources_said(site, request, selection, row)
    entries = [_with_source(one, said.sources) for one in entries]
    title, url = row_title(selection, row), absolute(site, request, request.path)
    back = way(request, selection)
    previous, following = await neighbours(site, selection, row, back)
    return {
        "database": release.dataset,
        "table": selection.table,
        "resource": resource,
        "package": release.package,
        "title": title,
        "heading": row_heading(selection, row),
        "summary": _summary(selection, title),
        "demo": release.package.demo,
        "trail": _trail(site, selection),
        "selected": selection_in_words(selection),
        "back": address(str(site.urls.table(release.dataset, selection.table)), back),
        "previous": previous,
        "next": following,
        "entries": entries,
        "added": said.added,
        "point": _point(selection, row),
        "map": await _map(site, _alone(selection, row)) if selection.keys else None,
        "around": await around(site, selection, row),
        "linked": await linked_rows(site, request, release, selection.table, row),
        "url": url,
        "canonical": url,
        "json": f"{request.path}.json",
        "alternates": [{"type": "application/json", "url": f"{request.path}.json"}],
        "report": _report(site, selection, url),
        "suggest": _suggest(site, request, selection),
        **_citation(site, selection, title, url),
    }


async def _map(site: Site, selection: Selection) -> Map | None:
    """Where the row lies: the page says already of which row."""
    found = await map_of(site, selection, Budget(site.setting("sql_time_limit_ms")))
    return found and replace(found, selected="", way="")


async def _entries(
    site: Site, selection: Selection, row: Row, keys: Mapping[str, LabelReference]
) -> list[RowEntry]:
    found = []
    for name in order(replace(selection, columns=selection.all_columns)):
        field = selection.fields[name]
        if name in keys:
            [value] = await referring(site, keys[name], [row[name]])
        else:
            value = linked_value(site, selection, field, row[name])
        found.append(RowEntry(column_title(field), value, field))
    return found


def _with_source(entry: RowEntry, said: Mapping[str, object]) -> RowEntry:
    name = entry.field.name
    if name not in said:
        return entry
    return replace(entry, corrected=True, source=whole(entry.field, said[name]))


def _table_title(selection: Selection) -> str:
    return text(selection.resource, "title") or selection.table


def _summary(selection: Selection, title: str) -> str:
    dataset = text(selection.release.package, "title") or selection.release.dataset
    return f"{title} – {_table_title(selection)}, {dataset}"


def _trail(site: Site, selection: Selection) -> Pairs:
    table = site.urls.table(selection.release.dataset, selection.table)
    return [*to_dataset(site, selection.release), (str(table), _table_title(selection))]


def _point(selection: Selection, row: Row) -> Context | None:
    """The coordinates of a place: in words, for a device's maps, and on OpenStreetMap."""
    pair = selection.resource.point
    if not pair or row[pair[0]] is None or row[pair[1]] is None:
        return None
    lat, lon = row[pair[0]], row[pair[1]]
    return {
        "words": f"{readable_number(lat)} ; {readable_number(lon)}",
        "geo": f"geo:{lat},{lon}",
        "elsewhere": f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}",
    }


def _report(site: Site, selection: Selection, url: str) -> Contact | None:
    """Whom to tell of an error: an e-mail's subject names the row."""
    contact = selection.release.package.contact or site.declared.get("contact")
    found = mailed(contact)
    if found is None or not (found.href or "").startswith("mailto:"):
        return found
    subject = quote(_("Error in %(address)s") % {"address": url})
    return Contact(found.shown, f"{found.href}?subject={subject}")


def _suggest(site: Site, request: Request, selection: Selection) -> str | None:
    """Where a correction of the row is suggested, if the desk is open and takes any."""
    if not takes_corrections(site, selection):
        return None
    row = request.path.removeprefix(site.urls.path("/"))
    return str(site.urls.path(f"/desk/{row}/propose"))


def _citation(site: Site, selection: Selection, title: str, url: str) -> Context:
    package = selection.release.package
    whole = cited(package, publisher(site), url)
    own = replace(
        whole,
        title=f"{title}, {whole.title}",
        licenses=(license_in_words(selection.resource.license.name),),
    )
    return {"citation": sentence(own), "bibtex": bibtex(own)}
