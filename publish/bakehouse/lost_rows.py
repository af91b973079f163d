"""Rows that the exports lost before who made them withdrew them: which releases may show them."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from publish.bakehouse.protect.partings import as_number, as_text
from publish.declare.table import Table
from publish.errors import StoreError
from publish.release.release import Release
from publish.words.sql import quoted
from publish.words.sqlite import read_only


def is_lost(rows: Any, declared: Table, key: Sequence[str]) -> bool:
    """Whether no typed row (Ibis) has a primary key: one that is there is another's.

    Keys are compared as everywhere else: a letter and its accent may be one character or two.
    """
    if len(key) != len(declared.primary_key):
        return False
    asked = _compared(declared, key)
    keys = rows.select(*declared.primary_key).distinct()
    return not any(
        _compared(declared, [*row.values()]) == asked
        for batch in keys.to_pyarrow_batches()
        for row in batch.to_pylist()
    )


def _compared(declared: Table, key: Sequence[object]) -> list[str]:
    """A primary key as it is compared, column by column."""
    pairs = zip(declared.primary_key, key, strict=True)
    return [_reads(declared, name)(value) for name, value in pairs]


def _reads(declared: Table, name: str) -> Callable[[object], str]:
    """How the values of a column of the key are compared: as numbers, or as texts."""
    if declared.columns[name].type in ("integer", "number"):
        return lambda value: as_number(as_text(value))
    return as_text


def may_show(release: Release, name: str, declared: Table, key: Sequence[str]) -> bool:
    """Whether a release has a row of a primary key, or does not tell its keys as they are."""
    table = release.tables.get(name)
    if table is None:
        return False
    columns = {one: declared.columns[one] for one in declared.primary_key}
    changed = any(one.protect or one.synonyms for one in columns.values())
    if changed or not table.columns.keys() >= columns.keys():
        return True
    where = " AND ".join(f"compared_{n}({quoted(one)}) = ?" for n, one in enumerate(columns))
    asked = f"SELECT 1 FROM {quoted(name)} WHERE {where} LIMIT 1"  # noqa: S608
    uri = read_only(release.database)
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            for n, one in enumerate(columns):
                database.create_function(f"compared_{n}", 1, _reads(declared, one))
            return database.execute(asked, _compared(declared, key)).fetchone() is not None
    except sqlite3.Error as error:
        raise StoreError(
            f"{release.database}: cannot be read ({error}); `fournil verify {release.dataset}` "
            "tells what is damaged"
        ) from None
