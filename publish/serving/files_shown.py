"""The files of a release as its page offers them: what each is for, and its size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.describe.forms import forms, table_forms
from publish.serving.downloads_files import checksums
from publish.serving.downloads_links import address
from publish.serving.languages import gettext as _
from publish.serving.releases import Release

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Shown:
    """A file to download: its path on this site, its short name, what for, its media type."""

    href: str
    name: str
    what: str
    type: str
    bytes: int | None


def of_table(release: Release, resource: Mapping[str, Any]) -> list[Shown]:
    """The forms of a table, those that people open by themselves first."""
    found = [_shown(release, one.path, one.format, one.mediatype) for one in table_forms(resource)]
    return [one for one in found if one]


def of_dataset(release: Release) -> list[Shown]:
    """The files of the whole dataset: ZIP, SQLite, the description, the dictionary."""
    found = {form.format: form for form in forms(release.package) if form.table is None}
    ordered = sorted(
        found.values(), key=lambda form: (form.format != "zip", form.format != "sqlite")
    )
    files = [_shown(release, form.path, form.format, form.mediatype) for form in ordered]
    files.append(_shown(release, DESCRIPTOR, "datapackage", "application/json"))
    return [one for one in files if one]


def of_version(folder: Path, version: str) -> list[Shown]:
    """The files of a kept version that hold data."""
    return list(_of_version(folder, version))


def _of_version(folder: Path, version: str) -> Iterator[Shown]:
    names = checksums(folder / version)
    wanted = ((f"{folder.name}.zip", "zip"), (f"{folder.name}.db", "sqlite"))
    for name, format in wanted:
        if name in names:
            yield Shown(
                address(folder.name, name, version),
                *told(format),
                "",
                _size(folder / version / name),
            )


def _shown(release: Release, path: str, format: str, type: str) -> Shown | None:
    if path not in checksums(release.folder):
        return None
    size = _size(release.folder / path)
    return Shown(address(release.dataset, path), *told(format), type, size)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def told(format: str) -> tuple[str, str]:
    """The short name of a form, and what it is good for."""
    words = {
        "csv": ("CSV", _("for every tool")),
        "csv.gz": (_("CSV, compressed"), _("the same, smaller")),
        "jsonl.gz": (_("JSON Lines, compressed"), _("for programs")),
        "parquet": ("Parquet", _("for analysis")),
        "geojson": ("GeoJSON", _("for maps")),
        "xlsx": ("Excel", _("for spreadsheets")),
        "sqlite": ("SQLite", _("one database, to query")),
        "zip": ("ZIP", _("all tables as CSV, with their description")),
        "dictionary": (_("Dictionary"), _("every column explained")),
        "datapackage": ("Data Package", _("the description, for programs")),
    }
    return words.get(format, (format, ""))
