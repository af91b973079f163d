"""A site's private state, declarations and what it counted of its use, in one encrypted file.

The file: a magic line, a salt, then a tar cut into chunks, each sealed with AES-256-GCM under a
key that scrypt makes from the passphrase. A chunk's nonce is its number and whether it is the
last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that a chunk
changed, moved, or cut off at the end is noticed. Memory stays bounded whatever the size. Each
member's date is the moment of the backup.
"""

import os
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal, cast

from publish.corrections.desk_file import NAME as SAID
from publish.declare.site import SiteFolder
from publish.errors import PrivateStateError
from publish.release.disk import STAGING, flush
from publish.release.lock import LOCK, site_lock
from publish.upkeep.desk import copied
from publish.upkeep.encrypted import Reader, Writer
from publish.usage.store import DESK
from publish.usage.store import NAME as USAGE

DECLARATIONS = ("metadata.yaml", "datasette.yaml")
DATASET_DECLARATIONS = ("dataset.yaml", "README.md")
DESK_KEYS = "desk-keys"
"""The folder with the public keys of services."""
COPIED = ((DESK, USAGE), (DESK, SAID))
PASSING = ("staging", "downloads")
SHORTEST = 12
NOTED = ".backup"
"""The file in private/ whose date is that of the last backup; in no backup itself."""


def backup(site: SiteFolder, to: Path, passphrase: str) -> None:
    """Writes private/, the declarations, desk/usage.db and desk/desk.db into the file `to` (mode
    0600), whole or not at all.

    Holds the site meanwhile; the counter and the desk write on. Raises PrivateStateError for a weak
    passphrase, a place that is served, a link in private/, a damaged usage.db, or a disk that
    refuses; Busy where another run holds the site.
    """
    _refuse_place(site, to)
    if len(passphrase) < SHORTEST:
        raise PrivateStateError(f"passphrase too short; use at least {SHORTEST} characters")
    with site_lock(site.private), in_words(f"{to}: cannot be written"):
        fresh = to.with_name(f".{to.name}.new")
        fresh.unlink(missing_ok=True)
        try:
            _write(site, fresh, passphrase)
            fresh.replace(to)
            flush(to.parent)
            (site.private / NOTED).touch(mode=0o600)
        finally:
            fresh.unlink(missing_ok=True)


def _write(site: SiteFolder, fresh: Path, passphrase: str) -> None:
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        with Writer(out, passphrase) as sealed, tar(sealed, "w|") as archive:
            for path in _members(site):
                _add(archive, path, path.relative_to(site.root).as_posix())
            with copied(site) as copies:
                for path in copies:
                    _add(archive, path, f"{DESK}/{path.name}")
        out.flush()
        os.fsync(out.fileno())


def tar(file: Reader | Writer, mode: Literal["r|", "w|"]) -> tarfile.TarFile:
    """The archive in a sealed file."""
    return tarfile.open(fileobj=cast(IO[bytes], file), mode=mode)


def _members(site: SiteFolder) -> Iterator[Path]:
    """What is worth keeping: parents before their children."""
    declared = set(site.datasets())
    yield site.private
    for path in sorted(site.private.rglob("*")):
        if not _passes(path.relative_to(site.private).parts, declared):
            yield path
    folders = (site.data / name for name in sorted(declared))
    names = [site.root / name for name in DECLARATIONS]
    names += [folder / name for folder in folders for name in DATASET_DECLARATIONS]
    names += sorted((site.root / DESK_KEYS).glob("*.pem"))
    yield from (path for path in names if path.is_file())


def _passes(parts: tuple[str, ...], declared: set[str]) -> bool:
    """Whether a path under private/ lives for one run only: staging, downloads, the lock."""
    if parts[0] not in declared:
        return parts[0] in (LOCK, NOTED) or parts[0].startswith(STAGING) or parts[0] in PASSING
    # Also below private/<dataset>/partners/<partner>/.
    return any(part in PASSING for part in (*parts[1:2], *parts[3:4]))


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    private = name.split("/")[0] == "private"
    if (path.is_symlink() and private) or not (path.is_file() or path.is_dir()):
        raise PrivateStateError(f"{path}: a link or special file; put the file itself there")
    state = path.stat()
    member = tarfile.TarInfo(name)
    member.mode, member.mtime = state.st_mode & 0o777, int(time.time())
    if path.is_dir():
        member.type = tarfile.DIRTYPE
        archive.addfile(member)
        return
    with path.open("rb") as file:
        member.size = state.st_size
        archive.addfile(member, file)


def _refuse_place(site: SiteFolder, to: Path) -> None:
    for folder in (site.releases, site.private, site.data):
        if to.resolve().is_relative_to(folder.resolve()):
            raise PrivateStateError(f"{to} lies in {folder}; keep backups outside, elsewhere")


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Says what a disk or an archive refused. Raises PrivateStateError."""
    try:
        yield
    except OSError as error:
        raise PrivateStateError(f"{what}: {error.strerror or error}") from error
    except tarfile.TarError as error:
        raise PrivateStateError(f"{what}: {error}") from error
