"""Which sources tell of the same hits, so that one would tell what the other hides."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from publish.declare.audience import REPORTING
from publish.declare.audience_rules import header_of, tool_key
from publish.declare.model import Tree
from publish.declare.tree import items, mapping, texts

PARTS = {
    "features": "pages",
    "titles": "pages",
    "downloads": "downloads",
    "outlinks": "outlinks",
    "events": "events",
    "searches": "searches",
}
"""The hits that a report counts; every other report counts all of them."""
ALL = "all"
INSIDE = ("sheet", "table", "records", "query")
"""What of a file a source reads, where a file holds several things."""
TOOLS = {"usage": "fournil", "matomo": "matomo"}


class Clash(NamedTuple):
    """The number of a source of one table, its key, and why it may not stand beside another's."""

    source: int
    key: str
    why: str


def key_of(source: Tree) -> str:
    """The key that says where a source is."""
    keys = ("usage", "matomo", "query", "command", "path")
    return next((key for key in keys if source.get(key) is not None), "path")


def within_one(table: Tree) -> Iterator[Clash]:
    """Sources of one table of counts that count the same hits by other names."""
    sources = [(number, mapping(one)) for number, one in items(table.get("sources"))]
    for number, source in sources:
        for before, other in sources[:number]:
            if not (tool_key(source) and tool_key(other)):
                continue
            if same_source(source, other) or _overlap(source, other, table):
                what = f"counts hits that sources.{before} counts too ({_both(other, source)}), and"
                why = (
                    f"{what} numbers that are folded could be had by subtraction; keep one of them"
                )
                yield Clash(number, _telling(source), why)


def between(name: str, table: Tree, other: Tree, *, near: bool) -> Iterator[Clash]:
    """Why a table may not stand beside `other`, called `name`; `near` are those of one dataset."""
    counted = [one for one in (table, other) if one.get("counts") is not None]
    for number, source in items(table.get("sources")) if counted else ():
        for _, theirs in items(other.get("sources")):
            why = _why(table, mapping(source), other, mapping(theirs), near)
            if why:
                yield Clash(number, key_of(mapping(source)), why.format(name))


def _why(table: Tree, source: Tree, other: Tree, theirs: Tree, near: bool) -> str | None:
    both = table.get("counts") is not None and other.get("counts") is not None
    if same_source(source, theirs, near=near):
        if both:
            return "{0} counts from it too, and one would tell what the other hides; keep one table"
        counts = other if other.get("counts") is not None else table
        hides = "{0} counts from it, and the rows of this table would tell what that one hides"
        if counts is table:
            hides = "{0} has its rows, which would tell what is hidden here"
        return f"{hides}; remove one of the two tables"
    if not both or not _same_service(source, theirs, near):
        return None
    return _same_columns(table, source, other, theirs) or _rest(table, source, other, theirs)


def same_source(one: Tree, other: Tree, *, near: bool = True) -> bool:
    """Whether two sources are the same; `near` where both are of one dataset."""
    if key_of(one) != key_of(other):
        return False
    if any(one.get(key) != other.get(key) for key in INSIDE):
        return False
    if key_of(one) == "path" and not _remote(one):
        return near and _same_files(one.get("path"), other.get("path"))
    if key_of(one) == "matomo":
        return _same_service(one, other, near) and one.get("report") == other.get("report")
    return all(one.get(key) == other.get(key) for key in (key_of(one), "connection"))


def _remote(source: Tree) -> bool:
    return bool(source.get("connection")) or "://" in str(source.get("path"))


def _same_files(one: object, other: object) -> bool:
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return one == other or fnmatchcase(one, other) or fnmatchcase(other, one)


def _same_service(one: Tree, other: Tree, near: bool) -> bool:
    """Whether both tell of the visits of one service; reports of one dataset are taken to."""
    if one.get("matomo") and other.get("matomo"):
        return _address(one) == _address(other) and one.get("site") == other.get("site")
    kinds = {_tool(one), _tool(other)}
    return near and len(kinds) == 1 and kinds <= {*REPORTING}


