"""What earlier releases told of the people of a table of counts, from the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publish.bakehouse.series.batches import known_answers
from publish.bakehouse.series.digests import CLS, WHO, nobody
from publish.bakehouse.series.ledger import SHOWN_SINCE, CountRecord, Ledger
from publish.bakehouse.series.settle import OpenPart


@dataclass(frozen=True)
class Past:
    """What earlier releases told of the people of a table: their stays, and what was shown.

    `spaces` number the scopes: those of today's parts come first; `answers` name a table of what
    is known of the cells of each part that counts by a guarded column.
    """

    stays: str
    shown: str
    records: Sequence[CountRecord]
    spaces: Mapping[int, int]
    since: int
    newest: int
    nobody: str
    answers: Mapping[int, Any]


def past_of(parts: Sequence[OpenPart]) -> Past:
    """What the ledger tells of the counts of a table."""
    one, place = parts[0], parts[0].place
    ledger, people = Ledger(one.recoded.private), one.position.people
    records = ledger.counted(people, [part.position.part for part in parts])
    spaces = {
        scope: n for n, part in enumerate(parts) if (scope := part.position.scope) is not None
    }
    for record in records:
        spaces.setdefault(record.scope, len(parts) + len(spaces))
    stays, shown = place.name("past"), place.name("was_shown")
    place.sql(
        f"CREATE TEMP TABLE {stays} (space INT, _who BLOB, _cls BLOB, first BIGINT, last BIGINT)"
    )
    place.sql(f"CREATE TEMP TABLE {shown} (_cls BLOB, first BIGINT, last BIGINT)")
    for scope, space in spaces.items():
        lives, told = ledger.lives(scope, place), ledger.shown(scope, place)
        place.sql(
            f"INSERT INTO {stays} SELECT DISTINCT {space}, {WHO}, {CLS}, first, last "  # noqa: S608
            f"FROM {lives.get_name()}"
        )
        place.sql(f"INSERT INTO {shown} SELECT {CLS}, first, last FROM {told.get_name()}")  # noqa: S608
    newest = ledger.last_number() + 1
    since = int(ledger.fact(SHOWN_SINCE) or newest)
    away = nobody(one.position.key, people)
    known = known_answers(parts)
    return Past(stays, shown, records, spaces, since, newest, away, known)
