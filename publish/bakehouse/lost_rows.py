"""Rows that the exports lost before who made them withdrew them: which releases may show them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from publish.bakehouse.protect.partings import as_number, as_text
from publish.declare.table import Table
from publish.errors import StoreError
from publish.release.release import Release
from publish.words.sql import quoted
from publish.words.sqlite import read_only


def is_lost(rows: Any, declared: Table, key: Sequence[str]) -> bool:
    """Whether no typed row (Ibis) has a primary key: one that is there is another's."""
    if len(key) != len(declared.primary_key):
        return False
    for name, value in zip(declared.primary_key, key, strict=True):
        text, number = as_text(value), declared.columns[name].type in ("integer", "number")
        rows = rows.filter(rows[name].cast("string") == (as_number(text) if number else text))
    return not rows.count().to_pyarrow().as_py()


def may_show(release: Release, name: str, declared: Table, key: Sequence[str]) -> bool:
    """Whether a release has a row of a primary key, or does not tell its keys as they are."""
    table = release.tables.get(name)
    if table is None:
        return False
    columns = {one: declared.columns[one] for one in declared.primary_key}
    changed = any(one.protect or one.synonyms for one in columns.values())
    if changed or not table.columns.keys() >= columns.keys():
        return True
    where = " AND ".join(f"{quoted(one)} = ?" for one in columns)
    asked = f"SELECT 1 FROM {quoted(name)} WHERE {where} LIMIT 1"  # noqa: S608
    uri = read_only(release.database)
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            return database.execute(asked, [*map(as_text, key)]).fetchone() is not None
    except sqlite3.Error as error:
        raise StoreError(
            f"{release.database}: cannot be read ({error}); `fournil verify {release.dataset}` "
            "tells what is damaged"
        ) from None
