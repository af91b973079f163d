"""The files of a release as its page offers them: what each is for, and its size."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from publish.forms.formats import known
from publish.release.release import DESCRIPTOR, Release
from publish.release.table import Table
from publish.site.downloads.files import checksums
from publish.site.frame.links import file_address
from publish.site.text.languages import language


@dataclass(frozen=True)
class ShownFile:
    """A file to download: its path on this site, its short name, what for, its media type."""

    href: str
    name: str
    what: str
    type: str
    bytes: int | None


def of_table(release: Release, table: Table) -> list[ShownFile]:
    """The forms of a table, those that people open by themselves first."""
    found = [_shown(release, one.path, one.format, one.mediatype) for one in table.forms]
    return [one for one in found if one]


def of_dataset(release: Release) -> list[ShownFile]:
    """The files of the whole dataset: ZIP, SQLite, the description, the dictionary."""
    found = {form.format: form for form in release.package.whole_forms}
    ordered = sorted(
        found.values(), key=lambda form: (form.format != "zip", form.format != "sqlite")
    )
    files = [_shown(release, form.path, form.format, form.mediatype) for form in ordered]
    files.append(_shown(release, DESCRIPTOR, "datapackage", "application/json"))
    return [one for one in files if one]


def of_version(folder: Path, version: str) -> list[ShownFile]:
    """The files of a kept version that hold data."""
    return list(_of_version(folder, version))


def _of_version(folder: Path, version: str) -> Iterator[ShownFile]:
    names = checksums(folder / version)
    wanted = ((f"{folder.name}.zip", "zip"), (f"{folder.name}.db", "sqlite"))
    for name, format in wanted:
        if name in names:
            yield ShownFile(
                file_address(folder.name, name, version),
                *words_of(format),
                "",
                _size(folder / version / name),
            )


def _shown(release: Release, path: str, format: str, type: str) -> ShownFile | None:
    if path not in checksums(release.folder):
        return None
    size = _size(release.folder / path)
    return ShownFile(file_address(release.dataset, path), *words_of(format), type, size)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def words_of(format: str) -> tuple[str, str]:
    """The short name of a form, and what it is good for."""
    found = known(format)
    return (found.name[language()], found.purpose[language()]) if found else (format, "")
