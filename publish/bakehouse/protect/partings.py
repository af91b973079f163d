"""What people withdrew of one table, or one row of it: `private/<dataset>/partings.json`.

All that tells of a person or a row is a digest under the dataset's key, as in `withdrawals.csv`.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from publish.bakehouse.protect.digest import check_word, digest
from publish.bakehouse.protect.withdrawal_list import Person, key_of
from publish.errors import PrivateStateError
from publish.release.disk import write_private
from publish.words.governance import PURPOSES, Purpose
from publish.words.json import read_json

NAME = "partings.json"
How = Literal["delete", "keep"] | Purpose
"""To be deleted, kept without who made them, or that a consent to a purpose is withdrawn."""

_HOWS: Mapping[str, How] = {"delete": "delete", "keep": "keep", **{one: one for one in PURPOSES}}
# More digits than any number of an export has; exponents as a database writes them.
_NUMBER = re.compile(r"-?\d{1,64}(?:\.\d{1,64})?(?:e[+-]?\d{1,3})?")


@dataclass(frozen=True)
class Parting:
    """Someone withdrew a table, the `row` (digests) of it, or a consent to what is done with it.

    `day` is the one on which they asked, empty in files of before. A consent `ends` where it was
    given until another day: one that was given later stands. `shown` are the releases of then that
    show what was withdrawn, which are taken down; `covers` the columns that the consent was to:
    they are emptied, whatever the declaration says later.
    """

    table: str
    who: Person
    row: str
    how: How
    shown: tuple[str, ...] = ()
    day: str = ""
    ends: str = ""
    covers: tuple[str, ...] = ()


def row_digests(key: bytes, values: Sequence[object]) -> str:
    """The digests of a row by the values of its primary key: as texts, and as numbers.

    What numbers it has is known by the column alone: as texts 007 and 7 are two rows.
    """
    texts = [as_text(one) for one in values]
    return f"{_digest(key, texts)} {_digest(key, [as_number(one) for one in texts])}"


def is_same_row(one: str, other: str, *, numbers: bool) -> bool:
    """Whether digests are of one row: as `numbers`, or as texts."""
    return one.split()[numbers:][:1] == other.split()[numbers:][:1]


def _digest(key: bytes, texts: Sequence[str]) -> str:
    return digest(key, f"parted {json.dumps(texts, ensure_ascii=False)}").hex()


def as_text(value: object) -> str:
    """A value of a key as it is compared."""
    return unicodedata.normalize("NFC", str(value)).strip()


def as_number(text: str) -> str:
    """A number as it is once read, whatever zeros it is written with; another text as it is."""
    if not _NUMBER.fullmatch(text):
        return text
    return format(Decimal(text).normalize() + 0, "f")


def partings(private: Path, table: str | None = None) -> list[Parting]:
    """All that was withdrawn so, or that of a table; raises PrivateStateError."""
    path = private / NAME
    try:
        tree = read_json(path)
        word, found = tree["key"], [_parting(one) for one in tree["partings"]]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise PrivateStateError(
            f"{path}: damaged ({error}); put it back from a backup (`fournil restore`)"
        ) from None
    if word != check_word(key_of(private, expected=True)):
        raise PrivateStateError(
            f"{path}: not written with the key in {private / 'key'}, so that nobody in it would be "
            "known again; put the right key back (`fournil restore`)"
        )
    return [one for one in found if table in (None, one.table)]


def part(private: Path, new: Iterable[Parting]) -> int:
    """Adds to what was withdrawn, whole or not at all; how many were new."""
    known = partings(private)
    there = {*map(_anew, known)}
    more = [one for one in dict.fromkeys(new) if _anew(one) not in there]
    if more:
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
        tree = {
            "key": check_word(key_of(private)),
            "partings": [asdict(one) for one in (*known, *more)],
        }
        write_private(private / NAME, json.dumps(tree, indent=1) + "\n")
    return len(more)


def _anew(one: Parting) -> Parting:
    """What another day makes no other: a row that is withdrawn again is withdrawn once."""
    return one if one.how in PURPOSES else replace(one, day="")


def shown_before(private: Path) -> set[str]:
    """The releases that show what was withdrawn."""
    return {version for one in partings(private) for version in one.shown}


def _parting(tree: Mapping[str, Any]) -> Parting:
    who = Person(str(tree["who"]["text"]), str(tree["who"]["whole"]))
    how, shown = _HOWS[tree["how"]], tuple(map(str, tree["shown"]))
    day = str(tree.get("day", ""))
    # Those noted before say nothing of these.
    ends = str(tree.get("ends", day if how in PURPOSES else ""))
    covers = tuple(map(str, tree.get("covers", ())))
    for one in (day, ends):
        if one or how in PURPOSES:
            date.fromisoformat(one)
    return Parting(str(tree["table"]), who, str(tree["row"]), how, shown, day, ends, covers)
