"""What `fournil backup` wrote, back in a site's folder.

Who left after the backup was made is in none of its lists. Beside releases that are newer this is
noticed by their revision; where the releases are lost too, the day of the backup alone tells it.
"""

import os
import sqlite3
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from shutil import copyfileobj, rmtree
from tempfile import mkdtemp
from typing import IO, cast

from publish.corrections.desk_file import NAME as SAID
from publish.corrections.erased_list import NAME as ERASED
from publish.corrections.erased_list import listed
from publish.declare.site import SiteFolder
from publish.desk.erasing import erase_again
from publish.errors import PrivateStateError
from publish.release.decisions import NAME as DECISIONS
from publish.release.decisions import note_older, read_decisions
from publish.release.index import INDEX
from publish.release.lock import LOCK
from publish.upkeep.backup import (
    COPIED,
    DATASET_DECLARATIONS,
    DECLARATIONS,
    DESK_KEYS,
    in_words,
    tar,
)
from publish.upkeep.encrypted import Reader
from publish.usage.store import DESK

FRESH = timedelta(hours=1)
"""How old a backup may be that nobody is asked about: a drill, or a move to another machine."""


def restore(file: Path, root: Path, passphrase: str) -> str | None:
    """Brings back private/, the declarations and desk/ into the site folder `root`.

    All of it is read, checked and written aside before anything takes its place; what `desk/erased`
    lists is erased of it first. Gives the day since which people may have left of whom nothing
    here tells, in datasets without releases; None where there is none. Raises PrivateStateError
    for a wrong passphrase, a damaged file, a private/ that is not empty or another file that
    differs from the backup's; DeskError for a list that cannot be read.
    """
    site = SiteFolder(root)
    _refuse_overwrite(site)
    root.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=".restoring-", dir=root))
    try:
        with in_words(f"{file}: cannot be restored"):
            made = _unpack(file, aside, passphrase)
            for path in sorted(aside.glob(f"private/*/{DECISIONS}")):
                read_decisions(path, path.parent.name)
            _erase_again(aside, site)
            since = _noted(aside, site, made)
            _install(aside, site)
            return since
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


def _noted(aside: Path, site: SiteFolder, made: datetime | None) -> str | None:
    """The day of a backup that is not fresh, noted in the datasets whose releases are lost."""
    since = made.date().isoformat() if made else "an unknown day"
    names = [one for one in SiteFolder(aside).datasets() if not _released(site, one)]
    if not names or (made and datetime.now(UTC) - made < FRESH):
        return None
    for name in names:
        note_older(aside / "private" / name, since)
    return since


def _released(site: SiteFolder, name: str) -> bool:
    """Whether releases are there, which tell by themselves that they are newer."""
    return (site.releases / name / INDEX).is_file()


def _unpack(file: Path, aside: Path, passphrase: str) -> datetime | None:
    """Writes all of a backup into the folder `aside`, and gives when it was made.

    None for one of a version of Fournil that wrote no time.
    """
    modes: dict[Path, int] = {}
    made = 0.0
    with file.open("rb") as source:
        sealed = Reader(source, passphrase, str(file))
        with tar(sealed, "r|") as archive:
            for member in archive:
                path = _extract(archive, member, aside)
                modes[path] = member.mode & 0o777
                made = max(made, member.mtime)
        sealed.drain()
    # Children first: a folder may come back as one that its owner cannot write to.
    for path in reversed(modes):
        path.chmod(modes[path])
    return datetime.fromtimestamp(made, UTC) if made else None


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
