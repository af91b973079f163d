"""What contradicts itself in what a table says of its partners; reads it as it was written."""

from collections.abc import Iterator

from publish.declare.column_rules import type_of
from publish.declare.merged_columns import MADE, is_fed_by_partners, key_of
from publish.declare.model import Finding, Tree, nearest
from publish.declare.tree import mapping, texts
from publish.words.partners import SOURCES


def merging_findings(name: str, table: Tree, tables: Tree) -> Iterator[Finding]:
    """Tables that cannot take partners, columns that are not there or cannot be compared so."""
    fed = str(name).removesuffix(SOURCES)
    if fed != name and is_fed_by_partners(mapping(tables.get(fed))):
        yield (), f"tells where the rows of {fed!r} come from; choose another name for this table"
    if not is_fed_by_partners(table):
        if table.get("sources") == ():
            yield ("sources",), "empty; write at least 1"
        return
    if table.get("about") == "people":
        yield ("partners",), "only for tables about things: nobody’s answers come from partners"
    if table.get("counts") is not None:
        yield ("partners",), "numbers that were counted are not merged; remove `counts`"
    if table.get("contributor") is not None:
        # Of a row that came of several it is not known what in it is whose.
        what = "who leaves cannot be taken out of rows that are merged; remove it, and `forget`"
        yield ("contributor",), f"{what}, or let `sources` alone feed a table of these rows"
    yield from _key_findings(table)
    yield from _made_findings(table)
    yield from _named_findings(table)
    declared = mapping(table.get("partners"))
    above, ask = declared.get("above", 0.95), declared.get("ask", 0.6)
    if isinstance(above, int | float) and isinstance(ask, int | float) and ask > above:
        yield ("partners", "ask"), f"{ask} is over `above` ({above}); ask from less on than merge"


def _key_findings(table: Tree) -> Iterator[Finding]:
    key, column = key_of(table), mapping(mapping(table.get("columns")).get(key_of(table)))
    named = [name for _, name in texts(table, "primary_key")]
    if named and named != [key]:
        what = f"partners’ rows get the key {key!r}; remove this, or name another `partners.key`"
        yield ("primary_key",), what
    if type_of(column) not in ("string", None):
        yield ("columns", key, "type"), "the key that we give is a text; write `type: string`"
    if key in MADE:
        yield ("partners", "key"), f"{key!r} is a column that we make; choose another name"


def _made_findings(table: Tree) -> Iterator[Finding]:
    columns = mapping(table.get("columns"))
    for name, made in MADE.items():
        kind = type_of(mapping(columns.get(name)))
        if kind not in (made["type"], None):
            what = f"we make this column, of type {made['type']}; name another one"
            yield ("columns", name, "type"), what


def _named_findings(table: Tree) -> Iterator[Finding]:
    """Columns under `compare` and `golden`: those that partners give, each of a fit type."""
    columns, declared = mapping(table.get("columns")), mapping(table.get("partners"))
    theirs = [name for name in columns if name not in MADE and name != key_of(table)]
    for part in ("compare", "golden"):
        for name, how in mapping(declared.get(part)).items():
            place, kind = ("partners", part, name), type_of(mapping(columns.get(name)))
            if theirs and name not in theirs:
                yield place, f"no column {name!r} of partners; {nearest(name, theirs, 'columns: ')}"
            elif part == "golden" and how == "union" and kind not in ("list", None):
                yield place, f"{name!r} is of type {kind}; only lists are united"
