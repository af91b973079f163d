"""Ledger and release, both or none.

The new ledger is made ready beside the old one (`ledger.next.db`) and flushed; the store then
publishes; the new one takes the old one's place. A run killed in between is mended at the start
of the next: the new ledger counts if the store has the release that it records.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copyfile

from publish.bakehouse.series.ledger import (
    BESIDE,
    EXPORTED,
    NAME,
    NEXT,
    NUMBERS,
    SCHEMA,
    SHOWN_SINCE,
    STILL,
    Ledger,
    ReleaseRecord,
    thresholds_text,
)
from publish.bakehouse.series.new_series import NewSeries
from publish.bakehouse.series.private_file import arrive, created, execute, script
from publish.bakehouse.series.settled import LedgerPart
from publish.release.disk import flush
from publish.release.index import Entry

MAKING = ".ledger.making.db"
BEGIN = (
    "INSERT INTO lives (scope, class, person, row, copy, first, answers) "
    "SELECT ?1, _cls, _who, _row, _copy, ?2, _answers FROM arriving"
)
GONE = (
    "UPDATE lives SET last = ? WHERE last IS NULL AND scope NOT IN (SELECT value FROM json_each(?))"
)
WAITING = "INSERT INTO pending SELECT ?, * FROM arriving"
NOT_SHOWN = (
    "UPDATE shown SET last = ? WHERE last IS NULL AND scope NOT IN (SELECT value FROM json_each(?))"
)
HIDES = (
    "UPDATE shown SET last = ? "
    "WHERE last IS NULL AND scope = ? AND class NOT IN (SELECT _cls FROM arriving)"
)
SHOWS = (
    "INSERT INTO shown SELECT ?1, _cls, ?2, NULL FROM arriving WHERE NOT EXISTS "
    "(SELECT 1 FROM shown WHERE scope = ?1 AND class = _cls AND last IS NULL)"
)
PENDING = """
SELECT _cls, _who, _row, _copy, way, coalesce(seen, '{today}') AS seen FROM (
  SELECT _cls, _who, _row, _copy, 'in' AS way
  FROM {exported} ANTI JOIN {alive} USING (_who, _row, _copy)
  UNION ALL SELECT _cls, _who, _row, _copy, 'out'
  FROM {alive} ANTI JOIN {exported} USING (_who, _row, _copy)
) LEFT JOIN {pending} USING (_who, _row, _copy, way)
"""
COMING = """
SELECT _cls, _who, _row, _copy, 'in' AS way, '{today}' AS seen
FROM {exported} ANTI JOIN {alive} USING (_who, _row, _copy)
ANTI JOIN (FROM {pending} WHERE way = 'in') USING (_who, _row, _copy)
"""
ENDED = """
SELECT id FROM {lives} ANTI JOIN {alive} USING (_who, _row, _copy) WHERE last = {still}
"""
BORN = """
SELECT _cls, _who, _row, _copy, _answers
FROM {alive} ANTI JOIN (FROM {lives} WHERE last = {still}) USING (_who, _row, _copy)
"""
NUMBERED = "SELECT _cls FROM {shown}"
END = "UPDATE lives SET last = ? WHERE id IN (SELECT id FROM arriving)"


@dataclass(frozen=True)
class NewRelease:
    """A release that is about to be published."""

    version: str
    date: date
    content: str


def prepare(private: Path, parts: Sequence[LedgerPart], release: NewRelease | None) -> None:
    """Make the next ledger ready: with a new release, or with what waits only (None).

    Datasets without a part in a series, now or ever, have no ledger.
    """
    path, ledger = private / MAKING, Ledger(private)
    if not parts and not (ledger.exists and release):
        return
    path.unlink(missing_ok=True)
    if ledger.exists:
        copyfile(ledger.path, path)
        path.chmod(0o600)
        if not ledger.keeps_answers():
            execute(path, "ALTER TABLE lives ADD COLUMN answers TEXT")
    else:
        created(path, SCHEMA + NUMBERS)
    scopes = {part.name: _scope(path, part) for part in parts}
    number = ledger.last_number() + 1
    for part in parts:
        _record_pending(path, part, scopes[part.name])
        _set_fact(path, _sized(part), str(part.place.count(part.exported)))
        if release:
            _record_lives(path, part, scopes[part.name], number)
    if release:
        _record_numbers(path, parts, scopes, number)
        renewal = NewSeries.requested(private, ledger)
        _record(
            path,
            parts,
            scopes,
            ReleaseRecord(release.version, number, release.date, release.content),
        )
        _set_fact(path, "fresh", renewal.token if renewal else None)
    _ready(path, private)


def remember_waiting(private: Path, parts: Sequence[LedgerPart]) -> None:
    """Note since when rows wait, at a run that is refused: days count, whatever came of them.

    Nothing is forgotten meanwhile: the export may be a broken one.
    """
    if not parts or not Ledger(private).exists:
        return
    path = private / MAKING
    path.unlink(missing_ok=True)
    copyfile(private / NAME, path)
    path.chmod(0o600)
    for part in parts:
        scope = _scope(path, part)
        _through(path, part, COMING, WAITING, scope)
    _ready(path, private)
    commit(private)


def _sized(part: LedgerPart) -> str:
    return EXPORTED.format(part=part.name, recoding=part.recoding.digest)


def commit(private: Path) -> None:
    """Let the next ledger take its place; a new series that it began is no longer asked for."""
    if not (private / NEXT).is_file():
        return
    (private / NEXT).replace(private / NAME)
    flush(private)
    renewal = NewSeries.read(private)
    if renewal and NewSeries.requested(private, Ledger(private)) is None:
        renewal.done(private)


def recover(private: Path, entries: Sequence[Entry]) -> None:
    """Finish what a killed run began: the next ledger counts if its last release was published."""
    (private / MAKING).unlink(missing_ok=True)
    if not (private / NEXT).is_file():
        return
    newest = Ledger(private, NEXT).releases()[-1:]
    published = {(entry.version, entry.content) for entry in entries}
    if all((record.version, record.content) in published for record in newest):
        commit(private)
    else:
        (private / NEXT).unlink()


def prepare_rebake(private: Path, version: str, release: NewRelease) -> None:
    """Make the next ledger ready for a release with the same rows as that of `version`."""
    path, ledger = private / MAKING, Ledger(private)
    number = ledger.number(version)
    if number is not None:
        copyfile(ledger.path, path)
        path.chmod(0o600)
        _record_release(path, ReleaseRecord(release.version, number, release.date, release.content))
        _ready(path, private)


def _ready(path: Path, private: Path) -> None:
    flush(path)
    path.replace(private / NEXT)
    flush(private)


def _scope(path: Path, part: LedgerPart) -> int:
    """The number of a part's recoding, given at its first release."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT OR IGNORE INTO scopes (part, digest, form) VALUES (?, ?, ?)",
            (part.name, part.recoding.digest, part.recoding.text()),
        )
        query = "SELECT scope FROM scopes WHERE part = ? AND digest = ?"
        return int(connection.execute(query, (part.name, part.recoding.digest)).fetchone()[0])


