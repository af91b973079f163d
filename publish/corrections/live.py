"""The corrections that are alive, for whoever publishes, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.states import LIVE
from publish.errors import DeskError

COLUMNS = ("id", "key", "column", "bases", "new", "evidence", "month", "state", "fingerprint")
_QUERY = f"""SELECT {", ".join(f'"{name}"' for name in COLUMNS)}
    FROM corrections WHERE dataset = ? AND "table" = ? AND state IN {LIVE} ORDER BY id"""  # noqa: S608
_TABLES = 'SELECT DISTINCT "table" FROM corrections WHERE dataset = ?'
_ALL = f"""SELECT id, "table", key, "column", bases, new, evidence, month
    FROM corrections WHERE dataset = ? AND state IN {LIVE} ORDER BY id"""  # noqa: S608
_SETTLED = """UPDATE corrections SET state = ?, key = ?, source = ?, fingerprint = ?
    WHERE id = ? AND state NOT IN ('replaced', 'undone')"""
_MOVING = "UPDATE corrections SET key = 'moving ' || id WHERE id = ? AND key <> ?"
_UNDONE = f"UPDATE corrections SET state = 'undone' WHERE id = ? AND state IN {LIVE}"  # noqa: S608


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
    with desk_file.reading(path) as database:
        return frozenset(table for (table,) in database.execute(_TABLES, (dataset,)))


def live(path: Path, dataset: str, table: str) -> list[tuple[int | str | None, ...]]:
    """The live corrections of a table, with `COLUMNS`."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [tuple(row) for row in database.execute(_QUERY, (dataset, table))]


def digest(path: Path, dataset: str) -> str:
    """A digest of what the corrections of a dataset ask for, whatever became of them before."""
    found = sha256()
    if desk_file.there(path):
        with desk_file.reading(path) as database:
            for row in database.execute(_ALL, (dataset,)):
                found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def settle(path: Path, settled: Sequence[Settled]) -> None:
    """Note what became of corrections; those that were decided anew meanwhile stay as they are."""
    rows = [(one.state, one.key, one.source, one.fingerprint, one.id) for one in settled]
    if rows:
        with desk_file.writing(path) as database:
            # Two rows may have changed their keys with one another.
            database.executemany(_MOVING, [(one.id, one.key) for one in settled])
            database.executemany(_SETTLED, rows)


def undo(path: Path, number: int) -> None:
    """Take a correction back: the export's own value is published again; raises DeskError."""
    changed = 0
    if desk_file.there(path):
        with desk_file.writing(path) as database:
            changed = database.execute(_UNDONE, (number,)).rowcount
    if not changed:
        raise DeskError(
            f"there is no live correction {number}; `fournil corrections DATASET` lists them"
        )
