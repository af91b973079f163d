"""The rows that may stand in a release: those published last time and those of today's export."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import with_class
from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.series.digests import ROW, digested, row_text
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.position import SeriesPosition
from publish.declare.declaration import Table
from publish.words.sqlite import read_only

KIND, LACKING = "_kind", "_lacking"
KEEP, ADD, WAIT, DROP = "keep", "add", "wait", "drop"
"""Published and still exported; new and old enough; new; published and gone from the export."""

LIVED = """
(SELECT _cls, _who, _row, _copy, _answers FROM {lives} WHERE {base} BETWEEN first AND last)
"""
ARRIVED = """
SELECT exported.*, CASE WHEN _stands THEN 'keep'
  WHEN _lived OR coalesce(_seen, '{never}') <= '{ripe}' THEN 'add' ELSE 'wait' END AS _kind,
  false AS _lacking
FROM {exported} AS exported
LEFT JOIN (SELECT _who, _row, _copy, true AS _stands FROM {before}) USING (_who, _row, _copy)
LEFT JOIN (SELECT DISTINCT _who, _row, _copy, true AS _lived FROM {lives})
  USING (_who, _row, _copy)
LEFT JOIN (SELECT _who, _row, _copy, seen AS _seen FROM {pending} WHERE way = 'in')
  USING (_who, _row, _copy)
"""
LOST = "FROM {before} ANTI JOIN {exported} USING (_who, _row, _copy)"
KNOWN = """
SELECT DISTINCT ON (_row) _row, {columns} FROM {exported} SEMI JOIN {lost} USING (_row)
WHERE {where}
"""
AS_SHOWN = """
INSERT INTO {known} SELECT DISTINCT ON (_row) _row, {columns} FROM {shown}
SEMI JOIN {lost} USING (_row) ANTI JOIN {known} USING (_row)
"""
GONE = """
SELECT lost.*, {columns}, coalesce(_person, hex(_who)) AS _person, 'drop' AS _kind,
  known._row IS NULL AS _lacking
FROM {lost} AS lost LEFT JOIN {known} AS known USING (_row)
LEFT JOIN (SELECT _who, min(_person) AS _person FROM {exported} GROUP BY _who) USING (_who)
"""
NEVER = date.max.isoformat()
CHANGED = "SELECT DISTINCT _cls FROM {candidates} WHERE {where}"


def published_then(lives: Any, base: int | None, place: Workspace) -> str:
    """A query for the digests that stood in the release of that number."""
    return place.filled(LIVED, lives=lives, base=-1 if base is None else base)


def arrived(
    exported: Any, before: str, lives: Any, pending: Any, ripe: str, place: Workspace
) -> Any:
    """Today's rows with their KIND: KEEP, ADD or WAIT; `ripe` is the last day to have been seen.

    What was public once (`lives`) may be public again at once.
    """
    words = {"exported": exported, "before": before, "lives": lives, "pending": pending}
    return place.table("candidates", ARRIVED, ripe=ripe, never=NEVER, **words)


def ripe_since(as_of: date, days: int, *, first: bool) -> str:
    """The last day (ISO text) on which a row may have been seen first to leave today."""
    waits = days > 0 and not first
    return (as_of - timedelta(days=days)).isoformat() if waits else NEVER


def gone(exported: Any, before: str, recoded: RecodedTable, position: SeriesPosition) -> Any | None:
    """The rows published last time that are exported no more, as the last release showed them.

    The ledger has no values: they come from the last release that had the part, while that is
    public, or from an equal row of today's export; LACKING where neither has them, and for records
    that are not public any more: what was withdrawn is not shown again. The person is one of
    today's, or a digest.
    """
    columns, place = list(position.recoding.columns), recoded.place
    lost = place.table("lost", LOST, before=before, exported=exported)
    if not place.count(lost):
        return None
    path = _kept_release(recoded, position)
    table = table_in(path, (position.published, position.part)) if path else None
    names = ", ".join(f'"{column}"' for column in columns)
    words = {"columns": names, "lost": lost, "exported": exported}
    where = "true" if table or position.people else "false"
    known = place.table("known", KNOWN, where=where, **words)
    if path and table:
        shown = published_rows(path, table, recoded.declared, columns, place)
        texts = {ROW: row_text(shown, columns, position.name)}
        hashed = digested(shown, texts, position.key, place)
        place.sql(place.filled(AS_SHOWN, known=known, shown=hashed, **words))
    rows = place.table("gone", GONE, known=known, **words)
    return with_class(rows, position.recoding.classes)


def _kept_release(recoded: RecodedTable, position: SeriesPosition) -> Path | None:
    """The last release that had the part, where it is served or still kept."""
    if recoded.previous is None or position.served:
        return recoded.previous
    versions = Ledger(recoded.private).versions(position.base)
    folder = recoded.previous.parent.resolve().parent
    paths = (folder / version / recoded.previous.name for version in versions)
    return next((path for path in paths if path.is_file()), None)


def table_in(path: Path, names: Iterable[str]) -> str | None:
    """The first of these names that a release has a table of."""
    with closing(sqlite3.connect(read_only(path), uri=True)) as found:
        tables = {name for (name,) in found.execute("SELECT name FROM sqlite_schema")}
    return next((name for name in names if name in tables), None)


def published_rows(
    path: Path, part: str, declared: Table, columns: Iterable[str], place: Workspace
) -> Any:
    """The distinct rows of a published table, as the bakehouse held them."""
    names = ", ".join(f"[{column}]" for column in columns)
    connect = adbc_driver_sqlite.dbapi.connect
    with connect(read_only(path)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {names} FROM [{part}]")  # noqa: S608
        rows = place.brought("shown", cursor.fetch_arrow_table())
    booleans = [one for one in columns if declared.columns[one].type == "boolean"]
    return rows.mutate(**{column: rows[column].cast("boolean") for column in booleans})


def changed(candidates: Any, place: Workspace, *, recheck: bool) -> Any:
    """The classes (CLS) where something may come or go; all of them when thresholds changed."""
    where = "true" if recheck else "_kind IN ('add', 'drop')"
    return place.table("changed", CHANGED, candidates=candidates, where=where)
