"""Answers kept in memory while nothing they show has changed, and the ETags that say so.

An answer is a function of its address, its language, the releases that it shows (of one dataset
where its address names one), the program and, where ages are told, the day: their digest is its
ETag and its place in memory. So a swap of releases needs no
purge, and an answer whose ETag a browser still holds is not made at all. What depends on more has
an ETag of its own, sets a cookie or says `no-store`, and is left alone.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

from publish import __version__
from publish.site.base.asgi import App, Receive, Scope, Send
from publish.site.base.folders import PACKAGE, shipped
from publish.site.base.site import Site
from publish.site.http.arguments import FILES, READING, dataset_of, route_path
from publish.site.http.caching_answers import Answers, Making
from publish.site.http.compression import takes_gzip
from publish.site.http.guard import is_damaged
from publish.site.http.keys import is_key

# How often the files beside the releases are looked at, as `publish.site.app.watch` does.
LOOK_SECONDS = 0.25
# The folders of a site that its pages come from.
OWN = ("templates", "pages", "static")
Files = dict[str, set[str]]


class State:
    """What a site serves at this moment."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._program = _program(site.server) + _declared(site)
        self._view: Mapping[str, Any] | None = None
        self._files: Files = {}
        self._looked = 0.0
        self._digests: dict[str, bytes] = {}

    def digest(self, path: str) -> bytes:
        """The digest of the program and of what a path shows: a dataset, or all; perhaps the day.

        Two workers, and one started again, give the same.
        """
        view, files = self._site.databases, self._beside()
        if view is not self._view or files is not self._files:
            self._view, self._files, self._digests = view, files, {}
        name = dataset_of(path)
        name = name if name in view else ""
        if name not in self._digests:
            self._digests[name] = self._made(name)
        # Ages are told by pages of one part, such as /, /status and a dataset's own.
        day = b"" if "/" in path[1:] else datetime.now(UTC).date().isoformat().encode()
        return self._digests[name] + day

    def _made(self, name: str) -> bytes:
        view, shown = self._site.databases, {"", name}
        releases = [one.release for key, one in view.items() if not name or key == name]
        served = sorted(f"{one.dataset} {one.version} {one.hash}" for one in releases)
        beside = [
            one for of, found in self._files.items() if not name or of in shown for one in found
        ]
        return sha256(self._program + "\n".join((*sorted(beside), *served)).encode()).digest()

    def settled(self) -> Callable[[], bool]:
        """A question: whether releases and their catalog were of one moment since now."""
        since = self._site.steps
        return lambda: self._site.steps == since and since % 2 == 0

    def _beside(self) -> Files:
        """The same mapping as long as nothing beside the releases has changed."""
        now = monotonic()
        if not self._looked or now - self._looked > LOOK_SECONDS:
            self._looked, found = now, self._look()
            return self._files if found == self._files else found
        return self._files

    def _look(self) -> Files:
        """Dataset -> its histories; "" -> the site's own pages."""
        releases = self._site.releases_folder
        found: Files = {}
        own = (path for name in OWN for path in (releases.parent / name).rglob("*.*"))
        beside = (*releases.glob("*/releases.json"), *releases.glob("*/status.json"))
        for of, path in (
            *(("", path) for path in own),
            *((one.parent.name, one) for one in beside),
        ):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            said = f"{path.name} {path.parent.name} {stat.st_ino} {stat.st_mtime_ns}"
            found.setdefault(of, set()).add(said)
        return found


def _declared(site: Site) -> bytes:
    """What the site's own files say, as it was read at the start."""
    said = [site.declared, site.config, site.settings_dict()]
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).digest()


@lru_cache(maxsize=1)
def _program(server: str) -> bytes:
    """The digest of Fournil as it is installed."""
    digest = sha256(f"{__version__} {server}".encode())
    folders = dict.fromkeys((PACKAGE, shipped("plugins"), shipped("templates"), shipped("static")))
    for path in (path for folder in folders for path in _files(folder)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if "__pycache__" not in path.parts)
    return sorted(path for path in found if path.is_file())


