"""A release as the site reads it, and the releases that are current."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.errors import StoreError
from publish.licenses import LICENSES
from publish.serving.history import is_withdrawn

DATASET = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Release:
    """One release on disk: its descriptor, the hash of its database, its exact row counts."""

    dataset: str
    version: str
    folder: Path
    package: Mapping[str, Any]
    hash: str
    counts: Mapping[str, int]

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / f"{self.dataset}.db"

    @property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """The resources by table name."""
        return {resource["name"]: resource for resource in self.package["resources"]}

    def license_of(self, table: str) -> Mapping[str, Any]:
        """The licence that covers a table: its own, or the dataset's."""
        own = self.tables[table].get("licenses") or self.package["licenses"]
        found: Mapping[str, Any] = own[0]
        return found

    def contents_license_of(self, table: str) -> str | None:
        """The licence of the single contents of a table, where its licence has one."""
        found = self.tables[table].get("contents_license") or self.package.get("contents_license")
        return str(found) if found else None


def current_releases(releases: Path) -> dict[str, str]:
    """Dataset -> version that its `current` link names; names that start with "." are not seen.

    A run killed in the middle of a withdrawal may leave the link behind: it is not followed.
    """
    if not releases.is_dir():
        return {}
    found = {}
    for folder in sorted(releases.iterdir()):
        version = _target(folder / "current") if DATASET.fullmatch(folder.name) else None
        if version is not None and not is_withdrawn(folder, version):
            found[folder.name] = version
    return found


def _target(link: Path) -> str | None:
    try:
        return link.readlink().name
    except OSError:
        return None


def read_release(releases: Path, dataset: str, version: str) -> Release:
    """A release that can be served whole.

    Raises StoreError when a file is missing, cut short or says something else than its descriptor.
    """
    folder = releases / dataset / version
    package = read_package(folder / "datapackage.json")
    database = folder / f"{dataset}.db"
    return Release(
        dataset=dataset,
        version=version,
        folder=folder,
        package=package,
        hash=_hash(folder, database.name),
        counts=_counts(database, package),
    )


def listed_files(folder: Path) -> dict[str, str]:
    """File name -> SHA-256 as SHA256SUMS says; empty without that file."""
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        return {}
    pairs = (line.split(maxsplit=1) for line in sums.read_text(encoding="utf-8").splitlines())
    return {pair[1].lstrip("*"): pair[0] for pair in pairs if len(pair) == 2}


def read_package(path: Path) -> Mapping[str, Any]:
    """A descriptor whose licences are known; raises StoreError."""
    try:
        package: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        licensed = [package, *package["resources"]]
        names = {entry["name"] for item in licensed for entry in item.get("licenses", ())}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise StoreError(f"{path}: no descriptor that can be read ({error})") from None
    if not names or not names <= LICENSES.keys():
        unknown = ", ".join(sorted(names - LICENSES.keys())) or "none"
        raise StoreError(f"{path}: licence {unknown}; known: {', '.join(sorted(LICENSES))}")
    return package


def _hash(folder: Path, name: str) -> str:
    """The database's SHA-256 as listed, so that no page has to compute it."""
    listed = listed_files(folder).get(name)
    return listed or hashlib.sha256((folder / "datapackage.json").read_bytes()).hexdigest()


def _counts(database: Path, package: Mapping[str, Any]) -> dict[str, int]:
    _check_size(database)
    try:
        with closing(sqlite3.connect(f"file:{database}?immutable=1", uri=True)) as connection:
            counts = {name: _count(connection, name) for name in _table_names(connection)}
    except sqlite3.Error as error:
        raise StoreError(f"{database}: not a database that can be served ({error})") from None
    for resource in package["resources"]:
        said, found = resource.get("rows"), counts.get(resource["name"])
        if found is None or said not in (None, found):
            there = "is missing" if found is None else f"has {found} rows"
            raise StoreError(
                f"{database}: table {resource['name']} {there}, datapackage.json says {said}"
            )
    return counts


def _check_size(database: Path) -> None:
    """A file shorter than its header says is cut: SQLite would only notice in the middle."""
    try:
        size = database.stat().st_size
        with database.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreError(f"{database}: {error.strerror}") from None
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    if header[:16] != b"SQLite format 3\0" or size < page * int.from_bytes(header[28:32], "big"):
        raise StoreError(f"{database}: cut short or not a SQLite file ({size} bytes)")


def _table_names(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("select name from sqlite_master where type = 'table'")
    return [name for (name,) in rows]


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = '"' + table.replace('"', '""') + '"'
    (count,) = connection.execute(f"select count(*) from {quoted}").fetchone()  # noqa: S608
    return int(count)
