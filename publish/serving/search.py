"""Searches as visitors type them."""

import re
import sqlite3
from urllib.parse import parse_qsl, quote_plus

_WORDS = re.compile(r'"([^"]+)"?|([^\s"]+)')


def add_functions(connection: sqlite3.Connection) -> None:
    """Replaces Datasette's `escape_fts`, which makes an error of a lone quote."""
    connection.create_function("escape_fts", 1, escape_fts, deterministic=True)


def escape_fts(query: str) -> str:
    """The words and the quoted phrases of a search, each as a string of FTS5; `""` finds nothing.

    A NUL would end the query for FTS5, so it parts words like a space.
    """
    return " ".join(f'"{piece}"' for piece in pieces(query)) or '""'


def pieces(query: str) -> list[str]:
    """The words and the quoted phrases of a search, in order."""
    return [phrase or word for phrase, word in _WORDS.findall(query.replace("\0", " "))]


def without_blank_searches(query: bytes) -> bytes:
    """A query string without the searches for nothing that an empty search box sends."""
    if b"_search" not in query:
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if value.strip() or not _is_search(key)]
    if len(kept) == len(pairs):
        return query
    return "&".join(f"{quote_plus(key)}={quote_plus(value)}" for key, value in kept).encode()


def _is_search(key: str) -> bool:
    return key == "_search" or key.startswith("_search_")
