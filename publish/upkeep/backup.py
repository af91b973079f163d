"""A site's private state, declarations and what it counted of its use, encrypted, and back.

The file: a magic line, a salt, then a tar cut into chunks, each sealed with AES-256-GCM under a
key that scrypt makes from the passphrase. A chunk's nonce is its number and whether it is the
last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that a chunk
changed, moved, or cut off at the end is noticed. Memory stays bounded whatever the size.
"""

import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from shutil import copyfileobj, rmtree
from tempfile import mkdtemp
from typing import IO, Literal, cast

from publish.corrections.desk_file import NAME as SAID
from publish.corrections.erased_list import NAME as ERASED
from publish.corrections.erased_list import listed
from publish.declare.site import SiteFolder
from publish.desk.erasing import erase_again
from publish.errors import PrivateStateError
from publish.release.decisions import NAME as DECISIONS
from publish.release.decisions import read_decisions
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
    with site_lock(site.private), _in_words(f"{to}: cannot be written"):
        fresh = to.with_name(f".{to.name}.new")
        fresh.unlink(missing_ok=True)
        try:
            _write(site, fresh, passphrase)
            fresh.replace(to)
            flush(to.parent)
            (site.private / NOTED).touch(mode=0o600)
        finally:
            fresh.unlink(missing_ok=True)


def restore(file: Path, root: Path, passphrase: str) -> None:
    """Brings back private/, the declarations and desk/ into the site folder `root`.

    All of it is read, checked and written aside before anything takes its place; what `desk/erased`
    lists is erased of it first. Raises PrivateStateError for a wrong passphrase, a damaged file, a
    private/ that is not empty or another file that differs from the backup's; DeskError for a list
    that cannot be read.
    """
    site = SiteFolder(root)
    _refuse_overwrite(site)
    root.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=".restoring-", dir=root))
    try:
        with _in_words(f"{file}: cannot be restored"):
            _unpack(file, aside, passphrase)
            for path in sorted(aside.glob(f"private/*/{DECISIONS}")):
                read_decisions(path, path.parent.name)
            _erase_again(aside, site)
            _install(aside, site)
    finally:
        rmtree(aside)


def _erase_again(aside: Path, site: SiteFolder) -> None:
    """What was erased since the backup was made does not come back, as far as it is listed here."""
    gone, said = listed(site.desk.with_name(ERASED)), aside / DESK / SAID
    if gone and said.is_file():
        try:
            erase_again(said, gone, datetime.now(UTC).date())
        except sqlite3.Error as error:
            raise PrivateStateError(f"{SAID} in the backup: {error}") from None


def _write(site: SiteFolder, fresh: Path, passphrase: str) -> None:
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        with Writer(out, passphrase) as sealed, _tar(sealed, "w|") as archive:
            for path in _members(site):
                _add(archive, path, path.relative_to(site.root).as_posix())
            with copied(site) as copies:
                for path in copies:
                    _add(archive, path, f"{DESK}/{path.name}")
        out.flush()
        os.fsync(out.fileno())


def _tar(file: Reader | Writer, mode: Literal["r|", "w|"]) -> tarfile.TarFile:
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
    member.mode = state.st_mode & 0o777
    if path.is_dir():
        member.type = tarfile.DIRTYPE
        archive.addfile(member)
        return
    with path.open("rb") as file:
        member.size = state.st_size
        archive.addfile(member, file)


def _unpack(file: Path, aside: Path, passphrase: str) -> None:
    modes: dict[Path, int] = {}
    with file.open("rb") as source:
        sealed = Reader(source, passphrase, str(file))
        with _tar(sealed, "r|") as archive:
            for member in archive:
                path = _extract(archive, member, aside)
                modes[path] = member.mode & 0o777
        sealed.drain()
    # Children first: a folder may come back as one that its owner cannot write to.
    for path in reversed(modes):
        path.chmod(modes[path])


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, aside: Path) -> Path:
    if not _allowed(member):
        raise PrivateStateError(f"{member.name!r} does not belong in a backup; nothing restored")
    path = aside / member.name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if member.isdir():
        path.mkdir(mode=0o700)
        return path
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out, cast(IO[bytes], archive.extractfile(member)) as file:
        copyfileobj(file, out)
        out.flush()
        os.fsync(out.fileno())
    return path


def _allowed(member: tarfile.TarInfo) -> bool:
    """Whether a member is a plain file or folder of a site, told by its name alone."""
    parts = PurePosixPath(member.name).parts
    if not parts or member.name.startswith("/") or ".." in parts or "\0" in member.name:
        return False
    if parts[0] == "private":
        return member.isdir() or (member.isreg() and len(parts) > 1)
    if not member.isreg():
        return False
    if parts in COPIED:
        return True
    if len(parts) == 2 and parts[0] == DESK_KEYS and parts[1].endswith(".pem"):
        return True
    dataset = len(parts) == 3 and parts[0] == "data" and parts[2] in DATASET_DECLARATIONS
    return dataset or (len(parts) == 1 and parts[0] in DECLARATIONS)


def _install(aside: Path, site: SiteFolder) -> None:
    """Moves all into place, private/ last: until it is there, the restore can be run again."""
    declarations = [p for p in sorted(aside.rglob("*")) if p.is_file()]
    declarations = [p for p in declarations if p.relative_to(aside).parts[0] != "private"]
    for path in declarations:
        place = site.root / path.relative_to(aside)
        if place.exists() and place.read_bytes() != path.read_bytes():
            raise PrivateStateError(f"{place} differs from the backup's; move it away first")
    for path in declarations:
        place = site.root / path.relative_to(aside)
        shut = path.parent.name == DESK
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if shut else 0o777)
        path.replace(place)
    (site.private / LOCK).unlink(missing_ok=True)
    (aside / "private").replace(site.private)


def _refuse_overwrite(site: SiteFolder) -> None:
    if site.private.exists() and any(path.name != LOCK for path in site.private.iterdir()):
        raise PrivateStateError(f"{site.private} is not empty; move it away first")


def _refuse_place(site: SiteFolder, to: Path) -> None:
    for folder in (site.releases, site.private, site.data):
        if to.resolve().is_relative_to(folder.resolve()):
            raise PrivateStateError(f"{to} lies in {folder}; keep backups outside, elsewhere")


@contextmanager
def _in_words(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PrivateStateError(f"{what}: {error.strerror or error}") from error
    except tarfile.TarError as error:
        raise PrivateStateError(f"{what}: {error}") from error
