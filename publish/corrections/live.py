"""The corrections that are alive, for whoever publishes, and what became of them."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.additions import WHOLE
from publish.corrections.decisions import note
from publish.corrections.proposals import SHELL
from publish.corrections.states import LIVE
from publish.errors import DeskError

COLUMNS = ("id", "key", "column", "bases", "new", "evidence", "month", "state", "fingerprint")
_QUERY = f"""SELECT {", ".join(f'"{name}"' for name in COLUMNS)}
    FROM corrections WHERE dataset = ? AND "table" = ? AND state IN {LIVE} ORDER BY id"""  # noqa: S608
_TABLES = 'SELECT DISTINCT "table" FROM corrections WHERE dataset = ?'
_ALL = f"""SELECT id, "table", key, "column", bases, new, evidence, month
    FROM corrections WHERE dataset = ? AND state IN {LIVE} ORDER BY id"""  # noqa: S608
# Tombstones have no key.
_ERASED = "SELECT id FROM corrections WHERE dataset = ? AND key = '[]'"
_SETTLED = """UPDATE corrections SET state = ?, key = ?, source = ?, fingerprint = ?
    WHERE id = ? AND state NOT IN ('replaced', 'undone')"""
_MOVING = """UPDATE corrections SET key = 'moving ' || id
    WHERE id = ? AND key <> ? AND state NOT IN ('replaced', 'undone')"""
_WHERE = 'SELECT dataset, "table", key, "column" FROM corrections WHERE id = ?'
_CORRECTIONS_ALONG = f"""UPDATE OR IGNORE corrections SET key = :new WHERE dataset = :dataset
    AND "table" = :table AND key = :key AND "column" = :column AND state IN {LIVE}"""  # noqa: S608
_PROPOSALS_ALONG = """UPDATE proposals SET key = :new WHERE dataset = :dataset
    AND "table" = :table AND key = :key AND state = 'open'"""
_ROW_ALONG = f"""UPDATE OR IGNORE corrections SET key = :new WHERE dataset = :dataset
    AND "table" = :table AND key = :key AND state IN {LIVE}"""  # noqa: S608
_UNDONE = f"""UPDATE corrections SET state = 'undone' WHERE id = ? AND state IN {LIVE}
    RETURNING proposal, dataset, "table" AS within, key, "column" AS of"""  # noqa: S608
# What was said of a row that is none any more.
_ROW_UNDONE = f"""UPDATE corrections SET state = 'undone'
    WHERE dataset = ? AND "table" = ? AND key = ? AND state IN {LIVE}"""  # noqa: S608

# A row that was known again, or came with an export after it was added, may have another key.
_MOVES = ("rematched", "absorbed")


@contextmanager
def publishing(path: Path) -> Iterator[sqlite3.Connection]:
    """The file for who publishes; raises DeskError where it cannot be read."""
    try:
        if not path.stat().st_size:
            raise sqlite3.DatabaseError("it is empty")
        with desk_file.reading(path) as database:
            yield database
    except sqlite3.Error as error:
        raise DeskError(
            f"{path}: cannot be read ({error}); where it is damaged, bring it back from a backup "
            "(`fournil restore FILE`), or move it away: corrections are then published no more"
        ) from None


@contextmanager
def refusing(path: Path, noted: str = "") -> Iterator[None]:
    """Raises DeskError where the file cannot be written; `noted` says what of it would be."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        told = f"{noted}: " if noted else ""
        raise DeskError(
            f"{path}: cannot be written ({error}); {told}end what holds it, or make room, and "
            "publish again"
        ) from None


@dataclass(frozen=True)
class Settled:
    """What became of a correction: its state, the row's key by now, what the export says there."""

    id: int
    state: str
    key: str
    source: str | None
    fingerprint: str | None


def corrected_tables(path: Path, dataset: str) -> frozenset[str]:
    """The tables of a dataset of which anything was ever corrected."""
    if not desk_file.there(path):
        return frozenset()
    with publishing(path) as database:
        return frozenset(table for (table,) in database.execute(_TABLES, (dataset,)))


def live(path: Path, dataset: str, table: str) -> list[tuple[int | str | None, ...]]:
    """The live corrections of a table, with `COLUMNS`."""
    if not desk_file.there(path):
        return []
    with publishing(path) as database:
        return [tuple(row) for row in database.execute(_QUERY, (dataset, table))]


def digest(path: Path, dataset: str) -> str:
    """A digest of what the corrections of a dataset ask for, whatever became of them before."""
    return digest_of(path, _ALL, dataset)


def digest_of(path: Path, asked: str, dataset: str) -> str:
    """A digest of what a statement finds of a dataset; raises DeskError."""
    found = sha256()
    if desk_file.there(path):
        with publishing(path) as database:
            for row in database.execute(asked, (dataset,)):
                found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def erased(path: Path, dataset: str) -> frozenset[int]:
    """The numbers of the corrections of a dataset that were erased."""
    if not desk_file.there(path):
        return frozenset()
    with publishing(path) as database:
        return frozenset(number for (number,) in database.execute(_ERASED, (dataset,)))


def settle(path: Path, settled: Sequence[Settled]) -> None:
    """Note what became of corrections; those that were decided anew meanwhile stay as they are.

    Where a row has another key by now, what was said of it meanwhile goes along. Raises DeskError
    where the file cannot be written: nothing is noted then.
    """
    if not settled:
        return
    with refusing(path), desk_file.writing(path) as database:
        _settle(database, settled)


def _settle(database: sqlite3.Connection, settled: Sequence[Settled]) -> None:
    rows = [(one.state, one.key, one.source, one.fingerprint, one.id) for one in settled]
    moved = [_moved(database, one) for one in settled if one.state in _MOVES]
    # Two rows may have changed their keys with one another.
    database.executemany(_MOVING, [(one.id, one.key) for one in settled])
    database.executemany(_SETTLED, rows)
    for old in moved:
        whole = old["column"] == WHOLE
        for statement in (_ROW_ALONG if whole else _CORRECTIONS_ALONG, _PROPOSALS_ALONG):
            database.execute(statement, old)


def _moved(database: sqlite3.Connection, one: Settled) -> dict[str, str]:
    """Where the correction was said to be until now, and where it is."""
    [found] = database.execute(_WHERE, (one.id,)).fetchall()
    return {**dict(found), "new": one.key}


def undo(path: Path, number: int, day: date, by: str = SHELL) -> None:
    """Take a correction back: the export's own value is published again; raises DeskError.

    Of a row that was added all is taken back.
    """
    found = None
    if desk_file.there(path):
        with desk_file.writing(path) as database:
            found = database.execute(_UNDONE, (number,)).fetchone()
            if found and found["of"] == WHOLE:
                row = (found["dataset"], found["within"], found["key"])
                database.execute(_ROW_UNDONE, row)
            if found:
                about = {"correction": number, "column": found["of"]}
                note(database, found["proposal"], "undone", day, by, about)
    if found is None:
        raise DeskError(
            f"there is no live correction {number}; `fournil corrections DATASET` lists them"
        )
