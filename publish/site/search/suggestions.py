"""What a search box proposes while somebody types: datasets, tables, values of facets.

All of it is sent at once, so that nothing is asked letter by letter. Of tables about people there
are titles alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from publish.site.base.site import Site
from publish.site.search.facet_values import FacetValue, facet_values
from publish.site.search.results import value_said
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_number, text

MOST = 1_000
Allowed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Suggestion:
    """A thing that there is: what it is called, what it is, where it leads."""

    text: str
    what: str
    url: str


def suggestions(site: Site, allowed: Allowed) -> list[Suggestion]:
    """Datasets, tables, then values, the most frequent first."""
    values = [
        (dataset, value)
        for dataset, tables in allowed.items()
        for value in facet_values(site.databases[dataset]).values
        if value.visible(frozenset(tables))
    ]
    values.sort(key=lambda one: -one[1].rows)
    found = [*_titles(site, allowed), *(_of_value(site, *one) for one in values[:MOST])]
    return found[:MOST]


def _titles(site: Site, allowed: Allowed) -> Iterator[Suggestion]:
    for name in allowed:
        title = text(site.databases[name].release.package, "title") or name
        yield Suggestion(title, _("Dataset"), site.urls.database(name))
    for name, tables in allowed.items():
        release = site.databases[name].release
        for table in tables:
            title = text(release.tables[table], "title") or table
            yield Suggestion(title, _("Table"), site.urls.table(name, table))


def _of_value(site: Site, dataset: str, value: FacetValue) -> Suggestion:
    table = site.databases[dataset].release.tables[value.table]
    column = text(table.columns[value.column], "title") or value.column
    where = text(table, "title") or value.table
    url = site.urls.table(dataset, value.table) + "?" + urlencode([value.argument])
    return Suggestion(
        value_said(table, value), f"{column} · {where} ({readable_number(value.rows)})", url
    )
