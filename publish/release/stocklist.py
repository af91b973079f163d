"""The signed list of all releases, which replicas follow: `store.json`, vouched for by `store.sig`.

The list names every file of every kept release with its length and SHA-256, and holds the index of
each dataset, so that what was withdrawn is known as soon as the list is, and what the public side
knows of keys, so that a revoked one ends everywhere. The statement beside it
is small, is signed, and says when, and which list: who reads it every few seconds needs the list
only when it changes. A list that is not signed again for a day is no longer believed.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from publish.errors import StoreError
from publish.release.disk import in_words, sha256_of, write_whole
from publish.release.index import DATASET, INDEX, VERSION, Index, index_of, read_index
from publish.release.lock import site_lock
from publish.release.notes import NAME as STATUS
from publish.release.release import SUMS, read_sums
from publish.release.signature import read_key, signed
from publish.release.token import ISSUED
from publish.words.json import json_of

LIST, STATEMENT = "store.json", "store.sig"
MOST_STATEMENT, MOST_LIST = 2_000, 64 * 1024 * 1024
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,150}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_BYTES, _MOST_PARTS = 2**42, 4


@dataclass(frozen=True)
class File:
    """A file as it was signed."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Statement:
    """When a list was signed, and which one."""

    signed: datetime
    list: File


@dataclass(frozen=True)
class Listed:
    """A dataset: its index, its status.json (None without one), the files of its versions."""

    dataset: str
    index: Index
    status: str | None
    versions: Mapping[str, Mapping[str, File]]


@dataclass(frozen=True)
class Stock:
    """All of a list: the datasets by name, and tokens.json; None without one."""

    datasets: Mapping[str, Listed]
    keys: str | None


@contextmanager
def changing(releases: Path, private: Path) -> Iterator[None]:
    """Holds the site while its releases change, and signs what they are then, however it went."""
    with site_lock(private):
        try:
            yield
        finally:
            sign(releases, private, datetime.now(UTC))


def sign(releases: Path, private: Path, now: datetime) -> None:
    """Writes the list and the statement, where the site has a key; the caller holds the site."""
    key = read_key(private)
    if key is None or not releases.is_dir():
        return
    listed = {"datasets": _datasets(releases), "keys": _text(releases / ISSUED)}
    text = json.dumps(listed, ensure_ascii=False) + "\n"
    statement = {
        "signed": now.astimezone(UTC).isoformat(timespec="seconds"),
        "bytes": len(text.encode()),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    with in_words("the list of releases cannot be signed"):
        write_whole(releases / LIST, text)
        write_whole(releases / STATEMENT, signed(key, json.dumps(statement)))


def _datasets(releases: Path) -> dict[str, Any]:
    folders = (path.parent for path in sorted(releases.glob(f"*/{INDEX}")))
    return {folder.name: _dataset(folder) for folder in folders if DATASET.fullmatch(folder.name)}


def _dataset(folder: Path) -> dict[str, Any]:
    there = [entry.version for entry in read_index(folder).kept]
    return {
        "index": (folder / INDEX).read_text(encoding="utf-8"),
        "status": _text(folder / STATUS),
        "versions": {version: _files(folder / version) for version in there},
    }


def _text(path: Path) -> str | None:
    # What is damaged is noted again at the next run, and stops no list.
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None


def _files(folder: Path) -> dict[str, list[Any]]:
    try:
        digests = {SUMS: sha256_of(folder / SUMS), **read_sums(folder)}
        return {name: [(folder / name).stat().st_size, sha] for name, sha in digests.items()}
    except (OSError, ValueError) as error:
        raise StoreError(f"{folder}: cannot be listed ({error}); `fournil verify`") from None


def read_statement(text: bytes) -> Statement:
    """What a signed statement says; raises StoreError."""
    try:
        tree = json_of(text)
        at = datetime.fromisoformat(tree["signed"]).astimezone(UTC)
        return Statement(at, _file(tree["bytes"], tree["sha256"]))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{STATEMENT}: signed, and cannot be read ({error})") from None


def read_list(text: bytes) -> Stock:
    """What a list says; raises StoreError for a name that could lead elsewhere."""
    try:
        tree = json_of(text)
        datasets = {name: _listed(name, said) for name, said in tree["datasets"].items()}
        return Stock(datasets, tree.get("keys"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{LIST}: cannot be read ({error})") from None


def _listed(name: str, tree: Mapping[str, Any]) -> Listed:
    _refuse(not DATASET.fullmatch(name), name)
    for version in tree["versions"]:
        _refuse(not VERSION.fullmatch(version), version)
    versions = {
        version: {_path(path): _file(*said) for path, said in files.items()}
        for version, files in tree["versions"].items()
    }
    index = index_of(tree["index"], name, None)
    kept = {entry.version for entry in index.kept}
    if kept != versions.keys() or (index.current is not None and index.current not in kept):
        raise ValueError(f"{name}: index and files differ")
    return Listed(name, index, tree["status"], versions)


def _path(path: str) -> str:
    parts = path.split("/")
    fits = len(parts) <= _MOST_PARTS and all(map(_PART.fullmatch, parts))
    _refuse(not fits or str(PurePosixPath(path)) != path, path)
    return path


def _refuse(unfit: bool, name: str) -> None:
    if unfit:
        raise StoreError(f"{LIST}: {name!r} is no name of a dataset, a version or a file of one")


def _file(size: Any, sha256: Any) -> File:
    if not isinstance(size, int) or not 0 <= size <= _MOST_BYTES or not _DIGEST.fullmatch(sha256):
        raise ValueError(f"{size} bytes, {sha256!r}")
    return File(size, sha256)
