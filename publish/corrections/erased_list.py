"""`desk/erased`: what was erased, by number or id; in no backup, so that no restore undoes it."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple, cast

from publish.errors import DeskError

NAME = "erased"
Kind = Literal["proposal", "correction", "member"]
_LINE = re.compile(r"\d{4}-\d\d (proposal|correction) (\d{1,18})|\d{4}-\d\d (member) (\w{1,64})")


class Erased(NamedTuple):
    """Of which kind, and which number or id."""

    kind: Kind
    which: str


def enlist(place: Path, erased: Erased, day: date) -> None:
    """Adds a line to a list; raises OSError."""
    line = f"{day.isoformat()[:7]} {erased.kind} {erased.which}\n".encode()
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def listed(place: Path) -> list[Erased]:
    """What a list holds, each once; nothing without one. Raises DeskError for a damaged one."""
    if not place.is_file():
        return []
    lines = place.read_text(encoding="utf-8", errors="replace").splitlines()
    return [*dict.fromkeys(_read(place, number, line) for number, line in enumerate(lines, 1))]


def _read(place: Path, number: int, line: str) -> Erased:
    found = _LINE.fullmatch(line)
    if found is None:
        raise DeskError(
            f"{place}, line {number}: not as `fournil desk erase` writes it, such as "
            "`2026-12 proposal 12`; mend it, then again"
        )
    kind, which = found[1] or found[3], found[2] or found[4]
    return Erased(cast(Kind, kind), which)
