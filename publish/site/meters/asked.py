"""What a request asks, in words of a fixed list: nothing that a visitor wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publish.site.base.site import Site
from publish.site.http.arguments import READING, pairs_of, tilde_decode
from publish.site.pages import texts

# Parameters by name; of all others it is only told that there was a filter.
KNOWN = frozenset(
    ("_embed", "_facet", "_format", "_labels", "_next", "_search", "_shape", "_size", "_sort",
     "_sort_desc", "_stream", "_where", "q", "sql")
)  # fmt: skip
FILTER = "filter"
METHODS = (*READING, "OPTIONS")
_FIRST = {
    "": "home",
    "-": "other",
    "download": "download",
    "licenses": "text",
    "partners": "text",
    "reconcile": "text",
    "reuses": "text",
    "search": "search",
    "search.json": "search",
    "static": "static",
    "status": "text",
    "usage": "text",
    **dict.fromkeys(texts.NAMES, "text"),
}
_MACHINES = ("catalog.", "feed.", "llms.", "openapi.", "robots.", "sitemap.", "status.")
_TOOLS = {
    "chart": "chart",
    "elements": "json",
    "map": "map",
    "points": "map",
    "query": "sql",
    "reconcile": "reconcile",
    "taxonomy": "json",
}
_FORMS = ("csv", "json", "svg", "atom")
# More than that is nobody's reading.
_MOST_PARAMETERS = 200


@dataclass(frozen=True)
class Asked:
    """`kind` is of a fixed list; dataset and table are named where they are served, else "-"."""

    method: str
    kind: str
    dataset: str = "-"
    table: str = "-"


@dataclass
class Answered:
    """How a request was answered: `seconds` until the answer began, `bytes` of its body.

    The status is 499 where the asker left before it began; `cache` is hit, unchanged, made or none.
    """

    asked: Asked
    query: bytes
    status: int = 499
    seconds: float = 0.0
    bytes: int = 0
    cache: str = "none"


def asked(site: Site, method: str, path: str) -> Asked:
    """What a request asks, by its path as it is routed."""
    method = method if method in METHODS else "OTHER"
    parts = path.strip("/").split("/")
    kind = _FIRST.get(parts[0])
    named = parts[1:2] if kind == "download" else parts[:1]
    release = site.release(tilde_decode("".join(named).partition(".")[0]))
    if release is None:
        machines = parts[0].startswith(_MACHINES)
        return Asked(method, kind or ("catalog" if machines else "other"))
    if kind == "download":
        return Asked(method, kind, release.dataset)
    table = tilde_decode("".join(parts[1:2]).partition(".")[0])
    return Asked(method, _kind(parts), release.dataset, table if table in release.tables else "-")


def _ending(parts: list[str]) -> str:
    return parts[-1].rpartition(".")[2] if "." in parts[-1] else ""


def _kind(parts: list[str]) -> str:
    if "-" in parts[1:]:
        tool = parts[parts.index("-", 1) + 1 :]
        return _TOOLS.get("".join(tool[:1]).partition(".")[0], "other")
    form = _ending(parts)
    return form if form in _FORMS else ("dataset", "table", "row")[min(len(parts), 3) - 1]


def parameters(query: bytes) -> list[str]:
    """The names of the known parameters, sorted; `filter` where there are others."""
    pairs = pairs_of(query[:8_000])[:_MOST_PARAMETERS]
    return sorted({name if name in KNOWN else FILTER for name, _ in pairs})


def line(answered: Answered, at: str) -> Mapping[str, Any]:
    """What the log says of an answer."""
    one = answered.asked
    return {
        "at": at,
        "method": one.method,
        "kind": one.kind,
        "dataset": one.dataset,
        "table": one.table,
        "parameters": parameters(answered.query),
        "status": answered.status,
        "bytes": answered.bytes,
        "ms": round(answered.seconds * 1000, 1),
        "cache": answered.cache,
    }
