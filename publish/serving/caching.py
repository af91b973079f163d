"""Answers kept in memory while nothing they show has changed, and the ETags that say so.

An answer is a function of its address, its language, the releases that its request is pinned to
and the program: their digest is its ETag and its place in memory. So a swap of releases needs no
purge, and an answer whose ETag a browser still holds is not made at all. What depends on more has
an ETag of its own, sets a cookie or says `no-store`, and is left alone.
"""

import re
from collections.abc import Callable
from hashlib import sha256

from publish.serving.caching_answers import Answers, Making, send_unchanged
from publish.serving.caching_state import State
from publish.serving.compression import takes_gzip
from publish.serving.datasette_site import Site
from publish.serving.license_headers import route_path
from publish.serving.snapshot import App, Receive, Scope, Send

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
        key = _key(scope, state)
        if key in _held(scope):
            await send_unchanged(send, key, seconds)
            return
        head = scope["method"] == "HEAD"
        if (answer := await answers.awaited(key)) is not None:
            await answer.send(send, head)
            return
        asked = scope["method"] if _heads_itself(scope) else "GET"
        making = Making(answers, key, seconds, send, state.settled(), head, asked == "GET")
        with making:
            await app({**scope, "method": asked}, receive, making.send)

    return cached


def _may_keep(site: Site) -> Callable[[Scope], bool]:
    """Whether all who ask get the same, and it is no file of a release or of tiles."""
    kept_out = ("/download/", *_personal(site))

    def may_keep(scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        if any(name in (b"cookie", b"authorization") for name, _ in scope["headers"]):
            return False
        query, path = scope["query_string"], route_path(site, scope)
        changing = any(word in query for word in _SQL) and _CHANGING.search(query)
        return not changing and not path.startswith(kept_out) and not path.endswith(TILES)

    return may_keep


def _heads_itself(scope: Scope) -> bool:
    """Whether HEAD is answered with the length and without the body: a CSV may be large."""
    path: str = scope["path"]
    return path.endswith(".csv")


def _personal(site: Site) -> list[str]:
    """The paths under which a stored query may show visitors what they alone sent."""
    config = (site.config or {}).get("databases") or {}
    return [f"/{name}/" for name, said in config.items() if _MAGIC.search(str(said))]


def _key(scope: Scope, state: State) -> str:
    """The opaque part of the ETag, with its quotation marks."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    parts = (
        state.digest(),
        str(scope.get("lang", "")).encode(),
        str(scope.get("scheme", "")).encode(),
        scope.get("raw_path") or scope["path"].encode(),
        scope["query_string"],
        b"gzip" if takes_gzip(scope) else b"",
        *hosts,
    )
    digest = sha256(b"\n".join(parts)).hexdigest()[:32]
    return f'"{digest}"'


def _held(scope: Scope) -> set[str]:
    """The ETags that the asker holds, compared weakly; `*` asks nothing here."""
    asked = [value.decode("latin-1") for n, value in scope["headers"] if n == b"if-none-match"]
    return {tag.strip().removeprefix("W/") for tag in ",".join(asked).split(",")}
