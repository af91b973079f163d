"""What the SQLite file says of itself: `_license`, a row per table, and `_columns`.

Datasette hides tables whose names start with `_`, and no declared table can have such a name.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from publish.bake.dictionary import KEYS, dictionary
from publish.bake.notices import notices

Json = Mapping[str, Any]
LICENSE_KEYS = (
    *("table", "dataset", "version", "updated", "source", "license", "license_url"),
    *("contents_license", "notice_fr", "attribution_fr", "notice_en", "attribution_en"),
)


def add_notes(path: Path, package: Json) -> None:
    """Add both tables to a database that is otherwise finished."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        _fill(connection, "_license", LICENSE_KEYS, _licenses(package))
        _fill(connection, "_columns", KEYS, dictionary(package))
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


def _licenses(package: Json) -> list[dict[str, str]]:
    return [_license(package, resource) for resource in package["resources"]]


def _license(package: Json, resource: Json) -> dict[str, str]:
    said = notices(package, resource)
    return {
        "table": resource["name"],
        "dataset": package["name"],
        "version": package["version"],
        "updated": package["updated"]["date"],
        "source": said["fr"].licensor,
        "license": said["fr"].id,
        "license_url": said["fr"].url,
        "contents_license": resource.get("contents_license", ""),
        **{f"notice_{language}": one.database for language, one in said.items()},
        **{f"attribution_{language}": one.attribution for language, one in said.items()},
    }
