"""A release's descriptor in the words of Datasette: metadata and table configuration."""

from typing import Any

from publish.release.described import DescribedPart, LicenseEntry
from publish.release.release import Release
from publish.release.table import Field
from publish.site.text.languages import gettext as _
from publish.site.text.words import text

Metadata = dict[str, Any]


def database_metadata(release: Release) -> Metadata:
    """Title, description, licence and source of a dataset."""
    return _described(release.package) | _source(release) | _license(release.package.licenses[0])


def table_metadata(release: Release, table: str) -> Metadata:
    """Title, description, licence and source of a table; empty for a table of SQLite's own."""
    if table not in release.tables:
        return {}
    described = _described(release.tables[table])
    return described | _source(release) | _license(release.tables[table].license)


def column_metadata(release: Release, table: str) -> dict[str, Metadata]:
    """Column name -> its description (with its unit) and its title."""
    described = {field.name: _column(field) for field in release.package.table(table).fields}
    return {name: metadata for name, metadata in described.items() if metadata}


def table_config(release: Release, table: str) -> Metadata:
    """Facets, search, label and sort of a table, as `tables:` of datasette.yaml would say them."""
    described = release.package.table(table)
    config: Metadata = {}
    if described.facets:
        lists = {field.name for field in described.fields if field.is_list}
        config["facets"] = [{"array": f} if f in lists else f for f in described.facets]
    if f"{table}_fts" in release.counts:
        config["fts_table"] = f"{table}_fts"
    if described.label:
        config["label_column"] = described.label
    if sort := described.sort:
        config["sort_desc" if sort.startswith("-") else "sort"] = sort.removeprefix("-")
    return config


def _described(item: DescribedPart) -> Metadata:
    found = {"title": text(item, "title"), "description": text(item, "description")}
    return {key: value for key, value in found.items() if value}


def _source(release: Release) -> Metadata:
    for contributor in release.package.contributors[:1]:
        found = {"source": contributor.title, "source_url": contributor.path}
        return {key: value for key, value in found.items() if value}
    return {}


def _license(license: LicenseEntry) -> Metadata:
    return {"license": license.title, "license_url": license.path}


def _column(field: Field) -> Metadata:
    described, unit = _described(field), text(field, "unit")
    if unit:
        sentence = described.get("description") or described.get("title") or field.name
        described |= {
            "description": _("%(sentence)s (unit: %(unit)s)")
            % {"sentence": sentence, "unit": unit},
            "unit": unit,
        }
    elif "title" in described and "description" not in described:
        described["description"] = described["title"]
    return described
