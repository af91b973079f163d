"""The function of searches as visitors type them, and functions that nobody may have."""

import re
import sqlite3
from collections.abc import Sequence

from publish.words.letters import parted

# One sets a pointer that SQLite calls, one loads a library: neither is for any text of a visitor.
DANGEROUS = ("fts3_tokenizer", "load_extension")
_WORDS = re.compile(r'"([^"]+)"?|([^\s"]+)')


def add_functions(connection: sqlite3.Connection) -> None:
    """Replaces Datasette's `escape_fts`, which makes an error of a lone quote."""
    connection.create_function("escape_fts", 1, escape_fts, deterministic=True)


def escape_fts(query: str) -> str:
    """The words and the quoted phrases of a search, each as a string of FTS5; `""` finds nothing.

    A NUL would end the query for FTS5, so it parts words like a space.
    """
    return together(pieces(query)) or '""'


def together(words: Sequence[str]) -> str:
    """What FTS5 is asked for rows that hold all of some words or phrases."""
    # FTS5 passes over a string without a letter between blanks, and finds nothing by it at an AND.
    telling = [word for word in words if any(map(str.isalnum, word))]
    parts = [either(word) for word in telling or words]
    # FTS5 takes blanks for "and" between strings only.
    return (" AND " if any(part[0] == "(" for part in parts) else " ").join(parts)


def either(word: str) -> str:
    """A word or phrase as a string of FTS5; joined letters as older releases index them too."""
    other = parted(word)
    return f'"{word}"' if other == word else f'("{word}" OR "{other}")'


def pieces(query: str) -> list[str]:
    """The words and the quoted phrases of a search, in order."""
    return [phrase or word for phrase, word in _WORDS.findall(query.replace("\0", " "))]


def disarm(connection: sqlite3.Connection) -> None:
    """Takes the dangerous functions away from a connection of our own statements."""
    for name in DANGEROUS:
        for arguments in (1, 2):
            connection.create_function(name, arguments, _nothing)


def _nothing(*_: object) -> None:
    """In their place: does nothing, answers nothing."""
