"""A SQLite file of private facts that only its owner reads: made, asked, read into a workspace."""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi

from publish.bakehouse.engine import Workspace
from publish.errors import PrivateStateError
from publish.words.sqlite import read_only


class PrivateFile:
    """What such a file tells; nothing while there is none. It has a table of `facts`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether there is one."""
        return self.path.is_file()

    def fact(self, name: str) -> str | None:
        """A fact of the whole file, such as the word by which its key is known."""
        rows = self.rows("SELECT value FROM facts WHERE name = ?", name)
        return rows[0][0] if rows else None

    def rows(self, statement: str, *parameters: object) -> list[Any]:
        """The rows of a statement; raises PrivateStateError where the file is damaged."""
        if not self.exists:
            return []
        uri = read_only(self.path, at_rest=False)
        with self._in_words(), closing(sqlite3.connect(uri, uri=True)) as connection:
            return connection.execute(statement, parameters).fetchall()

    def loaded(self, stem: str, query: str, types: Mapping[str, str], place: Workspace) -> Any:
        """The rows of a query as a temporary table (Ibis) with columns of these types.

        Read once while the file stays as it is: the table is not to be written to.
        """
        stat = self.path.stat() if self.exists else None
        read = (self.path, query, *types, stat and (stat.st_ino, stat.st_mtime_ns, stat.st_size))
        if read not in place.read:
            place.read[read] = self._loaded(stem, query, types, place)
        return place.read[read]

    def _loaded(self, stem: str, query: str, types: Mapping[str, str], place: Workspace) -> Any:
        name = place.name(stem)
        columns = ", ".join(f'"{column}" {type}' for column, type in types.items())
        place.sql(f"CREATE TEMP TABLE {name} ({columns})")
        # Without a row, SQLite could not tell the types of an empty result.
        if query and self.rows(f"{query} LIMIT 1"):
            self._fill(name, query, place)
        return place.typed(name, types)

    def _fill(self, name: str, query: str, place: Workspace) -> None:
        connect = adbc_driver_sqlite.dbapi.connect
        with (
            connect(read_only(self.path, at_rest=False)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query)
            place.con.con.register("_arriving", cursor.fetch_record_batch())
            place.sql(f"INSERT INTO {name} FROM _arriving")
            place.con.con.unregister("_arriving")

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise PrivateStateError(
                f"{self.path}: damaged ({error}); put it back from a backup: "
                "`fournil --site NEW restore FILE`, then copy it"
            ) from None


def created(path: Path, schema: str) -> None:
    """An empty file of these tables that only its owner reads."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)


def execute(
    path: Path, statement: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> None:
    """Run a statement on a file that is being made ready, and is flushed as a whole later."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(statement, parameters)


def script(path: Path, statements: str) -> None:
    """Run several statements at once."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(statements)


def arrive(path: Path, rows: Any) -> None:
    """Bring rows (a reader of Arrow batches) into such a file, as the table `arriving`."""
    connect = adbc_driver_sqlite.dbapi.connect
    with connect(str(path), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.fetchall()
        cursor.adbc_ingest("arriving", rows, mode="create")
