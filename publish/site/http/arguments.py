"""The rules of every request: whole numbers, the path that is routed; a table's arguments."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from publish.release.table import Field
from publish.site.base.asgi import Scope
from publish.site.base.refusals import BadRequest
from publish.site.base.site import Request, Site, Table
from publish.site.text.languages import PARAMETER, languages_of

# All that is public is only read.
READING = ("GET", "HEAD")
# Where assistants post what they ask.
ASSISTANTS = "/mcp"
_DIGITS = 9


def whole(text: str) -> int | None:
    """A whole number as addresses write it, of nine digits at most; None for all else."""
    fits = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text) if fits else None


def route_path(site: Site, scope: Scope) -> str:
    """The path that Datasette routes: still encoded, without the base_url."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.decode("latin-1").partition("?")[0]
    base: str = site.setting("base_url")
    return "/" + path.removeprefix(base) if base != "/" and path.startswith(base) else path


def pairs_of(query: bytes) -> list[tuple[str, str]]:
    """The arguments of a query string, those without a value too."""
    return parse_qsl(query.decode("latin-1"), keep_blank_values=True)


def speaks_json(path: str) -> bool:
    """Whether who asks for a path within the site reads JSON: refusals are told in it too."""
    return path.endswith((".json", ".jsonld")) or _RECONCILE.fullmatch(path) is not None


Names = Collection[str]
# What any address may say; what answers of rows read, and those of tables.
_EVERYWHERE = frozenset({PARAMETER, "_embed"})
# The forms of file that rows are written in, beside JSON, which comes in pages.
ENDINGS = ("csv", "xlsx", "jsonl", "geojson", "ics")
FILES = tuple(f".{ending}" for ending in ENDINGS)
DATA = (".json", ".jsonld", *FILES)
# The services that lists are matched by: programs alone ask below them.
_RECONCILE = re.compile(r"/reconcile|/[^/]+/[^/]+/-/reconcile(?:/.*)?", re.DOTALL)
OF_ROWS = frozenset(
    """
    _blob_column _blob_hash _bom _dl _excel _extra _header _json _json_infinity _label _labels _nl
    _shape _stream _timelimit _ttl
    """.split()  # noqa: SIM905
)
OF_TABLES = OF_ROWS | frozenset(
    """
    _bbox _col _facet _facet_size _km _more _near _next _nocol _nocount _nofacet _nosuggest _page
    _place _search _searchmode _show _size _sort _sort_by_desc _sort_desc _through _where
    """.split()  # noqa: SIM905
)
OF_QUERIES = OF_ROWS | {"_hide_sql", "_show_sql", "_size", "sql"}
# What a statement may call a value of its own.
_BOUND = re.compile(r":(\w+)")
_BEGINNINGS = ("_facet_", "_filter_", "_in.", "_search_")


async def strange(site: Site, request: Request, known: Names | None) -> list[str]:
    """The parameters of an address that nothing reads: each would be one more copy of an answer.

    Of tables, bare names that are no column; a filter that is misspelt is told, not left out.
    """
    if known is None:
        return []
    read = {*known, *_EVERYWHERE, *_bound(request)}
    names = [name for name in request.args if name not in read]
    spoken = request.args.get(PARAMETER)
    known_language = spoken is None or spoken in languages_of(site.declared)
    unspoken = [] if known_language else [PARAMETER]
    if {*known} >= OF_TABLES:
        columns = await _columns(site, request)
        if columns is None:
            return unspoken
        # Of data `check_table` names the columns there are.
        data = request.path.endswith(DATA)
        names = [one for one in names if not _filters(one) and one not in columns]
        names = [one for one in names if one.startswith("_") or not data]
    return names + unspoken


def _bound(request: Request) -> set[str]:
    """The names of values that the SQL of an address asks for."""
    return {name for sql in request.args.getlist("sql") for name in _BOUND.findall(sql)}


def unread(names: Sequence[str]) -> BadRequest:
    """Says that parameters mean nothing here."""
    return BadRequest(f"{', '.join(names)}: no such parameter here; leave it out")


async def _columns(site: Site, request: Request) -> Names | None:
    """The columns of the table of an address; None where it names another thing."""
    database = site.databases.get(tilde_decode(request.url_vars["database"]))
    table = tilde_decode(request.url_vars["table"])
    if database is None or table not in database.release.counts:
        return None
    return [*await database.table_columns(table), "rowid"]


def _filters(name: str) -> bool:
    return name.startswith(_BEGINNINGS) if name.startswith("_") else "__" in name


# Asked several times of every request.
@lru_cache(maxsize=1024)
def dataset_of(path: str) -> str:
    """The dataset that a path may name: its first part, without an ending."""
    return tilde_decode(path[1:].partition("/")[0].partition(".")[0])


