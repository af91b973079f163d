"""What contradicts itself in what a table says of corrections; reads it as it was written."""

import re
from collections.abc import Iterator

from publish.declare.column_rules import fits, published_type_of, technique_of, type_of
from publish.declare.consents import consenting_columns
from publish.declare.corrections import as_text
from publish.declare.merged_columns import MADE, is_fed_by_partners
from publish.declare.model import Finding, Tree, nearest
from publish.declare.tree import items, mapping, texts
from publish.words.corrections import CORRECTIONS, OWN_KEY_SAMPLE

_ADD, _CLEARED = ("corrections", "add"), ("corrections", "cleared_by")


def corrections_findings(name: str, table: Tree, tables: Tree) -> Iterator[Finding]:
    """Tables that take no corrections, columns and rows that cannot be corrected or added."""
    if table.get("corrections") is not None and table.get("about") == "people":
        yield ("corrections",), "only for tables about things: nobody's answer is corrected here"
    corrected = str(name).removesuffix(CORRECTIONS)
    if corrected != name and corrected in tables:
        yield (), f"tells what is corrected in {corrected!r}; choose another name for this table"
    declared = mapping(table.get("corrections"))
    for column, value in mapping(declared.get("closed")).items():
        for what in _closed_findings(str(column), value, table):
            yield ("corrections", "closed", column), what
    if declared.get("add") is True:
        yield from ((_ADD, what) for what in _added_findings(table))
    if declared.get("cleared_by") is not None:
        yield from ((_CLEARED, what) for what in _clearance_findings(table))


def _closed_findings(name: str, value: object, table: Tree) -> Iterator[str]:
    columns = mapping(table.get("columns"))
    column, kind = mapping(columns.get(name)), published_type_of(mapping(columns.get(name)))
    written = str(as_text(value))
    if not columns:
        return  # The table's `columns` are wrong themselves.
    if name not in columns:
        yield f"no column {name!r}; {nearest(name, columns, 'columns: ')}"
    elif not _is_correctable(name, table):
        yield (
            f"{name!r} cannot be corrected: it is a key, unique, told or covered by a consent, or "
            "not published as it is read; name another column"
        )
    elif kind == "list":
        yield f"{name!r} is a list; name a column that says one thing"
    elif kind and not fits(written, kind):
        yield f"{written!r} is no {kind}"
    else:
        known = [one for _, one in texts(mapping(column.get("constraints")), "enum")]
        if known and written not in known:
            yield f"{written!r} is no value of {name!r}; {nearest(written, known)}"


def _added_findings(table: Tree) -> Iterator[str]:
    """Why rows of a table cannot be added by people."""
    columns = mapping(table.get("columns"))
    keys = [name for _, name in texts(table, "primary_key")]
    key = mapping(columns.get(keys[0])) if len(keys) == 1 else {}
    if not columns:
        return
    if len(keys) != 1 or type_of(key) != "string" or not _is_as_read(key):
        yield (
            "a row that is added gets a key of its own: needs a `primary_key` of one column of "
            "type string that is published as it is read"
        )
        return
    yield from _key_findings(keys[0], mapping(key.get("constraints")))
    if not any(_is_correctable(name, table) for name in columns):
        yield "no column can be corrected, so nothing could be said of a row that is added"
    for name, column in columns.items():
        required = mapping(mapping(column).get("constraints")).get("required") is True
        kept = technique_of(mapping(column)) == "drop"
        if required and not kept and name not in keys and not _is_correctable(name, table):
            yield f"{name!r} is required and nobody could say it of a row that is added"


def _clearance_findings(table: Tree) -> Iterator[str]:
    """Why the changes of a table cannot be cleared."""
    if table.get("counts") is not None:
        yield "numbers that were counted already are not cleared row by row; remove this key"
    if not list(texts(table, "primary_key")):
        yield "rows are cleared by their key; declare a `primary_key`"


def _key_findings(name: str, rules: Tree) -> Iterator[str]:
    """Keys that a row of the desk's own could not have."""
    pattern, least, most = (rules.get(key) for key in ("pattern", "min_length", "max_length"))
    unlike = isinstance(pattern, str) and not _matches(pattern)
    short = isinstance(most, int) and most < len(OWN_KEY_SAMPLE)
    long = isinstance(least, int) and least > len(OWN_KEY_SAMPLE)
    if rules.get("enum") or unlike or short or long:
        yield f"the `constraints` of {name!r} take no key such as {OWN_KEY_SAMPLE}"


def _matches(pattern: str) -> bool:
    try:
        return re.fullmatch(pattern, OWN_KEY_SAMPLE) is not None
    except re.error:
        return True  # It is told by itself.


def _is_correctable(name: str, table: Tree) -> bool:
    """Whether cells of a column can be corrected, as `publish.corrections.correctable` says."""
    column = mapping(mapping(table.get("columns")).get(name))
    keys = {key for _, key in texts(table, "primary_key")}
    keys |= {*consenting_columns(table), str(table.get("contributor"))}
    keys |= MADE.keys() if is_fed_by_partners(table) else set()
    for _, one in items(table.get("foreign_keys")):
        keys |= {key for _, key in texts(mapping(one), "columns")}
    for _, pair in items(table.get("coordinates")):
        if mapping(pair).get("system") is not None:
            keys |= {text for side in ("lat", "lon") for _, text in texts(mapping(pair), side)}
    unique = mapping(column.get("constraints")).get("unique") is True
    return name not in keys and not unique and _is_as_read(column)


def _is_as_read(column: Tree) -> bool:
    plain = column.get("protect") is None and not column.get("synonyms")
    return plain and type_of(column) != "json" and column.get("role") == "open"
