"""What the descriptor lists of a release's files, and the ZIP that holds a dataset whole."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from publish.bake.archive import Member, write_archive
from publish.bake.compressed import blocks, write_gzip
from publish.bake.dictionary import FILE
from publish.fingerprint import sha256_of
from publish.store.differences import CELLS

Json = dict[str, Any]
# Beside the CSV files: the descriptor and all other texts of the release.
TEXTS = {".csv", ".json", ".jsonld", ".md", ".txt"}


def of_dataset(name: str) -> list[Json]:
    """The files that hold all tables, or tell of all."""
    return [
        {"format": "sqlite", "path": f"{name}.db", "mediatype": "application/vnd.sqlite3"},
        {"format": "zip", "path": f"{name}.zip", "mediatype": "application/zip"},
        {"format": "dictionary", "path": FILE, "mediatype": "text/csv"},
    ]


def measured(folder: Path, package: Mapping[str, Any]) -> Json:
    """The descriptor with the size and SHA-256 of each file.

    Not of the ZIP, which holds the descriptor itself.
    """
    resources = [
        {**one, "distributions": _measured(folder, one["distributions"])}
        for one in package["resources"]
    ]
    whole = _measured(folder, package["distributions"])
    return {**package, "distributions": whole, "resources": resources}


def _measured(folder: Path, listed: list[Json]) -> list[Json]:
    return [
        one
        if one["format"] == "zip"
        else {
            **one,
            "bytes": (folder / one["path"]).stat().st_size,
            "hash": f"sha256:{sha256_of(folder / one['path'])}",
        }
        for one in listed
    ]


def zip_dataset(folder: Path, package: Mapping[str, Any], scratch: Path) -> None:
    """Write the ZIP: every CSV, the descriptors, the dictionary, LICENSE.txt and README.md.

    What changed is told by `changes.json`, not cell by cell: the values that it replaced may be
    withdrawn one day, and could not be taken out again. `scratch` is a folder for what must be
    compressed first.
    """
    [path] = [folder / one["path"] for one in package["distributions"] if one["format"] == "zip"]
    write_archive(path, _members(folder, package, scratch))


def _members(folder: Path, package: Mapping[str, Any], scratch: Path) -> Iterator[Member]:
    tables = {one["path"] for one in package["resources"]}
    for path in sorted(path for path in folder.iterdir() if _is_text(path, tables)):
        yield Member.of_file(path)
    for name in sorted(tables):
        yield _table(folder / name, scratch)


def _is_text(path: Path, tables: Collection[str]) -> bool:
    return path.suffix in TEXTS and path.name not in tables and CELLS not in path.name


def _table(csv: Path, scratch: Path) -> Member:
    """A table's CSV, with the compressed bytes that its csv.gz already holds."""
    packed = csv.with_name(f"{csv.name}.gz")
    if not packed.exists():
        packed = scratch / packed.name
        write_gzip(packed, blocks(csv))
    return Member.of_gzip(csv.name, csv.stat().st_size, packed)