def _record_pending(path: Path, part: LedgerPart, scope: int) -> None:
    """Replace what waits to come in (exported, not alive) and to go out (alive, not exported)."""
    execute(path, "DELETE FROM pending WHERE scope = ?", (scope,))
    _through(path, part, PENDING, WAITING, scope)


def _record_lives(path: Path, part: LedgerPart, scope: int, number: int) -> None:
    """Rows that are new in this release begin to live; those that are no more have ended."""
    _through(path, part, ENDED, END, number - 1)
    _through(path, part, BORN, BEGIN, scope, number)


def _record_numbers(
    path: Path, parts: Sequence[LedgerPart], scopes: dict[str, int], number: int
) -> None:
    """Which numbers of counts are shown in this release; of older ledgers, from now on."""
    script(path, NUMBERS)
    execute(path, "INSERT OR IGNORE INTO facts VALUES (?, ?)", (SHOWN_SINCE, str(number)))
    gone = json.dumps([scopes[part.name] for part in parts if part.shown is not None])
    execute(path, NOT_SHOWN, (number - 1, gone))
    for part in parts:
        if part.shown is not None:
            _record_shown(path, part, scopes[part.name], number)


def _record_shown(path: Path, part: LedgerPart, scope: int, number: int) -> None:
    execute(path, "INSERT OR IGNORE INTO counted VALUES (?, ?)", (scope, part.people))
    _through(path, part, NUMBERED, HIDES, number - 1, scope)
    _through(path, part, NUMBERED, SHOWS, scope, number)


def _record(
    path: Path, parts: Iterable[LedgerPart], scopes: dict[str, int], record: ReleaseRecord
) -> None:
    _record_release(path, record)
    execute(path, GONE, (record.number - 1, json.dumps(list(scopes.values()))))
    for part in parts:
        _record_part(path, part, scopes[part.name], record.number)
        _set_fact(path, "key", part.key_word)


def _record_part(path: Path, part: LedgerPart, scope: int, number: int) -> None:
    values = {
        "part": part.name,
        "number": number,
        "series": part.series,
        "scope": scope,
        "policy": part.policy,
        "thresholds": thresholds_text(part.thresholds),
        "delta_k": part.delta_k,
        "origin": number if part.origin is None else part.origin,
        "why": part.why,
    }
    names = ", ".join(f":{name}" for name in values)
    execute(path, f"INSERT INTO parts VALUES ({names})", values)  # noqa: S608
    _set_fact(path, BESIDE.format(part=part.name), json.dumps(part.beside))


def _record_release(path: Path, record: ReleaseRecord) -> None:
    values = (record.version, record.number, record.date.isoformat(), record.content)
    execute(path, "INSERT INTO releases VALUES (?, ?, ?, ?)", values)


def _set_fact(path: Path, name: str, value: str | None) -> None:
    if value is not None:
        execute(path, "INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def _through(path: Path, part: LedgerPart, query: str, statement: str, *parameters: object) -> None:
    """Run a statement on the rows of a query of a part, which come as the table `arriving`."""
    words = {name: getattr(part, name) for name in ("exported", "alive", "lives", "pending")}
    place, today = part.place, part.as_of.isoformat()
    query = place.filled(query, **words, shown=part.shown, still=STILL, today=today)
    arrive(path, place.con.con.execute(query).fetch_record_batch())
    execute(path, statement, parameters)
    execute(path, "DROP TABLE arriving")
