"""What contradicts itself inside one declared source; reads the source as it was written."""

from collections.abc import Iterator
from encodings.aliases import aliases
from pathlib import PurePosixPath

from publish.declare.audience import AUDIENCE, REPORTING
from publish.declare.model import Finding, Tree, nearest
from publish.declare.tree import mapping

SPREADSHEETS = ("xlsx", "xls", "ods")
FORMATS_OF_KEY: dict[str, tuple[str, ...]] = {
    "delimiter": ("csv",),
    "quote": ("csv",),
    "escape": ("csv",),
    "ragged": ("csv",),
    "sheet": SPREADSHEETS,
    "table": ("sqlite",),
    "records": ("json", "jsonl"),
    "widths": ("fixed",),
    "report": REPORTING,
    "period": REPORTING,
    "features": AUDIENCE,
}
FORMAT_OF_EXTENSION = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".geojson": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".dbf": "dbf",
} | {f".{name}": name for name in SPREADSHEETS}
FORMATS = frozenset(FORMAT_OF_EXTENSION.values()) | {"fixed", *AUDIENCE}
PACKED = (".gz", ".zip", ".zst", ".bz2")


# Of all that says how a file is read, a query needs nothing.
OF_FILES = ("format", "encoding", "skip", "header", *FORMATS_OF_KEY)
OF_MATOMO_FILES = tuple(key for key in OF_FILES if key not in ("report", "features"))


def source_findings(source: Tree) -> Iterator[Finding]:
    """What contradicts itself between the keys of a source."""
    yield from _place_findings(source)
    if not source.get("matomo"):
        yield from _misplaced(source, _format(source))
    yield from _encoding_findings(source.get("encoding"))
    delimiter = source.get("delimiter")
    if delimiter is not None and delimiter == source.get("quote", '"'):
        yield ("quote",), f"{delimiter!r} is the delimiter too; they must differ"
    for name in mapping(source.get("set")):
        if mapping(source.get("from")).get(name) is not None:
            yield ("set", name), "both a constant and a header in `from`; keep one"


def _place_findings(source: Tree) -> Iterator[Finding]:
    """Whether a source is one thing: a file, a query, a file of a connection, or a command."""
    has = {key for key in ("path", "connection", "query", "command", "usage") if source.get(key)}
    if source.get("matomo"):
        yield from _matomo_findings(source, has)
    elif "usage" in has:
        for key in (*sorted(has - {"usage"}), *OF_FILES):
            if source.get(key) is not None:
                yield (key,), "the source is what the site counted; remove this key"
    elif not has & {"path", "connection", "command"}:
        yield (
            ("path",),
            ("missing; name a file (`path:`), a `query:` of a `connection:`, or a `command:`"),
        )
    elif "command" in has:
        for key in sorted(has - {"command"}):
            yield (key,), "the source is a command; keep one of the two"
        if source.get("format") is None:
            yield (
                ("command",),
                ("the form of its output is not said; add `format: csv`, or another format"),
            )
    elif "connection" in has:
        yield from _connection_findings(source, has)
    elif "query" in has and _format(source) != "sqlite":
        yield ("query",), "nothing says which database is asked; add `connection:`"
    elif "query" in has and source.get("table") is not None:
        yield ("table",), "the query names what it reads; remove this key"


def _matomo_findings(source: Tree, has: set[str]) -> Iterator[Finding]:
    for key in sorted(has) + [key for key in OF_MATOMO_FILES if source.get(key) is not None]:
        yield (key,), "the source is a Matomo that is asked; remove this key"
    for key, what in (("site", "the number that the site has there"), ("report", "which report")):
        if source.get(key) is None:
            yield (key,), f"missing; say {what}"


def _connection_findings(source: Tree, has: set[str]) -> Iterator[Finding]:
    if {"query", "path"} <= has:
        yield ("path",), "a query needs no file; keep one of the two"
    elif "query" in has:
        for key in OF_FILES:
            if source.get(key) is not None:
                yield (key,), "only for files; this source is a query, remove this key"
    elif "path" not in has:
        yield (
            ("connection",),
            ("nothing says what is read; add `query:` for a database, `path:` for files"),
        )


def _format(source: Tree) -> object:
    """The format as declared, or as a plain extension tells; None where neither says."""
    path = source.get("path")
    name = PurePosixPath(path.split("?")[0].lower() if isinstance(path, str) else "")
    extension = PurePosixPath(name.stem).suffix if name.suffix in PACKED else name.suffix
    return source.get("format") or FORMAT_OF_EXTENSION.get(extension)


def _misplaced(source: Tree, format: object) -> Iterator[Finding]:
    for key in ("site", "token"):
        if source.get(key) is not None:
            yield (key,), "only for a Matomo that is asked (`matomo:`); remove this key"
    if not isinstance(format, str) or format not in FORMATS:
        return
    for key, formats in FORMATS_OF_KEY.items():
        if source.get(key) is not None and format not in formats:
            yield (key,), f"only for {', '.join(formats)}; this source is {format}, remove this key"


def _encoding_findings(encoding: object) -> Iterator[Finding]:
    if isinstance(encoding, str) and not _is_encoding(encoding):
        names = [*aliases, *(name.replace("_", "-") for name in aliases.values())]
        near = nearest(encoding, filter(_is_encoding, names))
        hint = near if near.startswith("did") else "write for example `cp1252`"
        yield ("encoding",), f"unknown encoding {encoding!r}; {hint}"


def _is_encoding(name: str) -> bool:
    """Whether Python reads texts in this encoding; base64 and its like are none."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True
