"""The addresses of our own pages, in the order in which they are tried, before Datasette's own."""

import re
from collections.abc import Callable, Collection
from typing import Any

from publish.site.catalog import browsers, catalog, feeds
from publish.site.catalog.cards import FACETS
from publish.site.charts.specification import NAMES
from publish.site.downloads import answers, elements, selection_files
from publish.site.frame import assets
from publish.site.http.arguments import ENDINGS, OF_QUERIES, OF_TABLES
from publish.site.maps import tiles
from publish.site.pages import (
    chart,
    citation,
    columns,
    count,
    dataset,
    endings,
    home,
    licenses,
    partners,
    reconcile,
    reuses,
    row,
    search,
    sharing,
    status,
    table,
    texts,
    usage,
)
from publish.site.pages import map as maps

Page = Callable[..., Any]
# An address, its page, the parameters that it reads; None: whatever a query names.
Route = tuple[str, Page, Collection[str] | None]

_DATABASE = r"(?P<database>[^/.]+)"
_TABLE = rf"{_DATABASE}/(?P<table>[^/.]+)"
_BROWSED = r"(?P<database>(?!-/)[^/.]+)/(?P<table>(?!-(/|$))[^/.]+)"
_FORMS = "|".join(ENDINGS)
_DOWNLOAD = r"download/(?P<dataset>[^/]+)"

# What a table's pages read beside its filters.
_DRAWN = OF_TABLES | {"_bare", "_night"}
_CHART = _DRAWN | set(NAMES)
_PICTURE = _CHART | {"_map"}
# Where its map looks.
_PAGE = OF_TABLES | {"_view"}
_MAP = _DRAWN | {"_color", "_small", "_view", "_zoom"}
_POINTS = _MAP | {"_facts"}
_ELEMENTS = OF_TABLES | set(elements.OF_ELEMENTS)
_SUGGESTED = ("prefix", "limit", "offset", "cursor", "type")
_RECONCILE = rf"{_TABLE}/-/reconcile"
_DRAFT = r"1\.0-draft"

