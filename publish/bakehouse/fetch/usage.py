"""What the site's own features were used for, day by day: rows as tools that measure give them."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from publish.bakehouse.fetch.databases import Answer, Row, as_batches, save_answer
from publish.bakehouse.fetch.kept import Bounds
from publish.errors import SourceError
from publish.usage import store
from publish.usage.columns import COLUMNS

TOOL = "fournil"


def save(root: Path, kept: Path, bounds: Bounds) -> None:
    """Writes the rows of all whole days, none where nothing was counted; raises SourceError."""
    save_answer(Answer(COLUMNS, as_batches(COLUMNS, _rows(store.place(root)))), kept, bounds)


def _rows(path: Path) -> Iterator[Row]:
    if not path.is_file():
        return
    try:
        counted = store.rows(path, time.time())
    except sqlite3.Error as error:
        raise SourceError(
            f"{path}: cannot be read ({error}); restore it, or move it away to begin anew"
        ) from None
    for day, use, visitors, actions in counted:
        named = (one or None for one in use)
        yield (day, TOOL, *named, str(visitors), None, str(actions), None, None)
