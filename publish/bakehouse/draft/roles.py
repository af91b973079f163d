"""The role of a column, suspected from its header and values: what it could reveal of people.

Suspicion errs towards people: a person reads the draft and opens what is harmless.
No comment made here holds a value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from publish.bakehouse.draft.harmless import harmless
from publish.bakehouse.draft.vocabulary import (
    AUTHORS,
    FREE_TEXT,
    IDENTIFIER,
    NAMES,
    ORGANISATIONS,
    PERSON,
    PLACES,
    QUASI,
    SENSITIVE,
    THINGS,
)
from publish.bakehouse.engine import workspace
from publish.bakehouse.header_words import words
from publish.bakehouse.personal.scan import Hit, scan_values
from publish.bakehouse.personal.search import Scanned, Values
from publish.words.told import told

LOOKED_AT = 20_000  # distinct values of a column
MOST = 0.5
LONG_TEXT = 80
# The first that fits: a comment by an author is above all a text.
VOCABULARY = {
    "free_text": FREE_TEXT,
    "identifier": IDENTIFIER | AUTHORS,
    "sensitive": SENSITIVE,
    "quasi_identifier": QUASI,
}
# What most values of a column hold, where the gate would only warn.
WARNED = {"name": "identifier", "address": "quasi_identifier", "birth": "quasi_identifier"}


@dataclass(frozen=True)
class RoleGuess:
    """A column's role, whether dropping it is proposed, and why; no value in it."""

    role: str = "open"
    drop: bool = False
    why: tuple[str, ...] = (told("nothing personal seen"),)


def percent(part: int, whole: int) -> str:
    """A share for people: `98 %`, and `under 1 %` rather than 0 %."""
    share = 100 * part / whole
    return f"{share:.0f} %" if share >= 1 else told("under %(share)s", share="1 %")


def guess_roles(columns: Mapping[str, Mapping[str, int]]) -> list[RoleGuess]:
    """The role of each column, from headers and how often each value occurs."""
    present = {
        header: {value: count for value, count in counts.items() if value.strip()}
        for header, counts in columns.items()
    }
    hits = _hits(present)
    first = [_role(header, counts, hits[header]) for header, counts in present.items()]
    people = not of_organisations(columns) and _speaks_of_people(first, list(columns))
    return [
        _among_people(header, guess) if people else _among_things(header, guess)
        for header, guess in zip(columns, first, strict=True)
    ]


def of_organisations(columns: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether each row has the number of an organisation of its own: people named there act for it.

    By header, how often each value occurs.
    """
    return any(
        ORGANISATIONS.intersection(words(header))
        and len(counts) > 1
        and all(count == 1 and value.strip() for value, count in counts.items())
        for header, counts in columns.items()
    )


def _hits(columns: Mapping[str, Mapping[str, int]]) -> dict[str, list[Hit]]:
    """What the detectors of the gate find in each column: what they would refuse is not drafted."""
    cells = [
        (number, value, rows)
        for number, counts in enumerate(columns.values())
        for value, rows in islice(counts.items(), LOOKED_AT)
    ]
    numbers, values, rows = zip(*cells, strict=True) if cells else ((), (), ())
    types = {
        "column": (numbers, pa.int64()),
        "value": (values, pa.string()),
        "rows": (rows, pa.int64()),
    }
    table = pa.table({name: pa.array(of, type) for name, (of, type) in types.items()})
    found: dict[str, list[Hit]] = {header: [] for header in columns}
    with TemporaryDirectory(prefix="fournil-") as folder, workspace(Path(folder)) as place:
        texts = Values(place.con.con, place.name("texts"))
        place.con.create_table(texts.table, table, temp=True)
        for hit in scan_values(texts, [Scanned(header, header=header) for header in columns]):
            found[hit.column].append(hit)
    return found


def _role(header: str, counts: Mapping[str, int], hits: Sequence[Hit]) -> RoleGuess:
    by_header, by_values = _by_header(header, counts), _by_values(hits, sum(counts.values()))
    if by_header and by_header.role == "identifier" and by_values and by_values.role == "free_text":
        return by_header
    return by_values or by_header or _long_text(list(counts)) or RoleGuess()


def _by_values(hits: Sequence[Hit], rows: int) -> RoleGuess | None:
    """What the gate would refuse, or what it would warn of in most values."""
    for hit in sorted(hits, key=lambda hit: -hit.values):
        share, what = percent(min(hit.values, rows), rows), hit.kind.words
        most = hit.values > MOST * rows
        if hit.kind.severity == "blocker" and not most:
            return RoleGuess(
                "free_text",
                True,
                (told("%(share)s of values hold %(what)s", share=share, what=what),),
            )
        if hit.kind.severity == "blocker" or (most and hit.kind.name in WARNED):
            role = WARNED.get(hit.kind.name, "identifier")
            return RoleGuess(
                role,
                role == "identifier",
                (told("%(share)s of values look like %(what)s", share=share, what=what),),
            )
    return None


def _by_header(header: str, counts: Mapping[str, int]) -> RoleGuess | None:
    spoken = set(words(header)) | {"".join(words(header))}
    for role, known in VOCABULARY.items():
        if hits := sorted(known & spoken):
            why = told("the header speaks of `%(word)s`", word=hits[0])
            if but := harmless(role, hits[0], spoken, counts):
                return RoleGuess(why=(told("%(why)s, %(but)s", why=why, but=but),))
            return RoleGuess(role, role in ("identifier", "free_text"), (why,))
    return None


def _long_text(values: Sequence[str]) -> RoleGuess | None:
    long = sum(len(value) > LONG_TEXT and value.count(" ") > 8 for value in values)
    if not values or long < 0.1 * len(values):
        return None
    share = percent(long, len(values))
    why = told("%(share)s of values are sentences, in which anyone may be named", share=share)
    return RoleGuess("free_text", True, (why,))


def _speaks_of_people(guesses: Sequence[RoleGuess], headers: Sequence[str]) -> bool:
    """Whether some columns say who or what a person is, beyond who entered the row.

    A sensitive one may be a place's: it is not believed beside columns that only things have.
    """
    spoken = {word for header in headers for word in (*words(header), "".join(words(header)))}
    sensitive = any(guess.role == "sensitive" for guess in guesses)
    return bool(PERSON & spoken) or (sensitive and not THINGS & spoken)


def _among_people(header: str, guess: RoleGuess) -> RoleGuess:
    if guess.role != "open":
        return guess
    spoken = set(words(header))
    if NAMES & spoken:
        return RoleGuess("identifier", True, (told("a name, beside columns about persons"),))
    if PLACES & spoken:
        return RoleGuess(
            "quasi_identifier", False, (told("a place, beside columns about persons"),)
        )
    return guess


def _among_things(header: str, guess: RoleGuess) -> RoleGuess:
    if guess.role == "open" and NAMES & set(words(header)):
        return RoleGuess(
            why=(told("a thing's name? if a person's: role: identifier, protect: drop"),)
        )
    return guess
