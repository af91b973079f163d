"""The rows that may stand in a release: those published last time and those of today's export."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi
import ibis

from publish import functions
from publish.declaration import Table
from publish.engine import Workspace
from publish.protect.classes import with_class
from publish.protect.leaving import PERSON, Leaving
from publish.series.chapter import Chapter
from publish.series.digests import CLS, IDENTITY, ROW, WHO, digested, row_text

KIND, LACKING = "_kind", "_lacking"
KEEP, ADD, WAIT, DROP = "keep", "add", "wait", "drop"
"""Published and still exported; new and old enough; new; published and gone from the export."""


def published_then(lives: Any, base: int | None) -> Any:
    """The rows that stood in the release of that number."""
    if base is None:
        return lives.filter(ibis.literal(False))
    return lives.filter((lives.first <= base) & (lives.last >= base))


def arrived(wanted: Any, before: Any, pending: Any, ripe: Any) -> Any:
    """Today's rows with their KIND: KEEP, ADD or WAIT; `ripe` judges the day first seen."""
    before = before.select(*IDENTITY, _before=ibis.literal(True))
    seen = pending.filter(pending.way == "in").select(*IDENTITY, "seen")
    joined = wanted.left_join(before, IDENTITY).drop(ibis.selectors.endswith("_right"))
    joined = joined.left_join(seen, IDENTITY).drop(ibis.selectors.endswith("_right"))
    new = ripe(joined.seen).ifelse(ADD, WAIT)
    kind = joined["_before"].notnull().ifelse(KEEP, new)
    return joined.mutate(**{KIND: kind, LACKING: False}).drop("_before", "seen")


def ripe_since(as_of: date, days: int, *, first: bool) -> Any:
    """Whether a row first seen on that day (ISO text, NULL for today) has waited long enough."""
    if first or days == 0:
        return lambda seen: ibis.literal(True)
    latest = (as_of - timedelta(days=days)).isoformat()
    return lambda seen: ibis.coalesce(seen <= latest, False)


def gone(wanted: Any, before: Any, leaving: Leaving, at: Chapter) -> Any:
    """The rows published last time that are exported no more, as the last release showed them.

    The ledger has no values: they come from the release that is served, or from an equal row of
    today's export; LACKING where neither has them. The person is one of today's, or a digest.
    """
    columns, place = list(at.form.columns), leaving.place
    lost = before.anti_join(wanted, IDENTITY).select(CLS, *IDENTITY)
    lost = place.con.create_table(place.name("lost"), lost, temp=True)
    if not lost.count().to_pyarrow().as_py():
        return None
    known = [wanted.semi_join(lost, ROW).select(*columns, ROW)]
    if leaving.previous:
        shown = _shown(leaving.previous, at.part, leaving.declared, columns, place)
        hashed = digested(shown, {ROW: row_text(shown, columns, at.name)}, at.key, place)
        types = {name: wanted.schema()[name] for name in columns}
        known.append(hashed.semi_join(lost, ROW).cast(types).select(*columns, ROW))
    values = ibis.union(*known).distinct(on=ROW) if len(known) > 1 else known[0].distinct(on=ROW)
    values = values.mutate(_known=True)
    named = wanted.select(WHO, PERSON).distinct(on=WHO)
    rows = lost.left_join(values, ROW).drop(ibis.selectors.endswith("_right"))
    rows = rows.left_join(named, WHO).drop(ibis.selectors.endswith("_right"))
    person = ibis.coalesce(rows[PERSON], functions.hex_digits(rows[WHO]))
    lacking = rows["_known"].isnull()
    rows = rows.mutate(**{PERSON: person, KIND: ibis.literal(DROP), LACKING: lacking})
    return with_class(rows.drop("_known"), at.form.classes)


def _shown(path: Path, part: str, declared: Table, columns: Iterable[str], place: Workspace) -> Any:
    """The distinct rows of a published table, as the bakehouse held them."""
    name, names = place.name("shown"), ", ".join(f"[{column}]" for column in columns)
    connect = adbc_driver_sqlite.dbapi.connect
    with connect(f"file:{path}?mode=ro&immutable=1") as found, found.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {names} FROM [{part}]")  # noqa: S608
        rows = place.con.create_table(name, cursor.fetch_arrow_table(), temp=True)
    booleans = [one for one in columns if declared.columns[one].type == "boolean"]
    return rows.mutate(**{column: rows[column].cast("boolean") for column in booleans})


def changed(everything: Any, *, recheck: bool) -> Any:
    """The classes (CLS) where something may come or go; all of them when thresholds changed."""
    rows = everything if recheck else everything.filter(everything[KIND].isin([ADD, DROP]))
    return rows.select(CLS).distinct()
