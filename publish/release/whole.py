"""Whether a release is whole: its checksums, its files, its database, its rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from publish.errors import Problem, StoreError
from publish.release.disk import sha256_of
from publish.release.package import Package
from publish.release.release import AGAIN, DESCRIPTOR, SUMS, read_package, read_sums
from publish.release.table import Table
from publish.words.sql import quoted
from publish.words.sqlite import read_only

UNFINISHED = ("-journal", "-wal", "-shm")


def seal(folder: Path) -> None:
    """Writes SHA256SUMS over all other files, sorted by path, as `sha256sum -c` reads it."""
    lines = [f"{sha256_of(folder / name)}  {name}\n" for name in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def problems(folder: Path, dataset: str, version: str) -> Iterator[Problem]:
    """What a release's files say against it, each file read again.

    `dataset` and `version` are what its descriptor must call it.
    """
    place = f"{dataset} {version}"
    if not folder.is_dir():
        yield Problem("release-missing", place, f"no folder {folder.name}", AGAIN)
        return
    yield from _checksum_problems(folder, place)
    try:
        package = read_package(folder)
    except StoreError as error:
        yield Problem("release-descriptor", place, str(error))
        return
    yield from _descriptor_problems(folder, package, dataset, version)
    yield from _database_problems(folder / f"{dataset}.db", package, place)


def _checksum_problems(folder: Path, place: str) -> Iterator[Problem]:
    try:
        sums = read_sums(folder)
    except (OSError, ValueError):
        yield Problem("release-checksums", place, f"{SUMS} is missing or damaged", AGAIN)
        return
    there = set(_files(folder))
    for name in sorted(sums.keys() | there):
        where = f"{place}: {name}"
        if name not in there:
            yield Problem("release-file-missing", where, f"in {SUMS} and not here", AGAIN)
        elif name not in sums:
            yield Problem("release-file-extra", where, f"not in {SUMS}", "take it away")
        elif (folder / name).is_symlink() or name.endswith(UNFINISHED):
            yield Problem("release-file-kind", where, "a link or an unfinished file", AGAIN)
        elif sha256_of(folder / name) != sums[name]:
            yield Problem("release-checksum", where, f"differs from {SUMS}", AGAIN)


def _descriptor_problems(
    folder: Path, package: Package, dataset: str, version: str
) -> Iterator[Problem]:
    where = f"{dataset} {version}: {DESCRIPTOR}"
    called = f"{package.tree.get('name')} {package.version}"
    if called != f"{dataset} {version}":
        yield Problem("release-descriptor", where, f"calls itself {called}", AGAIN)
    for path in dict.fromkeys(form.path for form in package.forms):
        if not (folder / path).is_file():
            yield Problem("release-file-missing", where, f"no file {path}", AGAIN)


def _database_problems(path: Path, package: Package, place: str) -> Iterator[Problem]:
    where = f"{place}: {path.name}"
    try:
        with closing(sqlite3.connect(read_only(path), uri=True)) as connection:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if answer != "ok":
                yield Problem("release-database", where, f"damaged: {answer}", AGAIN)
            for table in package.tables.values():
                yield from _row_problems(connection, table, where)
    except sqlite3.Error as error:
        yield Problem("release-database", where, f"cannot be read: {error}", AGAIN)


def _row_problems(connection: sqlite3.Connection, table: Table, where: str) -> Iterator[Problem]:
    (rows,) = connection.execute(f"SELECT count(*) FROM {quoted(table.name)}").fetchone()  # noqa: S608
    if rows != table.rows:
        what = f"table {table.name} has {rows} rows, {DESCRIPTOR} says {table.rows}"
        yield Problem("release-rows", where, what, AGAIN)


def _files(folder: Path) -> list[str]:
    """The paths of all files but SHA256SUMS, from the folder on, sorted."""
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(name for path in paths if (name := path.relative_to(folder).as_posix()) != SUMS)
