"""Whether a release is whole: its checksums, its files, its database, its rows."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from publish.errors import Problem, StoreError

SUMS = "SHA256SUMS"
DESCRIPTOR = "datapackage.json"
FORMS = "distributions"
UNFINISHED = ("-journal", "-wal", "-shm")
AGAIN = "publish again, or roll back to an earlier release"


def seal(folder: Path) -> None:
    """Writes SHA256SUMS over all other files, sorted by path, as `sha256sum -c` reads it."""
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def read_descriptor(folder: Path) -> dict[str, Any]:
    """The datapackage.json of a release; raises StoreError."""
    path = folder / DESCRIPTOR
    try:
        tree: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return tree
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read ({error}); {AGAIN}") from None


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
        descriptor = read_descriptor(folder)
    except StoreError as error:
        yield Problem("release-descriptor", place, str(error))
        return
    yield from _descriptor_problems(folder, descriptor, dataset, version)
    yield from _database_problems(folder / f"{dataset}.db", descriptor, place)


def _checksum_problems(folder: Path, place: str) -> Iterator[Problem]:
    try:
        sums = read_sums(folder / SUMS)
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
        elif _sha256(folder / name) != sums[name]:
            yield Problem("release-checksum", where, f"differs from {SUMS}", AGAIN)


def _descriptor_problems(
    folder: Path, descriptor: dict[str, Any], dataset: str, version: str
) -> Iterator[Problem]:
    where = f"{dataset} {version}: {DESCRIPTOR}"
    called = f"{descriptor.get('name')} {descriptor.get('version')}"
    if called != f"{dataset} {version}":
        yield Problem("release-descriptor", where, f"calls itself {called}", AGAIN)
    for path in _described(descriptor):
        if not (folder / path).is_file():
            yield Problem("release-file-missing", where, f"no file {path}", AGAIN)


def _described(descriptor: dict[str, Any]) -> Iterator[str]:
    """The files that a descriptor names, each once."""
    resources = descriptor.get("resources", ())
    tables = [resource["path"] for resource in resources]
    forms = [one["path"] for part in (*resources, descriptor) for one in part.get(FORMS, ())]
    yield from dict.fromkeys((*tables, *forms))


def _database_problems(path: Path, descriptor: dict[str, Any], place: str) -> Iterator[Problem]:
    where = f"{place}: {path.name}"
    try:
        with closing(sqlite3.connect(_read_only(path), uri=True)) as connection:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if answer != "ok":
                yield Problem("release-database", where, f"damaged: {answer}", AGAIN)
            for resource in descriptor.get("resources", ()):
                yield from _row_problems(connection, resource, where)
    except sqlite3.Error as error:
        yield Problem("release-database", where, f"cannot be read: {error}", AGAIN)


def _row_problems(
    connection: sqlite3.Connection, resource: dict[str, Any], where: str
) -> Iterator[Problem]:
    table = resource["name"].replace('"', '""')
    (rows,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608
    if rows != resource["rows"]:
        what = f"table {resource['name']} has {rows} rows, {DESCRIPTOR} says {resource['rows']}"
        yield Problem("release-rows", where, what, AGAIN)


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _files(folder: Path) -> list[str]:
    """The paths of all files but SHA256SUMS, from the folder on, sorted."""
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(name for path in paths if (name := path.relative_to(folder).as_posix()) != SUMS)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_sums(path: Path) -> dict[str, str]:
    """File name -> SHA-256 of a SHA256SUMS."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
