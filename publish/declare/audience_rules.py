"""What a tool that measures an audience counted leaves as counts, and in no other way."""

from collections.abc import Iterator

from publish.declare.audience import AUDIENCE
from publish.declare.column_rules import published_type_of
from publish.declare.model import Finding, Location, Tree
from publish.declare.tree import items, mapping, texts

VISITORS = "visitors"
"""The header under which every tool gives the people behind a row."""


def audience_findings(table: Tree) -> Iterator[Finding]:
    """A tool's rows that would be published as they are; people behind them who are others."""
    counts = mapping(table.get("counts"))
    for number, source in items(table.get("sources")):
        key = tool_key(mapping(source))
        if key and table.get("counts") is None:
            yield ("sources", number, key), _plain(mapping(source)[key], table)
        for place, behind in texts(counts, "behind"):
            yield from _behind(mapping(source), table, behind, ("counts", *place), number)


def tool_key(source: Tree) -> str | None:
    """The key that makes a source one of a tool: `usage`, `matomo` or `format`."""
    for key in ("usage", "matomo"):
        if source.get(key) is not None:
            return key
    return "format" if source.get("format") in AUDIENCE else None


def header_of(source: Tree, table: Tree, column: str) -> object:
    """The header that a source has for a column; None where it has none."""
    of_source = mapping(source.get("from"))
    declared = mapping(mapping(table.get("columns")).get(column))
    return of_source[column] if column in of_source else declared.get("from") or column


def _plain(value: object, table: Tree) -> str:
    what = f"{value!r} tells how many people used what, down to one, and a table without `counts` "
    return f"{what}would publish each of these numbers; {', '.join(_way_out(table))}"


def _way_out(table: Tree) -> Iterator[str]:
    columns = {name: mapping(one) for name, one in mapping(table.get("columns")).items()}
    if table.get("about") == "people":
        yield "write `about: things`"
    if VISITORS not in columns:
        yield f"declare a column `{VISITORS}: {{type: integer, role: open}}`"
    day = columns.get("day", {})
    if not day:
        yield "declare a column `day: {type: date, role: open, constraints: {required: true}}`"
    elif mapping(day.get("constraints")).get("required") is not True:
        yield "add `constraints: {required: true}` to the column `day`"
    yield f"add `counts: {{{', '.join(_counts(columns))}}}`"


def _counts(columns: dict[str, Tree]) -> Iterator[str]:
    """The keys of `counts` that name all columns of the table."""
    kinds = {name: published_type_of(one) for name, one in columns.items()}
    by = [name for name, kind in kinds.items() if kind == "string" and name != "tool"]
    numbers = [name for name, kind in kinds.items() if kind == "integer" and name != VISITORS]
    yield f"behind: {VISITORS}, every: week"
    yield from (f"by: [{', '.join(by)}]" for _ in by[:1])
    yield from ("within: tool" for _ in range(kinds.get("tool") == "string"))
    yield from (f"sum: [{', '.join(numbers)}]" for _ in numbers[:1])


def _behind(
    source: Tree, table: Tree, behind: str, place: Location, number: int
) -> Iterator[Finding]:
    """The people behind a row are those that the tool tells, and no others."""
    if behind in mapping(source.get("set")):
        what = f"{behind!r} says how many people are behind each row, and is no constant"
        yield ("sources", number, "set", behind), f"{what}; remove it"
    header = header_of(source, table, behind)
    known = behind in mapping(table.get("columns"))
    if known and tool_key(source) and header not in (VISITORS, None):
        what = f"{behind!r} is the tool's {header!r}, which are no people"
        yield place, f"{what}; name the column of its {VISITORS!r}"
