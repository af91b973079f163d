"""The words that a search can find, so that a misspelt one leads to the one that was meant.

`_words` holds each word of the search tables (as FTS5 folds it: lower case, without accents) and
in how many rows it stands; `_words_fts` finds it by any three letters of it. Datasette hides
tables whose names start with `_`.
"""

import sqlite3
from collections.abc import Iterable

from publish.words.letters import parted_sql

# Shorter words have no neighbours that would not be another word; longer ones are no words.
SHORTEST, LONGEST = 3, 40
EDGE = " "
_SCHEMA = """
CREATE TABLE [_words] ([id] INTEGER PRIMARY KEY, [word] TEXT NOT NULL, [n] INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE [_words_fts] USING fts5
  ([word], content='', detail=none, tokenize='trigram case_sensitive 1');
"""
_INDEX = f"""
INSERT INTO [_words_fts] (rowid, word) SELECT id, '{EDGE}' || word || '{EDGE}' FROM [_words]
"""  # noqa: S608 - no name comes from outside


def bake_vocabulary(connection: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Add the words of the search tables of `tables`; nothing where there are none."""
    searched = [f"{table}_fts" for table in tables]
    if not searched:
        return
    connection.executescript(_SCHEMA)
    for number, name in enumerate(searched):
        connection.execute(
            f"CREATE VIRTUAL TABLE temp.[words_{number}] USING fts5vocab(main, [{name}], row)"
        )
    connection.execute(_collected(len(searched)), {"shortest": SHORTEST, "longest": LONGEST})
    connection.execute(_INDEX)
    connection.execute("INSERT INTO [_words_fts] ([_words_fts]) VALUES ('optimize')")
    connection.commit()
    for number in range(len(searched)):
        connection.execute(f"DROP TABLE temp.[words_{number}]")


def _collected(count: int) -> str:
    """Numbers alone are no words: what is near a number is another number."""
    term = parted_sql("term")
    parts = (
        f"SELECT {term} AS term, doc FROM temp.[words_{number}] WHERE term GLOB '*[^0-9]*'"  # noqa: S608
        for number in range(count)
    )
    return f"""
        INSERT INTO [_words] ([word], [n])
        SELECT term, sum(doc) FROM ({" UNION ALL ".join(parts)})
        WHERE length(term) BETWEEN :shortest AND :longest
        GROUP BY term ORDER BY term
    """  # noqa: S608
