"""Selected rows in their other forms: a table, a map, charts, files."""

from dataclasses import dataclass

from publish.figures.specification import specifications
from publish.forms.spreadsheet import MOST_ROWS
from publish.release.dated import event_days
from publish.site.base.site import Site
from publish.site.downloads.csv_arguments import EXCEL
from publish.site.frame.links import Pairs, address, link
from publish.site.rows.selection import Selection
from publish.site.text.languages import gettext as _

CALENDAR = "iCalendar"


@dataclass(frozen=True)
class OtherForm:
    """A form as a link calls it; `file` for one that is kept and not shown."""

    name: str
    href: str
    file: bool = True


def same_rows(site: Site, selection: Selection, shown: str) -> list[OtherForm]:
    """All forms of a selection but the one that is `shown`: `chart` or `map`."""
    path, arguments = _path(site, selection), selection.arguments
    pages = [OtherForm(_("Table"), link(address(path, arguments)), file=False)]
    if selection.resource.map and shown != "map":
        pages.append(OtherForm(_("Map"), link(address(f"{path}/-/map", arguments)), file=False))
    if shown != "chart" and specifications(selection):
        charts = f"{link(address(path, arguments))}#charts"
        pages.append(OtherForm(_("Charts"), charts, file=False))
    rows = selection.release.counts.get(selection.table)
    csv = OtherForm("CSV", address(f"{path}.csv", arguments))
    json = OtherForm("JSON", address(f"{path}.json", arguments), file=False)
    return [*pages, csv, *other_files(site, selection, arguments, rows), json]


def other_files(
    site: Site, selection: Selection, chosen: Pairs, rows: int | None
) -> list[OtherForm]:
    """The files of the rows that arguments choose, beside CSV; `rows` None where nobody knows."""
    path, names = _path(site, selection), {"xlsx": "Excel"}
    if rows is None or rows > MOST_ROWS:
        names.clear()
    if selection.resource.map:
        names["geojson"] = "GeoJSON"
    names["jsonl"] = "JSON Lines"
    if event_days(selection.resource):
        names["ics"] = CALENDAR
    if selection.is_view:
        names.clear()
    files = [OtherForm(name, address(f"{path}.{form}", chosen)) for form, name in names.items()]
    excel = link(address(f"{path}.csv", [*chosen, (EXCEL, "1")]))
    return [*files, OtherForm(_("CSV for Excel"), excel)]


def _path(site: Site, selection: Selection) -> str:
    return str(site.urls.table(selection.release.dataset, selection.table))
