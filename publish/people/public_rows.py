"""What the database of a release answers, as anybody may ask it."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

from publish.errors import StoreError
from publish.release.release import Release
from publish.words.sqlite import read_only


def rows_for(
    release: Release, statement: str, several: Iterable[Sequence[Any]]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, for each of several sets of values; raises StoreError."""
    uri = read_only(release.database)
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            for values in several:
                yield from database.execute(statement, values)
    except sqlite3.Error as error:
        raise StoreError(
            f"{release.database}: cannot be read ({error}); `fournil verify {release.dataset}` "
            "tells what is damaged"
        ) from None
