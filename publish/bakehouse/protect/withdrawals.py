"""People who asked to be forgotten: `private/<dataset>/withdrawals.csv`.

A CSV in UTF-8 with the header `contributor` (as the export writes it) and, if wanted, `date`:
the day from which it holds. Their rows leave tables about people before anything else is done;
of tables about things, what `forget:` says. `withdrawals-matched.json` remembers as plain digests
of the canonical form whom an export ever named: who never was is told at every publication.
"""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import ibis
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.identity import canonical, canonical_values
from publish.declare.declaration import Table
from publish.errors import PrivateStateError
from publish.release.disk import write_whole
from publish.words.json import read_json

NAME, MATCHED = "withdrawals.csv", "withdrawals-matched.json"
HEADERS = (["contributor"], ["contributor", "date"])
Withdrawal = tuple[str, date | None]


def remaining(rows: Any, declared: Table, private: Path, as_of: date, place: Workspace) -> Any:
    """The typed rows (Ibis) of a table, without those of people who withdrew by that day.

    Raises PrivateStateError for a list that cannot be read whole. Of tables about things, their
    rows leave, or their free texts, where `forget:` says so.
    """
    due = withdrawn(private, as_of)
    if not due or declared.contributor is None or not _leaves(declared):
        return rows
    listed, keyed = _listed(declared, due, place), _keyed(rows, declared)
    if declared.forget == "texts":
        return _without_texts(keyed, listed, declared)
    return keyed.anti_join(listed, "_gone").drop("_gone")


def _leaves(declared: Table) -> bool:
    return declared.about == "people" or declared.forget is not None


def _without_texts(keyed: Any, listed: Any, declared: Table) -> Any:
    """All rows, those of the listed people with no free text."""
    joined = keyed.left_join(listed.mutate(_left=True), "_gone")
    joined = joined.drop(ibis.selectors.endswith("_right"))
    texts = [name for name, column in declared.columns.items() if column.role == "free_text"]
    emptied = {
        name: joined["_left"].notnull().ifelse(ibis.null(joined[name].type()), joined[name])
        for name in texts
    }
    return joined.mutate(**emptied).drop("_gone", "_left")


def withdrawn(private: Path, as_of: date) -> list[str]:
    """Who withdrew by that day; raises PrivateStateError for a list that cannot be read whole."""
    path = private / NAME
    known = read(path) if path.is_file() else []
    return [who for who, day in known if day is None or day <= as_of]


def found(rows: Any, declared: Table, people: Iterable[str], place: Workspace) -> Counter[str]:
    """How many of the typed rows (Ibis) each of the people has, by canonical form."""
    keyed = _keyed(rows, declared).semi_join(_listed(declared, people, place), "_gone")
    counted = keyed.group_by("_gone").agg(_rows=keyed.count()).to_pyarrow().to_pylist()
    return Counter({one["_gone"]: one["_rows"] for one in counted})


def as_counted(declared: Table, people: Iterable[str]) -> set[str]:
    """People as the contributors of a table are counted."""
    integers = declared.columns[str(declared.contributor)].type == "integer"
    return {canonical(_whole(who) if integers else who) for who in people}


def _listed(declared: Table, people: Iterable[str], place: Workspace) -> Any:
    listed = pa.table({"_gone": pa.array(sorted(as_counted(declared, people)), pa.string())})
    return place.con.create_table(place.name("withdrawn"), listed, temp=True)


def _keyed(rows: Any, declared: Table) -> Any:
    return rows.mutate(_gone=canonical_values(rows[declared.contributor].cast("string")))


def remember_matched(private: Path, people: Iterable[str]) -> None:
    """Note whom (canonical form) an export named."""
    before = _matched(private)
    after = before | {_word(who) for who in people}
    if after != before:
        path = private / MATCHED
        write_whole(path, json.dumps(sorted(after)) + "\n")
        path.chmod(0o600)


def never_matched(private: Path, as_of: date) -> list[int]:
    """The places in the list (from 1) of those who withdrew and whom no export ever named."""
    known = _matched(private)
    return [
        place
        for place, who in enumerate(withdrawn(private, as_of), 1)
        if not {_word(canonical(who)), _word(canonical(_whole(who)))} & known
    ]


def _matched(private: Path) -> set[str]:
    try:
        return set(map(str, read_json(private / MATCHED)))
    except (FileNotFoundError, ValueError, TypeError):
        # Lost, it is made again at the next publication.
        return set()


def _word(who: str) -> str:
    return sha256(who.encode()).hexdigest()[:16]


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
