"""The ZIP that holds a dataset whole."""

from collections.abc import Collection, Iterator
from pathlib import Path

from publish.forms.archive import Member, write_archive
from publish.forms.compressed import blocks, write_gzip
from publish.release.differences import CELLS
from publish.release.package import Package

# Beside the CSV files: the descriptor and all other texts of the release.
TEXTS = {".csv", ".json", ".jsonld", ".md", ".txt"}


def zip_dataset(folder: Path, package: Package, scratch: Path) -> None:
    """Write the ZIP: every CSV, the descriptors, the dictionary, LICENSE.txt and README.md.

    What changed is told by `changes.json`, not cell by cell: the values that it replaced may be
    withdrawn one day, and could not be taken out again. `scratch` is a folder for what must be
    compressed first.
    """
    [path] = [folder / form.path for form in package.whole_forms if form.format == "zip"]
    write_archive(path, _members(folder, package, scratch))


def _members(folder: Path, package: Package, scratch: Path) -> Iterator[Member]:
    tables = {table.path for table in package.tables.values()}
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
