"""Who is told that something was corrected or erased, and what they answered (GDPR, art. 19).

Told are the portals that a dataset was ever sent to, and those whom its governance card names. Who
copied a release, or mirrors it, nobody knows.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.live import publishing
from publish.corrections.log import note
from publish.corrections.proposals import SHELL
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, DeskError
from publish.people.register import MOST_WHY, Kind, Noted, Outcome, one_of
from publish.release.notes import notes
from publish.words.unseen import has_unseen

KINDS: frozenset[Kind] = frozenset({"rectification", "erasure", "objection"})
DONE: frozenset[Outcome] = frozenset({"corrected", "erased", "erased in part", "stopped"})
_TOLD = "SELECT recipient, told, answer FROM notices WHERE request = ?"
# An answer that came before stays, unless another is given.
_TELL = """INSERT INTO notices (request, recipient, told, answer) VALUES (?, ?, ?, ?)
    ON CONFLICT (request, recipient) DO UPDATE
    SET answer = coalesce(nullif(excluded.answer, ''), notices.answer)"""


@dataclass(frozen=True)
class Notice:
    """Somebody who received some of the datasets; `told` is None until they were told."""

    recipient: str
    datasets: tuple[str, ...] = ()
    told: date | None = None
    answer: str = ""


def notices(site: SiteFolder, one: Noted) -> list[Notice]:
    """Who is to be told of a request that was done, those who were not first; raises DeskError."""
    if one.kind not in KINDS or one.outcome not in DONE:
        return []
    received = _received(site, one.datasets)
    with publishing(site.desk) as database:
        told = {row["recipient"]: row for row in database.execute(_TOLD, (one.number,))}
    found = [_notice(name, received, told) for name in sorted({*received, *told})]
    return sorted(found, key=lambda notice: notice.told is not None)


def tell(
    site: SiteFolder, number: int, recipient: str, answer: str, today: date, by: str = SHELL
) -> None:
    """Notes that somebody was told, and what they answered, if they did; raises DeskError."""
    known = [notice.recipient for notice in notices(site, one_of(site.desk, number))]
    if recipient not in known:
        named = ", ".join(known) or "nobody"
        raise DeskError(f"{recipient!r}: of request {number} these are told: {named}")
    if len(answer) > MOST_WHY or has_unseen(answer):
        raise DeskError(f"an answer has {MOST_WHY} letters at most, and none that is not seen")
    with desk_file.writing(site.desk) as database:
        database.execute(_TELL, (number, recipient, today.isoformat(), answer))
        note(database, "recipient told", f"request {number}", by, today)


def _notice(
    name: str, received: Mapping[str, list[str]], told: Mapping[str, sqlite3.Row]
) -> Notice:
    row = told.get(name)
    return Notice(
        name,
        tuple(received.get(name, ())),
        date.fromisoformat(row["told"]) if row else None,
        row["answer"] if row else "",
    )


def _received(site: SiteFolder, datasets: tuple[str, ...]) -> dict[str, list[str]]:
    """Who received which of the datasets; of all where none is named."""
    found: dict[str, list[str]] = {}
    for dataset in datasets or site.datasets():
        for name in dict.fromkeys((*_portals(site.releases / dataset), *_named(site, dataset))):
            found.setdefault(name, []).append(dataset)
    return found


def _portals(folder: Path) -> Iterator[str]:
    """The portals that a version was sent to: one that never took any holds nothing."""
    return (str(one["to"]) for one in notes(folder).get("pushes", ()) if one.get("version"))


def _named(site: SiteFolder, dataset: str) -> list[str]:
    """Whom the card names, as it is written first; nobody where it is not declared (any more)."""
    try:
        card = site.dataset(dataset).governance
    except DeclarationError:
        return []
    return [one.language("fr")[0] for one in (card.recipients if card else None) or ()]