# Filters that hold or do not, with what holds else, and the words for both.
OPPOSITES = {"isnull": "notnull", "notnull": "isnull", "isblank": "notblank", "notblank": "isblank"}
YES, NO = ("", "1", "true", "on", "yes"), ("0", "false", "off", "no")
# What must be a value of the column, and how those of a type are written in an address.
_OF_TYPE = frozenset({"exact", "not", "gt", "gte", "lt", "lte", "date", "in", "notin"})
_NUMBER = (re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*"), "no number")
_DATE = (re.compile(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?"), "no date; write 2026-11-21")
_WRITTEN = {
    "integer": _NUMBER,
    "number": _NUMBER,
    "boolean": (re.compile(r"[01]"), "neither 1 (true) nor 0 (false)"),
    "date": _DATE,
    "datetime": _DATE,
}
FACET_TYPES = ("column", "array", "date")
_LARGEST = 2**63 - 1
# Of `in` and `notin`: more than a panel of facets ticks.
MOST_VALUES = 500


async def check_table(site: Site, asked: Table, request: Request) -> None:
    """Raises BadRequest naming the parameter, its value and what would do."""
    columns = await asked.db.table_columns(asked.table)
    keys = await asked.db.primary_keys(asked.table)
    known = columns if keys or asked.is_view else ["rowid", *columns]
    _check_facets(site, request, columns)
    _check_filters(site, request, known, asked.db.release.package.table(asked.table).columns)
    _check_next(request, len(keys) or 1, asked.is_view)
    _check_through(request)


def filter_names(request: Request) -> list[str]:
    """The arguments that Datasette takes for filters of columns."""
    return [key for key in request.args if not key.startswith("_") or "__" in key]


def _check_facets(site: Site, request: Request, columns: Names) -> None:
    try:
        configs = site.facets_asked(request)
    except ValueError:
        raise BadRequest("_facet: not JSON; write a column's name") from None
    for kind, facets in configs.items():
        if kind == "size":
            if (size := request.args.get("_facet_size")) != "max":
                _check_number("_facet_size", size)
            continue
        if kind not in FACET_TYPES:
            raise BadRequest(f"_facet_{kind}: no such kind; known: {', '.join(FACET_TYPES)}")
        for facet in facets:
            _check_column("_facet", _facet_column(facet["config"]), columns)


def _facet_column(config: dict[str, Any]) -> str:
    found = config.get("column") or config.get("simple")
    return found if isinstance(found, str) else json.dumps(found)


def _check_filters(
    site: Site, request: Request, columns: Names, fields: Mapping[str, Field]
) -> None:
    for key in filter_names(request):
        column, _, lookup = key.rpartition("__")
        if not column:
            column, lookup = key, "exact"
        if lookup not in site.lookups:
            raise BadRequest(
                f"{key}: no filter {lookup!r}; known: {', '.join(sorted(site.lookups))}"
            )
        _check_column(key, column, columns)
        for value in request.args.getlist(key):
            for item in items(key, value) if lookup in ("in", "notin") else [value]:
                _check_value(key, lookup, item, fields.get(column))


def _check_value(key: str, lookup: str, value: str, field: Field | None) -> None:
    """A value that the column cannot have would select nothing, or by its letters."""
    if lookup in OPPOSITES and value.lower() not in (*YES, *NO):
        raise BadRequest(f"{key}: {value!r} is neither 1 nor 0")
    kind = "date" if lookup == "date" else field.type if field and lookup in _OF_TYPE else ""
    written, wrong = _WRITTEN.get(kind, (None, ""))
    if value and written and not written.fullmatch(value):
        raise BadRequest(f"{key}: {value!r} is {wrong}")


def items(key: str, value: str) -> list[str]:
    """The texts of a list of values, as JSON or with commas between; raises BadRequest."""
    found = _listed(key, value) if value.startswith("[") else value.split(",")
    if len(found) > MOST_VALUES:
        raise BadRequest(f"{key}: more than {MOST_VALUES} values; ask for fewer")
    return [item.strip() for item in found if isinstance(item, str)]


def _listed(key: str, value: str) -> list[str | int | float | None]:
    try:
        items: list[str | int | float | None] = json.loads(value)
    except (ValueError, RecursionError):
        raise BadRequest(f'{key}: not a JSON list; write ["a", "b"] or a,b') from None
    if not all(isinstance(item, str | int | float | None) for item in items):
        raise BadRequest(f"{key}: the list may hold texts and numbers only")
    return items


def _check_column(key: str, column: str, columns: Names) -> None:
    if column not in columns:
        raise BadRequest(f"{key}: no column {column!r}; known: {', '.join(columns)}")


def _check_next(request: Request, keys: int, is_view: bool) -> None:
    """A page mark is a row's key, behind the sorted value when there is one."""
    mark = request.args.get("_next")
    if not mark:
        return
    parts = mark.split(",")
    fits = mark.isdecimal() and int(mark) <= _LARGEST if is_view else len(parts) in (keys, keys + 1)
    if not fits:
        raise BadRequest("_next: not a page mark of this table; start again without it")


def _check_number(name: str, value: str | None) -> None:
    if value and whole(value) is None:
        raise BadRequest(f"{name}: {value!r} is no whole number")


def _check_through(request: Request) -> None:
    # Datasette gives both the same parameter names: the one would take the other's values.
    if "_through" in request.args and filter_names(request):
        raise BadRequest("_through: not together with filters of columns; ask in SQL instead")
    for value in request.args.getlist("_through"):
        try:
            through = json.loads(value)
            fits = all(isinstance(through[key], str) for key in ("table", "column", "value"))
        except (ValueError, LookupError, TypeError):
            fits = False
        if not fits:
            raise BadRequest(
                '_through: write {"table": "…", "column": "…", "value": "…"}, all of them texts'
            )


_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def tilde_encode(text: str) -> str:
    """A text as one part of a path."""
    return "".join(_written(byte) for byte in text.encode())


def tilded(raw_path: bytes) -> bytes:
    """A path with `~2F` for `%2F`, as programs write keys that do not know of tildes."""
    return _PERCENT.sub(lambda found: _written(int(found[1], 16)).encode(), raw_path)


def _written(byte: int) -> str:
    if byte in _PLAIN:
        return chr(byte)
    return "+" if byte == ord(" ") else f"~{byte:02X}"


def tilde_decode(part: str) -> str:
    """The text of a part of a path; a `%` stands for itself."""
    return unquote_plus(part.replace("%", "%25").replace("~", "%"))
