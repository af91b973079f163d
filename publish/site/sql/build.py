"""Whether the SQLite that serves can be closed: asked at the start, by attacking it.

A version says little: distributions build in what others leave out, and repair old versions. So
each hole is tried under the rules, in the Python and with the library that will answer.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from publish.errors import FournilError
from publish.site.sql.connection import Guarded
from publish.site.sql.functions import disarm

# STRICT tables, which releases are made of.
OLDEST = (3, 37, 0)
# What must be refused, whatever the build has: each of these is a way in where it is answered.
ATTACKS = (
    "select fts3_tokenizer('simple')",
    "select fts3_tokenizer('simple', x'4141414141414141')",
    "select token from fts3tokenize where input = 'a'",
    "select load_extension('a')",
    "select file from pragma_database_list",
    "select sql from sqlite_master",
    "select count(*) from (select 'a' as name) join sqlite_master using (name)",
    "select * from dbstat",
    "attach '/tmp/a.db' as a",
    "vacuum into '/tmp/a.db'",
    "create table b (x)",
)
# In the server itself, where only our own statements run, these must not even be there.
UNARMED = ATTACKS[:2] + ATTACKS[3:4]


class UnsafeSqlite(FournilError):
    """The SQLite of this Python cannot be closed to strangers."""


def check(used: ModuleType = sqlite3) -> None:
    """Raises UnsafeSqlite; `used` is the module by which the site's own statements run."""
    if used is not sqlite3 or not hasattr(sqlite3.Connection, "setlimit"):
        raise UnsafeSqlite(
            f"{used.__name__} has no limits for what a query may take; uninstall pysqlite3, and "
            "serve with the sqlite3 module of Python 3.11 or later"
        )
    if sqlite3.sqlite_version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise UnsafeSqlite(f"SQLite {sqlite3.sqlite_version} is older than {wanted}; update it")
    if answered := holes():
        raise UnsafeSqlite(
            f"SQLite {sqlite3.sqlite_version} of this Python answers what nobody may ask "
            f"({'; '.join(answered)}); serve with the Python of your distribution"
        )


def holes() -> list[str]:
    """The attacks that are answered: by who runs strangers' SQL, or by the server itself."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with closing(sqlite3.connect(path)) as made:
            made.execute("create table a (x)")
        with closing(Guarded(path, ["a"])) as guarded:
            found = [sql for sql in ATTACKS if _answers(guarded, sql)]
    with closing(sqlite3.connect(":memory:")) as own:
        disarm(own)
        return found + [sql for sql in UNARMED if _value(own, sql) is not None]


def _answers(database: Guarded, sql: str) -> bool:
    try:
        database.execute(sql, {}).fetchall()
    except sqlite3.Error:
        return False
    return True


def _value(connection: sqlite3.Connection, sql: str) -> object:
    (value,) = connection.execute(sql).fetchone()
    return value
