"""PostgreSQL, asked through ADBC: every value as PostgreSQL itself writes it."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import adbc_driver_manager
import pyarrow as pa
from adbc_driver_postgresql import dbapi

from publish.bakehouse.fetch.databases import Answer, Snapshot, wrapped
from publish.bakehouse.fetch.kept import Limits, secret
from publish.declare.sources import Connection
from publish.errors import SourceError
from publish.words.sql import quoted

CONNECT = {"connect_timeout": "30", "keepalives_idle": "60", "application_name": "fournil"}
# As the reader of the types of a column expects them: ISO 8601, times with a zone in UTC.
SETTINGS = ("TimeZone = 'UTC'", "DateStyle = 'ISO'", "IntervalStyle = 'iso_8601'")
WORDS = {
    "28": "the database refuses the user or the password",
    "3D": "there is no such database",
    "57": "the query was stopped: it took too long, or the server is going down",
    "53": "the database has no room left for another connection or query",
    "25": "the query writes, and only reads are allowed",
    "22": "a value does not fit what the query does with it",
    "0A": "the query asks for what PostgreSQL does not do",
}
"""What went wrong, by the class of its SQLSTATE: PostgreSQL's own words may hold values."""


class PostgresqlSnapshot:
    """One transaction, in which every query sees the same rows."""

    def __init__(self, connection: Any, place: str, limits: Limits) -> None:
        self._connection, self._place = connection, place
        self._run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for setting in (*SETTINGS, f"statement_timeout = {int(limits.seconds * 1000)}"):
            self._run(f"SET LOCAL {setting}")

    def ask(self, query: str) -> Answer:
        """The rows of a SELECT; raises SourceError for one that PostgreSQL does not take."""
        with refusing(self._place), closing(self._connection.cursor()) as cursor:
            # Prepared by itself first: what is no single SELECT never becomes part of a COPY.
            asked = cursor.adbc_execute_schema(wrapped(query))
        texts = ", ".join(_text(field, self._place) for field in asked)
        return Answer(tuple(asked.names), self._batches(wrapped(query, texts)))

    def _batches(self, statement: str) -> Iterator[Any]:
        with refusing(self._place), closing(self._connection.cursor()) as cursor:
            cursor.execute(statement)
            # Not `fetch_record_batch()`: its errors come without their SQLSTATE (ADBC 1.13).
            yield from cursor._results.reader

    def _run(self, statement: str) -> None:
        with refusing(self._place), closing(self._connection.cursor()) as cursor:
            cursor.execute(statement)


@contextmanager
def snapshot(connection: Connection, place: str, limits: Limits) -> Iterator[Snapshot]:
    """A database as it is now; raises SourceError where it does not answer."""
    with refusing(place):
        opened = dbapi.connect(_address(connection, place), autocommit=True)
    with closing(opened):
        yield PostgresqlSnapshot(opened, place, limits)


def _address(connection: Connection, place: str) -> str:
    parts = urlsplit(connection.address)
    where = parts.netloc
    if connection.password:
        user, at, host = where.rpartition("@")
        where = f"{user}:{quote(secret(connection.password, place), safe='')}{at or '@'}{host}"
    options = urlencode({**CONNECT, **dict(parse_qsl(parts.query))}, quote_via=quote)
    return parts._replace(netloc=where, query=options).geturl()


def _text(field: Any, place: str) -> str:
    """The SQL that writes a column as text, without loss."""
    name = quoted(field.name)
    kind = (field.metadata or {}).get(b"POSTGRESQL:type")
    if kind == b"bytea":
        raise SourceError(
            f"{place}: column {field.name!r} holds binary values, which are no text; leave it out "
            f"of the query, or ask for `encode({field.name}, 'hex')`"
        )
    if pa.types.is_list(field.type) or pa.types.is_struct(field.type):
        return f"to_json({name})::text AS {name}"
    # As texts, these come with a blank inside, or with a mask that nobody wrote.
    if pa.types.is_timestamp(field.type) or kind == b"inet":
        return f"to_json({name}) #>> '{{}}' AS {name}"
    return f"{name}::text AS {name}"


@contextmanager
def refusing(place: str) -> Iterator[None]:
    """What PostgreSQL or the way to it refuses, in words that hold no value of a row."""
    try:
        yield
    except (adbc_driver_manager.Error, pa.ArrowException, OSError) as error:
        raise SourceError(f"{place}: {_words(str(error))}") from None


def _words(message: str) -> str:
    found = re.search(r"SQLSTATE:? '?([0-9A-Z]{5})", message)
    state = found[1] if found else ""
    said = re.search(r"(?:ERROR|FATAL): +(.+)", message)
    if state.startswith("42"):
        return f"PostgreSQL does not take the query: {said[1] if said else state}; mend it"
    if state[:2] in WORDS:
        return f"{WORDS[state[:2]]} (SQLSTATE {state}); try it with `psql`"
    if "connect" in message or "translate host" in message:
        why = said[1] if said else message.split("failed: ")[-1].split("\n")[0]
        return f"the database does not answer: {why}; try the address with `psql`"
    return f"the database stopped answering (SQLSTATE {state or 'unknown'}); try again later"
