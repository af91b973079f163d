"""`desk/`, as its maintainer looks after it: `usage.db`, and copies of its databases."""

import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.corrections.desk_file import has_table
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, PrivateStateError
from publish.release.disk import STAGING
from publish.usage import store
from publish.words.sqlite import read_only

SERVICE = "fournil.service"
"""The unit that serves the site, as `deploy/` has it."""
PATIENCE_SECONDS = 30.0
SILENT = timedelta(days=1)
BROUGHT_BACK = (
    "bring it back from a backup (`fournil --site NEW restore FILE`, then copy it), or move it "
    "away: what people said and corrected is then gone"
)
"""The way out where `desk/desk.db` is damaged."""
AWAY = "move it away (`fournil serve` begins another), and keep it if its days are not published"
# What signs members in, what their programs were answered, and what waits to be mailed: letters
# that went out since would go again.
_ENTRIES = (
    "sessions", "invites", "contributors", "person_links", "_datasette_auth_tokens", "answers",
    "outbox", "hearers", "news_asked", "news_told", "mailed",
)  # fmt: skip


def lines(site: SiteFolder, today: date) -> Iterator[tuple[str, str]]:
    """What is the matter with it, each with the way out; no way out where all is well."""
    path = store.place(site.root)
    if not path.exists():
        yield "nothing was counted yet" if _counts(site) else "`usage: false` in metadata.yaml", ""
        return
    mended = [*rights(path.parent, path), *damage(path, AWAY), *_silence(site, path, today)]
    yield from mended or [(f"counted until {_written(path)}", "")]


@contextmanager
def copied(site: SiteFolder) -> Iterator[list[Path]]:
    """Copies of what was counted and said, whole though it is written meanwhile.

    They are gone after the block. Without sketches: the key of the day is in no file, so that
    nobody could unite them again. Without sessions and links of members, some of whom are revoked
    by the time that it is restored. Raises PrivateStateError where one is damaged.
    """
    there = [path for path in (store.place(site.root), site.desk) if path.is_file()]
    with TemporaryDirectory(prefix=STAGING, dir=site.private) as folder:
        for path in there:
            try:
                _copy(path, Path(folder) / path.name)
            except sqlite3.Error as error:
                way_out = BROUGHT_BACK if path == site.desk else AWAY
                raise PrivateStateError(f"{path}: cannot be copied ({error}); {way_out}") from None
        yield [Path(folder) / path.name for path in there]


def _copy(path: Path, copy: Path) -> None:
    with (
        closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as counted,
        closing(sqlite3.connect(copy)) as fresh,
    ):
        counted.backup(fresh)
        if has_table(fresh, "visitors"):
            fresh.execute("UPDATE visitors SET sketch = NULL")
        for table in _ENTRIES:
            if has_table(fresh, table):
                fresh.execute(f"DELETE FROM {table}")  # noqa: S608
        fresh.commit()
        # What was dropped stays in no free page.
        fresh.execute("VACUUM")
    copy.chmod(0o600)


def rights(folder: Path, *files: Path) -> list[tuple[str, str]]:
    """Whether others can look into a folder, or read files in it."""
    if not any(one.stat().st_mode & 0o077 for one in (folder, *files)):
        return []
    where = shlex.quote(str(folder))
    return [(f"others can look into {folder}", f"run `chmod -R go-rwx {where}`")]


def damage(path: Path, way_out: str) -> list[tuple[str, str]]:
    """Whether a database is whole, as far as SQLite sees quickly."""
    try:
        readable = read_only(path, at_rest=False)
        with closing(sqlite3.connect(readable, uri=True, timeout=PATIENCE_SECONDS)) as counted:
            [[told]] = counted.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.Error as error:
        told = str(error)
    return [] if told == "ok" else [(f"{path} is damaged ({told})", way_out)]


def _silence(site: SiteFolder, path: Path, today: date) -> Iterator[tuple[str, str]]:
    """Whether it was not written for a day though the site is served, as far as systemd knows."""
    written = _written(path)
    if _counts(site) and today - written > SILENT and _is_served():
        what = f"{SERVICE} is active, and has not written {path} since {written}"
        yield what, f"see what it says: `journalctl -u {SERVICE}`"


def _counts(site: SiteFolder) -> bool:
    """Whether the site counts, as it does where nobody can read what it says."""
    try:
        return site.metadata().usage
    except DeclarationError:
        return True


def _written(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def _is_served() -> bool:
    program = shutil.which("systemctl")
    if program is None:
        return False
    asked = [program, "is-active", SERVICE]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return told.strip() == "active"
