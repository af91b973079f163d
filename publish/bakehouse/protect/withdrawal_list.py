"""The list of people who asked to be forgotten: `private/<dataset>/withdrawals.csv`.

A CSV in UTF-8 with the header `contributor` (as the export writes it, in any spelling) and, if
wanted, `date`: the day from which it holds. A publication, or `fournil forget`, puts keyed digests
in place of the names that it finds there, so that the list says of nobody that they asked:
`keyed:<word of the key>:<digest>:<digest as an integer>`, and the day on which that was noted.
"""

import csv
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from publish.bakehouse.protect.digest import check_word, of_person
from publish.bakehouse.protect.keys import Keys
from publish.errors import PrivateStateError

NAME = "withdrawals.csv"
HEADERS = (["contributor"], ["contributor", "date"])
KEYED = "keyed:"
# The parts before the day: that it is keyed, the word of the key, two digests.
_DAY = 4
# More digits than any integer of an export has: longer ones Python does not read.
_WHOLE = re.compile(r"-?\d{1,64}")
Withdrawal = tuple[str, date | None]


@dataclass(frozen=True)
class Person:
    """Someone by two digests: as a text, and as the integer that it may be in a column of these."""

    text: str
    whole: str


def person(key: bytes, who: str) -> Person:
    """Someone who is named in plain words."""
    return Person(of_person(key, who), of_person(key, as_whole(who)))


def as_whole(number: str) -> str:
    """An integer as it is once read: without zeros before it."""
    return str(int(number)) if _WHOLE.fullmatch(number) else number


def withdrawn(private: Path, as_of: date) -> list[Person]:
    """Who withdrew by that day; raises PrivateStateError for a list that cannot be read whole."""
    return [who for who, _day in withdrawn_on(private, as_of)]


def withdrawn_on(private: Path, as_of: date) -> list[tuple[Person, date | None]]:
    """The same, each with the day on which it was noted, or from which it holds, where one is."""
    due = [(who, day) for who, day in _known(private) if day is None or day <= as_of]
    return [(_person(who, private), _noted(who, private) or day) for who, day in due]


def seal(private: Path) -> None:
    """Puts digests in place of the names that a person wrote into the list."""
    known = _known(private)
    if any(not who.startswith(KEYED) for who, _ in known):
        _write(private / NAME, [(_sealed(who, private), day) for who, day in known])


def forget(private: Path, contributors: Iterable[str], noted: date | None = None) -> int:
    """Add contributors to the list of a dataset, whole or not at all; how many were new.

    They are forgotten at once; `noted` is the day that they are told later. Raises
    PrivateStateError for a list that cannot be read.
    """
    known = [(_sealed(who, private), day) for who, day in _known(private)]
    # Of whom the list holds from another day on, it holds from now on.
    listed = {_without_day(who) for who, day in known if day is None or (noted and day <= noted)}
    given = [_sealed(who, private) for one in contributors if (who := one.strip())]
    new = [who for who in dict.fromkeys(given) if who not in listed]
    if new:
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
        day = f":{noted.isoformat()}" if noted else ""
        _write(private / NAME, [*known, *((f"{who}{day}", None) for who in new)])
    return len(new)


def key_of(private: Path, *, expected: bool = False) -> bytes:
    """The key of the digests, which is the dataset's."""
    return Keys(private.name, private, expected).key()


def _known(private: Path) -> list[Withdrawal]:
    path = private / NAME
    return read(path) if path.is_file() else []


def _sealed(who: str, private: Path) -> str:
    if who.startswith(KEYED):
        return who
    key = key_of(private)
    found = person(key, who)
    return f"{KEYED}{check_word(key)}:{found.text}:{found.whole}"


def _without_day(sealed: str) -> str:
    return ":".join(sealed.split(":")[:_DAY])


def _noted(who: str, private: Path) -> date | None:
    day = who.split(":")[_DAY:] if who.startswith(KEYED) else []
    try:
        return date.fromisoformat(day[0]) if day else None
    except ValueError:
        raise PrivateStateError(
            f"{private / NAME}: a digest ends in no day; put it back from a backup "
            "(`fournil restore`)"
        ) from None


def _person(who: str, private: Path) -> Person:
    if not who.startswith(KEYED):
        return person(key_of(private), who)
    word, text, whole = (*who.removeprefix(KEYED).split(":"), "", "")[:3]
    if word != check_word(key_of(private, expected=True)):
        raise PrivateStateError(
            f"{private / NAME}: not written with the key in {private / 'key'}, so that nobody in "
            "it would be known again; put the right key back (`fournil restore`), or remove the "
            f"list and run `fournil forget {private.name}` with everybody who ever asked"
        )
    return Person(text, whole)


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
