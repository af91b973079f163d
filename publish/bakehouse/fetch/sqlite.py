"""SQLite, asked where another program writes it: every value as text that reads back the same."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from time import monotonic
from urllib.parse import unquote, urlsplit

from publish.bakehouse.fetch.databases import Answer, Row, Snapshot, as_batches, wrapped
from publish.bakehouse.fetch.kept import Limits
from publish.bakehouse.floats import decimal_text
from publish.declare.sources import Connection
from publish.errors import SourceError
from publish.words.limits import RECORD_BYTES, SQLITE_STEPS, SQLITE_STEPS_PER_BYTE
from publish.words.sql import quoted
from publish.words.sqlite import read_only

STEPS = 100_000
"""How many instructions of SQLite's run between two looks at the bounds."""
ROW_VALUES = 16
"""How many values of the greatest length a row may have."""
INTERRUPTED = "interrupted"
COUNTER = {"requests": {"actions"}, "visitors": {"key", "estimate", "sketch"}}
"""Tables and columns by which the file that a site's own counter writes is known."""


class SqliteSnapshot:
    """One read transaction, in which every query sees the same rows."""

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        self._connection, self._place = connection, place

    def ask(self, query: str) -> Answer:
        """The rows of a SELECT; raises SourceError for one that SQLite does not take."""
        with refusing(self._place):
            columns = columns_of(self._connection, f"({wrapped(query)})")
        return Answer(columns, self._batches(query, columns))

    def _batches(self, query: str, columns: Sequence[str]) -> Iterator[object]:
        with refusing(self._place):
            rows = text_rows(self._connection, f"({wrapped(query)})", columns, self._place)
            yield from as_batches(columns, rows)


@contextmanager
def snapshot(connection: Connection, place: str, limits: Limits) -> Iterator[Snapshot]:
    """A database as it is now; raises SourceError where there is none."""
    path = Path(unquote(urlsplit(connection.address).path))
    if not path.is_file():
        raise SourceError(f"{place}: no file {path}; write its whole path: `sqlite:///srv/app.db`")
    end = monotonic() + limits.seconds
    with closing(sqlite3.connect(read_only(path, at_rest=False), uri=True)) as opened:
        opened.set_progress_handler(lambda: monotonic() > end, STEPS)
        opened.isolation_level = None
        with refusing(place):
            opened.execute("BEGIN")
            opened.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            refuse_counter(opened, place)
        yield SqliteSnapshot(opened, place)


def refuse_counter(connection: sqlite3.Connection, place: str) -> None:
    """Raises SourceError for what a site's own counter wrote: its rows tell of few people."""
    asked = "SELECT name FROM pragma_table_info(?)"
    if all(
        columns <= {name for (name,) in connection.execute(asked, (table,))}
        for table, columns in COUNTER.items()
    ):
        raise SourceError(
            f"{place}: this is what a Fournil site counted of its own use, down to one visitor; "
            "put it at desk/usage.db of a site folder that serves nothing itself, remove this "
            "source, and declare there what `fournil new --usage` writes"
        )


def columns_of(connection: sqlite3.Connection, relation: str) -> tuple[str, ...]:
    """The columns of a table or of a query in parentheses."""
    cursor = connection.execute(f"SELECT * FROM {relation} LIMIT 0")  # noqa: S608
    return tuple(name for name, *_ in cursor.description)


@contextmanager
def within_steps(connection: sqlite3.Connection, size: int, place: str) -> Iterator[None]:
    """What is asked of a file of so many bytes takes so many steps in all: a view may have no end.

    Raises SourceError beyond them.
    """
    most, looks = SQLITE_STEPS + SQLITE_STEPS_PER_BYTE * size, count(1)
    connection.set_progress_handler(lambda: next(looks) * STEPS >= most, STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error) != INTERRUPTED:
            raise
        raise SourceError(
            f"{place}: stopped after {most:,} steps of SQLite: a view or query without "
            "end, or too large; ask for less through `query:`, or export its rows as CSV"
        ) from None


def text_rows(
    connection: sqlite3.Connection,
    relation: str,
    columns: Sequence[str],
    place: str,
    order: str = "",
) -> Iterator[Row]:
    """The rows as texts; raises SourceError for a blob, naming its column, and for a long value."""
    longest = min(RECORD_BYTES, ROW_VALUES * RECORD_BYTES // len(columns))
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
    # SQLite writes integers exactly, but rounds reals: Python writes those.
    values = ", ".join(
        f"CASE typeof({name}) WHEN 'integer' THEN CAST({name} AS TEXT) ELSE {name} END AS {name}"
        for name in map(quoted, columns)
    )
    try:
        for row in connection.execute(f"SELECT {values} FROM {relation} {order}"):  # noqa: S608
            if bytes in map(type, row):
                raise _binary(columns, row, place)
            yield [decimal_text(value) if type(value) is float else value for value in row]
    except sqlite3.DataError:
        raise SourceError(
            f"{place}: a value of more than {longest:,} bytes; shorten it, or leave its column "
            "out through a view"
        ) from None


def _binary(columns: Sequence[str], row: Sequence[object], place: str) -> SourceError:
    blobs = [name for name, value in zip(columns, row, strict=True) if isinstance(value, bytes)]
    return SourceError(
        f"{place}: column {', '.join(map(repr, blobs))} holds binary values, which are no "
        "text; export them as text (hex or base64), or leave the column out through a view"
    )


@contextmanager
def refusing(place: str) -> Iterator[None]:
    """What SQLite refuses, in words; what it says of a query names no value."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "Could not decode" in str(error):
            raise SourceError(
                f"{place}: a text that is not UTF-8; mend it in the database"
            ) from None
        if str(error) == INTERRUPTED:
            words = "the query was stopped: it took too long; ask for less"
            raise SourceError(f"{place}: {words}") from None
        raise SourceError(f"{place}: SQLite does not take the query: {error}; mend it") from None
    except sqlite3.Error as error:
        raise SourceError(f"{place}: SQLite cannot read it ({type(error).__name__})") from None
