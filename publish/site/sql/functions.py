"""The function of searches as visitors type them, and functions that nobody may have."""

import sqlite3

from publish.site.sql.matching import pieces, together

# One sets a pointer that SQLite calls, one loads a library: neither is for any text of a visitor.
DANGEROUS = ("fts3_tokenizer", "load_extension")


def add_functions(connection: sqlite3.Connection) -> None:
    """Replaces Datasette's `escape_fts`, which makes an error of a lone quote."""
    connection.create_function("escape_fts", 1, escape_fts, deterministic=True)


def escape_fts(query: str) -> str:
    """What FTS5 is asked for a search as it was typed; `""` finds nothing."""
    return together(pieces(query)) or '""'


def disarm(connection: sqlite3.Connection) -> None:
    """Takes the dangerous functions away from a connection of our own statements."""
    for name in DANGEROUS:
        for arguments in (1, 2):
            connection.create_function(name, arguments, _nothing)


def _nothing(*_: object) -> None:
    """In their place: does nothing, answers nothing."""
