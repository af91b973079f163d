"""What the SQLite file says of itself: `_license`, a row per table, and `_columns`.

Datasette hides tables whose names start with `_`, and no declared table can have such a name.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from publish.describe.dictionary import KEYS, dictionary
from publish.describe.notices import notices
from publish.release.cards import Cards
from publish.release.package import Package
from publish.release.table import Table

LICENSE_KEYS = (
    *("table", "dataset", "version", "updated", "source", "license", "license_url"),
    *("contents_license", "notice_fr", "attribution_fr", "notice_en", "attribution_en"),
)


def add_notes(path: Path, package: Package, cards: Cards) -> None:
    """Add both tables to a database that is otherwise finished."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        _fill(connection, "_license", LICENSE_KEYS, _licenses(package))
        _fill(connection, "_columns", KEYS, dictionary(package, cards))
        connection.commit()


def _fill(
    connection: sqlite3.Connection,
    name: str,
    keys: Sequence[str],
    rows: Sequence[Mapping[str, str]],
) -> None:
    columns = ", ".join(f"[{key}] TEXT" for key in keys)
    connection.execute(f"CREATE TABLE [{name}] ({columns}) STRICT")
    values = ", ".join(f":{key}" for key in keys)
    connection.executemany(f"INSERT INTO [{name}] VALUES ({values})", rows)  # noqa: S608


def _licenses(package: Package) -> list[dict[str, str]]:
    return [_license(package, table) for table in package.tables.values()]


def _license(package: Package, table: Table) -> dict[str, str]:
    by_language = notices(package, table)
    return {
        "table": table.name,
        "dataset": package.name,
        "version": package.version or "",
        "updated": package.updated,
        "source": by_language["fr"].licensor,
        "license": by_language["fr"].id,
        "license_url": by_language["fr"].url,
        "contents_license": table.contents_license or "",
        **{f"notice_{language}": one.database for language, one in by_language.items()},
        **{f"attribution_{language}": one.attribution for language, one in by_language.items()},
    }
