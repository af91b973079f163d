"""The ETag of a row: of which release it is, and what the desk has said of it since."""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from publish.corrections.row_state import Place, RowState, pending_then
from publish.desk.api.problems import Problem

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_OURS = re.compile(r"(\d+\.\d+\.\d+)-((?:\d+(?:\.\d+)*)?)-[0-9a-f]{16}")
# Of a row's corrections that waited when it was looked at.
_MOST_NUMBERS = 1_000


@dataclass(frozen=True)
class Seen:
    """What a tag says: the version of the release, and the corrections that waited."""

    version: str
    numbers: tuple[int, ...]


def tag_of(version: str, state: RowState) -> str:
    """A strong ETag."""
    numbers = ".".join(str(one.number) for one in state.pending.values())
    return f'"{version}-{numbers}-{state.digest}"'


def wanted(header: str | None) -> tuple[str, ...]:
    """The ETags that `If-Match` names; raises Problem where it names none that is one's own."""
    if header is None or header.strip() in ("", "*"):
        said = (
            "`*` would take what nobody looked at"
            if header and header.strip()
            else "what you looked at is not said"
        )
        raise Problem(428, f"{said}: GET the row, and send its ETag as If-Match")
    parts = [part.strip() for part in header.split(",") if part.strip()]
    if not parts or not all(_TAG.fullmatch(part) for part in parts):
        raise Problem(400, 'If-Match is an ETag in quotation marks, such as "1.0.0--0a…"')
    return tuple(parts)


def seen(tags: tuple[str, ...]) -> Seen | None:
    """What the first of them says, where it is one of ours."""
    found = _TAG.fullmatch(tags[0])
    ours = _OURS.fullmatch(found[2]) if found else None
    if ours is None:
        return None
    numbers = [number for number in ours[2].split(".") if number and len(number) < 18]
    return Seen(ours[1], tuple(map(int, numbers[:_MOST_NUMBERS])))


def cells_then(
    database: sqlite3.Connection, place: Place, seen: Seen, cells: Mapping[str, str | None]
) -> dict[str, str | None]:
    """What the row said when it was looked at: `cells` are those of that release."""
    return {**cells, **pending_then(database, place, seen.numbers)}