def _address(source: Tree) -> str:
    """A Matomo's address in the one way of writing it that all others come to."""
    bare = str(source.get("matomo")).lower().partition("://")[2].partition("?")[0]
    host, slash, path = bare.removesuffix("index.php").rstrip("/").partition("/")
    return f"{host.removesuffix(':443').removesuffix(':80')}{slash}{path}"


def _tool(source: Tree) -> str | None:
    key = tool_key(source)
    return TOOLS.get(key, str(source.get("format"))) if key else None


def part_of(source: Tree) -> str:
    """Which of the hits of a service a tool's source counts."""
    return PARTS.get(str(source.get("report")), ALL)


def overlapping(one: str, other: str) -> bool:
    """Whether two parts have hits in common."""
    return one == other or ALL in (one, other)


def _overlap(one: Tree, other: Tree, table: Tree) -> bool:
    """Two different reports of the same hits; the same report of other days or sites is none."""
    if one.get("report") == other.get("report") and _tool(one) == _tool(other):
        return False
    if one.get("matomo") and other.get("matomo") and not _same_service(one, other, near=True):
        return False
    return overlapping(part_of(one), part_of(other)) and not told_apart(one, other, table)


def told_apart(one: Tree, other: Tree, table: Tree) -> bool:
    """Whether a column under `within` has one value for a source and another for the other."""
    for _, column in texts(mapping(table.get("counts")), "within"):
        values = [_value(source, table, column) for source in (one, other)]
        if None not in values and values[0] != values[1]:
            return True
    return False


def _value(source: Tree, table: Tree, column: str) -> object:
    """What every row of a source has in a column, where the declaration tells."""
    constant = mapping(source.get("set")).get(column)
    if constant is not None:
        return constant
    return _tool(source) if header_of(source, table, column) == "tool" else None


def _same_columns(table: Tree, source: Tree, other: Tree, theirs: Tree) -> str | None:
    here, there = _by(table, source), _by(other, theirs)
    shared = here[0] & (there[0] | there[1]) | there[0] & here[1]
    if not shared:
        return None
    what = f"{{0}} counts the same visits by {min(shared)!r} too"
    return f"{what}, and one would tell what the other hides; count by it in one table"


def _by(table: Tree, source: Tree) -> tuple[set[str], set[str]]:
    """The headers of the columns under `by`, and those under `within`."""
    counts = mapping(table.get("counts"))
    by, within = (
        {str(header_of(source, table, column)) for _, column in texts(counts, key)}
        for key in ("by", "within")
    )
    return by, within


def _rest(table: Tree, source: Tree, other: Tree, theirs: Tree) -> str | None:
    """A number of all hits beside that of some: what is left may be that of few people."""
    if (part_of(source) == ALL) == (part_of(theirs) == ALL):
        return None
    shared = _sums(table, source) & _sums(other, theirs)
    if "searches" not in (part_of(source), part_of(theirs)):
        # Visits to pages are more than visits, and no part of them.
        shared -= {"visits"}
    if not shared:
        return None
    what = f"{{0}} adds up {min(shared)!r} too, one of all that is done and one of a part of it"
    return f"{what}, and what is left may be that of few people; drop it in one of them"


def _sums(table: Tree, source: Tree) -> set[str]:
    named = texts(mapping(table.get("counts")), "sum")
    return {str(header_of(source, table, column)) for _, column in named}


def _both(other: Tree, source: Tree) -> str:
    kinds = [str(one.get("report") or one.get(_telling(one))) for one in (other, source)]
    return f"{kinds[0]!r} and {kinds[1]!r}" if kinds[0] != kinds[1] else repr(kinds[0])


def _telling(source: Tree) -> str:
    return "report" if source.get("report") else tool_key(source) or "path"
