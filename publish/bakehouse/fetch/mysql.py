"""MySQL and MariaDB, asked through PyMySQL: every value as the server itself writes it."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
import pymysql
from pymysql.constants import FIELD_TYPE
from pymysql.converters import encoders
from pymysql.cursors import SSCursor

from publish.bakehouse.fetch.databases import Answer, Row, Snapshot, as_batches, wrapped
from publish.bakehouse.fetch.kept import Limits, secret
from publish.declare.sources import Connection
from publish.errors import SourceError
from publish.words.sql import quoted

PORT = 3306
# MySQL and MariaDB have each their own word for the longest time of a statement.
TIME = {
    True: "SET SESSION max_statement_time = {s:g}",
    False: "SET SESSION max_execution_time = {ms:.0f}",
}
SETTINGS = (
    "SET SESSION time_zone = '+00:00'",
    "SET SESSION sql_mode = 'ANSI_QUOTES'",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
)
REFUSED = (1044, 1045, 1698)
ABSENT = (1049,)
LATE = (1317, 1969, 3024)
UNREACHABLE = (2002, 2003, 2005)
OF_THE_QUERY = range(1050, 1305)


class MysqlSnapshot:
    """One transaction, in which every query sees the same rows."""

    def __init__(self, connection: Any, place: str, limits: Limits) -> None:
        self._connection, self._place = connection, place
        maria = "MariaDB" in str(connection.get_server_info())
        time = TIME[maria].format(s=limits.seconds, ms=limits.seconds * 1000)
        with refusing(place), connection.cursor() as cursor:
            for statement in (time, *SETTINGS):
                cursor.execute(statement)

    def ask(self, query: str) -> Answer:
        """The rows of a SELECT; raises SourceError for one that the server does not take."""
        with refusing(self._place), self._connection.cursor() as cursor:
            cursor.execute(f"{wrapped(query)} LIMIT 0")
            fields = [(str(name), kind) for name, kind, *_ in cursor.description]
        headers = tuple(name for name, _ in fields)
        singles = [at for at, (_, kind) in enumerate(fields) if kind == FIELD_TYPE.FLOAT]
        texts = ", ".join(_exact(*field) for field in fields)
        return Answer(headers, self._batches(wrapped(query, texts), headers, singles))

    def _batches(
        self, statement: str, headers: Sequence[str], singles: Sequence[int]
    ) -> Iterator[Any]:
        with refusing(self._place), self._connection.cursor() as cursor:
            cursor.execute(statement)
            rows = (_texts(row, headers, singles, self._place) for row in cursor)
            yield from as_batches(headers, rows)


@contextmanager
def snapshot(connection: Connection, place: str, limits: Limits) -> Iterator[Snapshot]:
    """A database as it is now; raises SourceError where it does not answer."""
    parts = urlsplit(connection.address)
    with refusing(place):
        opened = pymysql.connect(
            host=parts.hostname or "localhost",
            port=parts.port or PORT,
            user=unquote(parts.username or ""),
            password=secret(connection.password, place) if connection.password else "",
            database=unquote(parts.path.lstrip("/")),
            charset="utf8mb4",
            connect_timeout=30,
            # The server stops a long query itself, and says so.
            read_timeout=limits.seconds + 60,
            cursorclass=SSCursor,
            # Writers alone, no reader: what the server writes stays text.
            conv=encoders,
        )
    with closing(opened):
        yield MysqlSnapshot(opened, place, limits)


def _exact(name: str, kind: int) -> str:
    """The SQL that writes a column without loss, where the server's own text would lose."""
    column = quoted(name)
    if kind == FIELD_TYPE.FLOAT:
        return f"{column} + 0e0 AS {column}"
    if kind == FIELD_TYPE.TIMESTAMP:
        return f"concat(replace({column}, ' ', 'T'), 'Z') AS {column}"
    return f"{column} + 0 AS {column}" if kind == FIELD_TYPE.BIT else column


def _texts(row: Sequence[Any], headers: Sequence[str], singles: Sequence[int], place: str) -> Row:
    if bytes in map(type, row):
        [column, *_] = (header for header, v in zip(headers, row, strict=True) if type(v) is bytes)
        raise SourceError(
            f"{place}: column {column!r} holds binary values, which are no text; leave it out of "
            f"the query, or ask for `hex({column})`"
        )
    texts = list(row)
    for at in singles:
        if texts[at] is not None:
            texts[at] = np.format_float_positional(np.float32(texts[at]), trim="-")
    return texts


@contextmanager
def refusing(place: str) -> Iterator[None]:
    """What the server or the way to it refuses, in words that hold no value of a row."""
    try:
        yield
    except pymysql.MySQLError as error:
        number, message = [*error.args, "", ""][:2]
        raise SourceError(f"{place}: {_words(number, ' '.join(str(message).split()))}") from None
    except OSError as error:
        raise SourceError(
            f"{place}: the database stopped answering ({error}); try again later"
        ) from None


def _words(number: Any, message: str) -> str:
    if number in REFUSED:
        return "the database refuses the user or the password; try it with `mysql`"
    if number in ABSENT:
        return "there is no such database; mend its address"
    if number in LATE:
        return "the query was stopped: it took too long; ask for less"
    if number in UNREACHABLE:
        return f"the database does not answer: {message}; try the address with `mysql`"
    if number in OF_THE_QUERY:
        return f"the server does not take the query: {message}; mend it"
    return f"the database stopped answering (error {number}); try again later"
