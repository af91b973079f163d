"""Tables of the last release, as far as they tell what was shown."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi

from publish.engine import Workspace


def table_of(database: Path, table: str, columns: Sequence[str], place: Workspace) -> Any | None:
    """Those columns of a table, in SQLite's types; None where the release has no such table."""
    connect = adbc_driver_sqlite.dbapi.connect
    with connect(f"file:{database}?mode=ro&immutable=1") as found, found.cursor() as cursor:
        cursor.execute("SELECT name FROM pragma_table_info(?)", [table])
        if not {name for (name,) in cursor.fetchall()} >= set(columns):
            return None
        names = ", ".join(f"[{column}]" for column in columns)
        cursor.execute(f"SELECT {names} FROM [{table}]")  # noqa: S608
        rows = cursor.fetch_arrow_table()
    return place.con.create_table(place.name("last"), rows, temp=True)
