"""How many rows of each table came, went and changed in a version, as its summary tells."""

from collections.abc import Mapping
from typing import Any

from publish.release.differences import SUMMARY
from publish.release.index import Entry
from publish.release.release import Release
from publish.site.downloads.changes import tells_of_withdrawn
from publish.site.downloads.links import Download
from publish.site.text.words import text
from publish.words.json import read_json

# What `changes.json` counts of the rows of a table.
STEPS = ("added", "removed", "changed", "columns_only")
Json = dict[str, Any]


def changed_rows(release: Release, entry: Entry) -> list[Json]:
    """How many rows of each table came, went and changed; nothing of the first version."""
    folder = release.folder.parent
    if tells_of_withdrawn(Download(folder, entry.version, "rows.changes.csv", by_version=True)):
        return []
    try:
        found = read_json(folder / entry.version / SUMMARY)
        tables = found["tables"] if found["previous"] else []
        return [_rows(release, one) for one in tables if any(map(one["rows"].get, STEPS))]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def _rows(release: Release, table: Mapping[str, Any]) -> Json:
    title = text(release.package.table(table["name"]), "title") or table["name"]
    compared = table.get("compared", {})
    return {"title": title, **table["rows"], "by_rows": compared.get("by") == "rows"}