ROUTES: tuple[Route, ...] = (
    # The site
    (r"^/(?:-/)?$", home.home_page, (*FACETS, "page")),
    (r"^/search$", search.search_page, ("q",)),
    (r"^/search\.(?P<format>json)$", search.search_json, ("q",)),
    (r"^/search/suggestions\.(?P<format>json)$", search.suggestions_json, ()),
    (r"^/status$", status.status_page, ()),
    (r"^/status\.json$", status.status_json, ()),
    (r"^/reuses$", reuses.reuses_page, ()),
    (r"^/partners$", partners.list_page, ()),
    (r"^/partners/(?P<partner>[^/.]+)$", partners.partner_page, ()),
    (r"^/reconcile$", reconcile.list_json, ()),
    (r"^/usage$", usage.usage_page, ()),
    (r"^/usage/method$", usage.method_page, ()),
    (r"^/licenses$", licenses.list_page, ()),
    (r"^/licenses/(?P<license>[^/]+)$", licenses.text_page, ()),
    (rf"^/(?P<name>{'|'.join(texts.NAMES)})$", texts.page, ("dataset",)),
    # What machines read of it
    (r"^/catalog\.(?P<syntax>ttl|jsonld|rdf)$", catalog.catalog_page, ("page",)),
    (r"^/openapi\.json$", catalog.openapi_page, ()),
    (r"^/sitemap\.xml$", catalog.sitemap_page, ()),
    (r"^/llms\.txt$", catalog.llms_page, ()),
    (r"^/robots\.txt$", catalog.robots_page, ()),
    (r"^/opensearch\.xml$", browsers.opensearch_page, ()),
    (r"^/manifest\.webmanifest$", browsers.manifest_page, ()),
    (r"^/share\.(?P<format>png)$", sharing.site_picture, ()),
    # A table may be called `feed`, but no form of it `atom`.
    (r"^/feed\.atom$", feeds.site_feed, ()),
    (r"^/(?P<dataset>[^/.]+)/feed\.atom$", feeds.dataset_feed, ()),
    # Files
    (r"^/static/(?P<file>.+\.pmtiles)$", tiles.tiles_page, ()),
    (r"^/static/(?P<path>.+)$", assets.asset_page, ()),
    (rf"^/{_DOWNLOAD}/(?P<file>[^/]+)$", answers.download, ()),
    (rf"^/{_DOWNLOAD}/(?P<version>[^/]+)/(?P<file>[^/]+)$", answers.download_version, ()),
    # A dataset
    (rf"^/{_DATABASE}$", dataset.page, OF_QUERIES),
    (rf"^/{_DATABASE}/citation\.(?P<form>txt|bib|json)$", citation.page, ("version",)),
    (rf"^/{_DATABASE}/-/query\.(?P<format>csv)$", selection_files.query_csv, OF_QUERIES),
    # A table, with its filters
    (rf"^/{_TABLE}\.(?P<format>{_FORMS})$", selection_files.table_file, OF_TABLES),
    (rf"^/{_TABLE}/-/columns\.(?P<format>json)$", columns.columns_json, ()),
    (rf"^/{_TABLE}/-/chart$", chart.chart_page, _CHART),
    (rf"^/{_TABLE}/-/chart\.(?P<format>svg)$", chart.chart_svg, _PICTURE),
    (rf"^/{_TABLE}/-/chart\.(?P<format>png)$", chart.chart_png, _PICTURE),
    (rf"^/{_TABLE}/-/chart\.(?P<format>csv)$", chart.chart_csv, _CHART),
    (rf"^/{_TABLE}/-/count\.(?P<format>json)$", count.count_json, OF_TABLES),
    (rf"^/{_TABLE}/-/map$", maps.map_page, _MAP),
    (rf"^/{_TABLE}/-/map\.(?P<format>svg)$", maps.map_svg, _MAP),
    (rf"^/{_TABLE}/-/map\.(?P<format>png)$", maps.map_png, _MAP),
    (rf"^/{_TABLE}/-/points\.(?P<format>json)$", maps.points_json, _POINTS),
    # As maps of GoGoCarto answer
    (rf"^/{_TABLE}/-/elements\.(?P<format>json|jsonld)$", elements.elements_json, _ELEMENTS),
    (rf"^/{_TABLE}/-/taxonomy\.(?P<format>json)$", elements.taxonomy_json, OF_TABLES),
    # Its rows, by the names that others give them
    (rf"^/{_RECONCILE}$", reconcile.service_json, ("queries", "extend")),
    (rf"^/{_RECONCILE}/{_DRAFT}$", reconcile.draft_json, ()),
    (rf"^/{_RECONCILE}/{_DRAFT}/match$", reconcile.match_json, ()),
    (rf"^/{_RECONCILE}/{_DRAFT}/extend$", reconcile.extend_json, ()),
    (rf"^/{_RECONCILE}(/{_DRAFT})?/extend/propose$", reconcile.propose_json, _SUGGESTED),
    (rf"^/{_RECONCILE}(/{_DRAFT})?/suggest/entity$", reconcile.suggest_entity_json, _SUGGESTED),
    (rf"^/{_RECONCILE}(/{_DRAFT})?/suggest/property$", reconcile.suggest_property_json, _SUGGESTED),
    # Their addresses look like many others: last.
    (rf"^/{_BROWSED}$", table.page, _PAGE),
    (rf"^/{_BROWSED}/(?P<pks>[^/.]+)$", row.page, OF_TABLES),
)


def unknown_endings(forms: Collection[str]) -> tuple[Route, ...]:
    """The addresses of rows that end in none of the `forms` that are known here."""
    known = "|".join(map(re.escape, ("csv", *forms)))
    ending = rf"(?P<ending>(?!(?:{known})$)\w+)"
    return (
        # Datasette serves the database itself at `.db`.
        (rf"^/{_DATABASE}\.(?!db$){ending}$", endings.dataset_ending, None),
        (rf"^/{_DATABASE}/-/query\.{ending}$", endings.query_ending, None),
        (rf"^/{_TABLE}\.{ending}$", endings.table_ending, None),
        (rf"^/{_TABLE}/(?P<pks>[^/.]+)\.{ending}$", endings.row_ending, None),
    )
