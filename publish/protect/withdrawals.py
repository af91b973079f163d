"""People who asked to be forgotten: `private/<dataset>/withdrawals.csv`.

A CSV in UTF-8 with the header `contributor` (as the export writes it) and, if wanted, `date`:
the day from which it holds. Their rows leave tables about people before anything else is done.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import pyarrow as pa

from publish.declaration import Table
from publish.engine import Workspace
from publish.errors import PrivateStateError

NAME = "withdrawals.csv"
HEADERS = (["contributor"], ["contributor", "date"])
Withdrawal = tuple[str, date | None]


def remaining(rows: Any, declared: Table, private: Path, as_of: date, place: Workspace) -> Any:
    """The typed rows (Ibis) of a table, without those of people who withdrew by that day.

    Raises PrivateStateError for a list that cannot be read whole; tables about things are not
    touched.
    """
    path = private / NAME
    if declared.about != "people" or declared.contributor is None or not path.is_file():
        return rows
    gone = [who for who, day in read(path) if day is None or day <= as_of]
    integers = declared.columns[declared.contributor].type == "integer"
    values = pa.array([_whole(who) if integers else who for who in gone], pa.string())
    listed = place.con.create_table(
        place.name("withdrawn"), pa.table({"_gone": values}).group_by("_gone").aggregate([])
    )
    keyed = rows.mutate(_gone=rows[declared.contributor].cast("string").strip())
    return keyed.anti_join(listed, "_gone").drop("_gone")


def _whole(number: str) -> str:
    """An integer as it is once read: without zeros before it."""
    return str(int(number)) if number.lstrip("-").isdecimal() else number


def read(path: Path) -> list[Withdrawal]:
    """The contributors of a list, and the day from which each holds; raises PrivateStateError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_withdrawals(csv.reader(file, strict=True), path))
    except UnicodeDecodeError:
        raise PrivateStateError(f"{path}: not in UTF-8; save it as CSV UTF-8") from None
    except csv.Error as error:
        raise PrivateStateError(f"{path}: no CSV ({error}); mend the quotes") from None


def _withdrawals(lines: Any, path: Path) -> Iterator[Withdrawal]:
    header: list[str] = next(lines, [])
    if header not in HEADERS:
        raise PrivateStateError(
            f"{path}:1: expected the header `contributor` or `contributor,date`, in this order"
        )
    for cells in lines:
        place = f"{path}:{lines.line_num}"
        if cells and len(cells) != len(header):
            raise PrivateStateError(f"{place}: {len(cells)} cells, but {len(header)} headers")
        if cells and not cells[0].strip():
            raise PrivateStateError(f"{place}: no contributor; write one or remove the line")
        if cells:
            yield cells[0].strip(), _day(cells[1:], place)


def _day(cells: list[str], place: str) -> date | None:
    if not any(cell.strip() for cell in cells):
        return None
    try:
        return date.fromisoformat(cells[0].strip())
    except ValueError:
        raise PrivateStateError(f"{place}: no date; write it as 2026-11-21") from None


def forget(private: Path, contributors: Iterable[str]) -> int:
    """Add contributors to the list of a dataset, whole or not at all; how many were new.

    Raises PrivateStateError for a list that cannot be read.
    """
    path = private / NAME
    known = read(path) if path.is_file() else []
    listed = {who for who, _ in known}
    new = [who for who in dict.fromkeys(one.strip() for one in contributors) if who]
    new = [who for who in new if who not in listed]
    if new:
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, [*known, *((who, None) for who in new)])
    return len(new)


def _write(path: Path, withdrawals: Iterable[Withdrawal]) -> None:
    """The list under another name first, then in its place: never half of it."""
    descriptor, name = mkstemp(dir=path.parent, prefix=".withdrawals-")
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADERS[1])
        writer.writerows((who, day.isoformat() if day else "") for who, day in withdrawals)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