# Words by which SQL asks for what changes while the releases do not.
_CHANGING = re.compile(rb"now|date|time|day|epoch|current_|random", re.IGNORECASE)
# Files of maps, large and asked for in parts.
TILES = ".pmtiles"
_SQL = (b"sql=", b"_where=")
# Parameters of stored queries by which Datasette fills in headers, cookies or the time.
_MAGIC = re.compile(r":_[a-z]")


def caching(site: Site, app: App) -> App:
    """`app` asked only for what is not in memory, under ETags, with the length of each answer."""
    answers, state, may_keep = Answers(), State(site), _may_keep(site)
    seconds = int(site.setting("default_cache_ttl"))

    async def cached(scope: Scope, receive: Receive, send: Send) -> None:
        if not may_keep(scope):
            await app(scope, receive, send)
            return
        key = _key(scope, state, route_path(site, scope))
        negotiable = scope.get("negotiable", False)
        if key in held(scope):
            _note(scope, "unchanged")
            await answers.send_unchanged(send, key, seconds, negotiable)
            return
        head = scope["method"] == "HEAD"
        if (answer := await answers.awaited(key)) is not None:
            _note(scope, "hit")
            await answer.send(send, head)
            return
        _note(scope, "made")
        asked = scope["method"] if _heads_itself(scope) else "GET"
        settled = state.settled()
        making = Making(answers, key, seconds, send, settled, negotiable, head, asked == "GET")
        with making:
            await app({**scope, "method": asked}, receive, making.send)

    return cached


def _note(scope: Scope, how: str) -> None:
    """Tells who measures how an answer came about."""
    if (state := scope.get("state")) is not None:
        state["cache"] = how


def _may_keep(site: Site) -> Callable[[Scope], bool]:
    """Whether all who ask get the same, and it is no file of a release or of tiles."""
    kept_out = ("/download/", *_personal(site))

    def may_keep(scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in READING:
            return False
        if any(_tells_who(name, said) for name, said in scope["headers"]):
            return False
        query, path = scope["query_string"], route_path(site, scope)
        changing = any(word in query for word in _SQL) and _CHANGING.search(query)
        if is_damaged(site, path):
            return False
        return not changing and not path.startswith(kept_out) and not path.endswith(TILES)

    return may_keep


def _tells_who(name: bytes, said: bytes) -> bool:
    """Whether a header may make an answer another one: of cookies, only Datasette's own."""
    if name == b"cookie":
        return any(one.strip().startswith(b"ds_") for one in said.split(b";"))
    return name == b"authorization" and not is_key(said)


def _heads_itself(scope: Scope) -> bool:
    """Whether HEAD is answered with the length and without the body: a file may be large."""
    path: str = scope["path"]
    return path.endswith(FILES)


def _personal(site: Site) -> list[str]:
    """The paths under which a stored query may show visitors what they alone sent."""
    config = (site.config or {}).get("databases") or {}
    return [f"/{name}/" for name, said in config.items() if _MAGIC.search(str(said))]


def _key(scope: Scope, state: State, path: str) -> str:
    """The opaque part of the ETag, with its quotation marks."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    parts = (
        state.digest(path),
        str(scope.get("lang", "")).encode(),
        str(scope.get("scheme", "")).encode(),
        scope.get("raw_path") or scope["path"].encode(),
        scope["query_string"],
        b"gzip" if takes_gzip(scope) else b"",
        *hosts,
    )
    digest = sha256(b"\n".join(parts)).hexdigest()[:32]
    return f'"{digest}"'


def held(scope: Scope) -> set[str]:
    """The ETags that the asker holds, compared weakly; `*` asks nothing here."""
    asked = [value.decode("latin-1") for n, value in scope["headers"] if n == b"if-none-match"]
    return {tag.strip().removeprefix("W/") for tag in ",".join(asked).split(",")}
