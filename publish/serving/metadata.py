"""A release's descriptor in the words of Datasette: metadata and table configuration."""

from collections.abc import Mapping
from typing import Any

from publish.serving.languages import gettext as _
from publish.serving.releases import Release
from publish.serving.words import text

Metadata = dict[str, Any]


def database_metadata(release: Release) -> Metadata:
    """Title, description, licence and source of a dataset."""
    return _described(release.package) | _source(release) | _license(release.package["licenses"][0])


def table_metadata(release: Release, table: str) -> Metadata:
    """Title, description, licence and source of a table; empty for a table of SQLite's own."""
    if table not in release.tables:
        return {}
    described = _described(release.tables[table])
    return described | _source(release) | _license(release.license_of(table))


def column_metadata(release: Release, table: str) -> dict[str, Metadata]:
    """Column name -> its description (with its unit) and its title."""
    fields = release.tables.get(table, {}).get("schema", {}).get("fields", ())
    described = {field["name"]: _column(field) for field in fields}
    return {name: metadata for name, metadata in described.items() if metadata}


def table_config(release: Release, table: str) -> Metadata:
    """Facets, search, label and sort of a table, as `tables:` of datasette.yaml would say them."""
    browse: Mapping[str, Any] = release.tables.get(table, {}).get("browse", {})
    config: Metadata = {}
    if browse.get("facets"):
        lists = _lists(release.tables[table])
        config["facets"] = [{"array": f} if f in lists else f for f in browse["facets"]]
    if f"{table}_fts" in release.counts:
        config["fts_table"] = f"{table}_fts"
    if browse.get("label"):
        config["label_column"] = browse["label"]
    if sort := browse.get("sort"):
        config["sort_desc" if sort.startswith("-") else "sort"] = sort.removeprefix("-")
    return config


def _described(item: Mapping[str, Any]) -> Metadata:
    found = {"title": text(item, "title"), "description": text(item, "description")}
    return {key: value for key, value in found.items() if value}


def _source(release: Release) -> Metadata:
    for contributor in release.package.get("contributors", ()):
        found = {"source": contributor.get("title"), "source_url": contributor.get("path")}
        return {key: value for key, value in found.items() if value}
    return {}


def _license(license: Mapping[str, Any]) -> Metadata:
    return {
        "license": license.get("title") or license["name"],
        "license_url": license.get("path", ""),
    }


def _column(field: Mapping[str, Any]) -> Metadata:
    described, unit = _described(field), field.get("unit")
    if unit:
        sentence = described.get("description") or described.get("title") or field["name"]
        described |= {
            "description": _("%(sentence)s (unit: %(unit)s)")
            % {"sentence": sentence, "unit": unit},
            "unit": unit,
        }
    elif "title" in described and "description" not in described:
        described["description"] = described["title"]
    return described


def _lists(resource: Mapping[str, Any]) -> set[str]:
    fields = resource.get("schema", {}).get("fields", ())
    return {field["name"] for field in fields if field.get("type") in ("list", "array")}
