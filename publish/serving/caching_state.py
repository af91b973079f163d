"""All that answers depend on beside their address and language, as one digest."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import monotonic

import datasette

from publish import __version__
from publish.serving.datasette_site import Site
from publish.serving.folders import PACKAGE, shipped
from publish.serving.snapshot import Snapshot

# How often the files beside the releases are looked at, as `publish.serving.watch` does.
LOOK_SECONDS = 0.25
# The folders of a site that its pages come from.
OWN = ("templates", "pages", "static")
Seen = tuple[str, ...]


class State:
    """What a site serves at this moment."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._program = _program() + _declared(site)
        self._view: Snapshot | None = None
        self._files: Seen = ()
        self._looked = 0.0
        self._digest = b""

    def digest(self) -> bytes:
        """The digest of the program, the day, the histories, and the releases of the request.

        Two workers, and one started again, give the same.
        """
        view, files = self._site.databases, self._beside()
        if view is not self._view or files is not self._files:
            self._view, self._files = view, files
            releases = (one.release for one in view.values())
            served = sorted(f"{one.dataset} {one.version} {one.hash}" for one in releases)
            text = "\n".join((*files, *served))
            self._digest = sha256(self._program + text.encode()).digest()
        return self._digest

    def settled(self) -> Callable[[], bool]:
        """A question: whether releases and their catalog were of one moment since now."""
        watch = getattr(self._site, "watch", None)
        since = watch.steps if watch else 0
        return lambda: watch is None or (watch.steps == since and since % 2 == 0)

    def _beside(self) -> Seen:
        """The same tuple as long as nothing beside the releases has changed."""
        now = monotonic()
        if not self._files or now - self._looked > LOOK_SECONDS:
            self._looked, found = now, tuple(self._look())
            return self._files if found == self._files else found
        return self._files

    def _look(self) -> Iterator[str]:
        """The day, for some pages tell how old a release is; histories and own pages."""
        yield datetime.now(UTC).date().isoformat()
        releases = self._site.releases_folder
        own = (path for name in OWN for path in (releases.parent / name).rglob("*.*"))
        beside = (*releases.glob("*/releases.json"), *releases.glob("*/status.json"))
        for path in sorted((*beside, *own)):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            yield f"{path.name} {path.parent.name} {stat.st_ino} {stat.st_mtime_ns}"


def _declared(site: Site) -> bytes:
    """What the site's own files say, as it was read at the start."""
    said = [site.declared, site.config, site._settings]
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).digest()


@lru_cache(maxsize=1)
def _program() -> bytes:
    """The digest of Fournil as it is installed."""
    digest = sha256(f"{__version__} {datasette.__version__}".encode())
    folders = dict.fromkeys((PACKAGE, shipped("plugins"), shipped("templates"), shipped("static")))
    for path in (path for folder in folders for path in _files(folder)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if "__pycache__" not in path.parts)
    return sorted(path for path in found if path.is_file())
