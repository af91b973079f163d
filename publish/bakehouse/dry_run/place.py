"""A site for one dry run: what is declared and was published, to be read and written aside."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp

from publish.declare.site import SiteFolder
from publish.release.disk import STAGING, locked
from publish.release.index import CURRENT, version_folders
from publish.release.lock import LOCK, at_rest
from publish.release.signature import KEY
from publish.words.sqlite import read_only

DOWNLOADS = "downloads"


@contextmanager
def set_aside(site: SiteFolder, name: str) -> Iterator[SiteFolder]:
    """A copy of the site to publish the dataset in, gone when the block ends.

    It lies in private/<name>, so that it is as private as what it copies, and so that the next
    publication sweeps it away where its process was killed. Raises Busy while another run works.
    """
    home = site.private / name
    made = _make(home)
    folder = Path(mkdtemp(prefix=STAGING, dir=home))
    try:
        with locked(folder):
            aside = SiteFolder(folder / "site")
            with at_rest(site.private):
                _fill(aside, site, name)
            yield aside
    finally:
        shutil.rmtree(folder)
        for path in made:
            path.rmdir()


def in_place(text: str, aside: SiteFolder, site: SiteFolder) -> str:
    """A message of a dry run, with the paths of the site itself."""
    there, here = (str(one.root / "-")[:-1] for one in (aside, site))
    return text.replace(there, here)


def _make(home: Path) -> list[Path]:
    """The folders that had to be made, inner ones first."""
    lacking = [path for path in (home, home.parent) if not path.exists()]
    for path in reversed(lacking):
        path.mkdir(mode=0o700)
    return lacking


def _fill(aside: SiteFolder, site: SiteFolder, name: str) -> None:
    aside.root.mkdir()
    desk = site.desk.parent
    own = {site.private.name, site.releases.name, desk.name}
    for path in site.root.iterdir():
        if path.name not in own and not path.name.startswith("."):
            (aside.root / path.name).symlink_to(path.resolve())
    if desk.is_dir():
        _copy_desk(site.desk, aside.desk)
    _copy_private(site.private, aside.private, name)
    _copy_releases(site, aside.releases, name)


def _copy_desk(file: Path, to: Path) -> None:
    """What was said at the desk, in a copy of its own: a draft decides nothing there."""
    to.parent.mkdir(mode=0o700)
    for path in file.parent.iterdir():
        if not path.name.startswith(file.name):
            (to.parent / path.name).symlink_to(path.resolve())
    if file.is_file():
        uri = read_only(file, at_rest=False)
        with closing(sqlite3.connect(uri, uri=True)) as said, closing(sqlite3.connect(to)) as copy:
            said.backup(copy)


def _copy_private(private: Path, to: Path, name: str) -> None:
    """The site's files and the dataset's folder; other datasets are only read."""
    to.mkdir(mode=0o700)
    for path in private.iterdir():
        # Without the key of the store, no list of what is tried here is ever signed.
        if path.is_file() and path.name not in (LOCK, KEY):
            shutil.copy2(path, to)
        elif path.is_dir() and path.name != name:
            (to / path.name).symlink_to(path.resolve())
    ignored = shutil.ignore_patterns(f"{STAGING}*", DOWNLOADS)
    shutil.copytree(private / name, to / name, ignore=ignored)
    if (private / name / DOWNLOADS).is_dir():
        shutil.copytree(private / name / DOWNLOADS, to / name / DOWNLOADS, copy_function=_link)


def _copy_releases(site: SiteFolder, to: Path, name: str) -> None:
    to.mkdir()
    for path in site.releases.iterdir() if site.releases.is_dir() else ():
        if path.name != name:
            (to / path.name).symlink_to(path.resolve())
    folder = site.releases / name
    if not folder.is_dir():
        return
    (to / name).mkdir()
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy2(path, to / name)
    if (folder / CURRENT).is_symlink():
        (to / name / CURRENT).symlink_to((folder / CURRENT).readlink())
    for version in version_folders(folder):
        shutil.copytree(version, to / name / version.name, copy_function=_link)


def _link(source: str, to: str) -> None:
    """The same bytes under another name: files of releases and downloads are never written into."""
    try:
        os.link(source, to)
    except OSError:
        shutil.copy2(source, to)
