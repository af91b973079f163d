"""Names and values as SQL writes them."""

import re

_PLAIN = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
# What SQLite takes for a word of its own, https://www.sqlite.org/lang_keywords.html
_RESERVED = frozenset(
    """
    abort action add after all alter analyze and as asc attach autoincrement before begin
    between by cascade case cast check collate column commit conflict constraint create cross
    current_date current_time current_timestamp database default deferrable deferred delete desc
    detach distinct drop each else end escape except exclusive exists explain fail for foreign
    from full glob group having if ignore immediate in index indexed initially inner insert
    instead intersect into is isnull join key left like limit match natural no not notnull null
    of offset on or order outer plan pragma primary query raise recursive references regexp
    reindex release rename replace restrict right rollback row savepoint select set table temp
    temporary then to transaction trigger union unique update using vacuum values view virtual
    when where with without
    """.split()  # noqa: SIM905
)


def quoted(name: str) -> str:
    """A name between quotation marks."""
    return '"' + name.replace('"', '""') + '"'


def sql_name(name: str) -> str:
    """A name as people read it: without quotation marks where it needs none."""
    return name if _PLAIN.fullmatch(name) and name.lower() not in _RESERVED else quoted(name)


def literal(value: object) -> str:
    """A value: numbers as they are, nothing as `null`, all else as a text."""
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"
