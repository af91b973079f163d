"""How every dataset stands, for the maintainer alone: what the public page tells, exactly.

Reads the notes of earlier runs and the ledgers; nothing is published, no export is opened.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from publish.bakehouse.listed import WHY
from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
from publish.errors import FournilError
from publish.release.refusal import REFUSED, UNSENT, Refusal, in_a_line, read_refusal
from publish.release.status import Status, line, statuses
from publish.release.store import Store
from publish.words.sqlite import read_only

LEDGER = "ledger.db"
PENDING = (
    "SELECT part, way, count(*), max(seen) FROM pending JOIN scopes USING (scope) "
    "GROUP BY part, way ORDER BY part, way"
)


@dataclass(frozen=True)
class Waiting:
    """The rows of a part that wait to come in, or to go: `until` is the day when the last may.

    None where no day is known: until enough others change.
    """

    part: str
    leave: bool
    rows: int
    until: date | None


@dataclass(frozen=True)
class Standing:
    """A dataset: `public` is None before its first release; `held` are versions held back.

    `unsent` are the pushes that failed, each since when and why.
    """

    dataset: str
    public: Status | None
    refusal: Refusal | None
    held: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    unsent: tuple[Refusal, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """What needs a person, a line each."""
        return tuple(f"{self.dataset}: {what}" for what in self._needs())

    def _needs(self) -> Iterator[str]:
        if self.refusal:
            yield f"refused since {self.refusal.since}: {in_a_line(self.refusal.why)}"
        elif self.public and (self.public.checked or {}).get("result") == "refused":
            # The note of why is lost, or could not be written.
            yield f"refused; `fournil check {self.dataset}` says why"
        elif self.public and self.public.freshness.state == "overdue":
            yield f"overdue by {self.public.freshness.days} days; ask the producer"
        yield from (f"not sent since {one.since}: {in_a_line(one.why)}" for one in self.unsent)


def standings(site: SiteFolder, today: date) -> list[Standing]:
    """Every dataset that is declared, or that ever had a release, by name."""
    public = {one.dataset: one for one in statuses(site.releases, today)}
    names = sorted({*site.datasets(), *public})
    return [_standing(site, name, public.get(name)) for name in names]


def _standing(site: SiteFolder, name: str, public: Status | None) -> Standing:
    private = site.private / name
    try:
        entries = Store(site.releases / name, private).entries()
        dataset = site.dataset(name) if name in site.datasets() else None
    except FournilError:
        # What is wrong is told where it is refused.
        entries, dataset = (), None
    # What was taken down since people left is nothing to let out again.
    held = tuple(entry.version for entry in entries if entry.held and entry.why != WHY)
    waiting = tuple(_waiting(private / LEDGER, dataset))
    unsent = tuple(_unsent(private)) if dataset and dataset.push else ()
    return Standing(name, public, read_refusal(private / REFUSED), held, waiting, unsent)


def _unsent(private: Path) -> Iterator[Refusal]:
    found = (read_refusal(note) for note in sorted(private.glob(UNSENT.format("*"))))
    yield from (one for one in found if one)


def _waiting(ledger: Path, dataset: Dataset | None) -> Iterator[Waiting]:
    try:
        if not ledger.is_file():
            return
        with closing(sqlite3.connect(read_only(ledger, at_rest=False), uri=True)) as connection:
            found = connection.execute(PENDING).fetchall()
    except (OSError, sqlite3.DatabaseError):
        # What is wrong is told where it is refused.
        return
    for part, way, rows, last in found:
        days = _days(part, dataset)
        until = date.fromisoformat(last) + timedelta(days) if way == "in" and days else None
        yield Waiting(part, way == "out", rows, until)


def _days(part: str, dataset: Dataset | None) -> int | None:
    """How long new rows of a part wait at least; None where no declaration tells."""
    tables = dataset.tables if dataset else {}
    named = [name for name in tables if part == name or part.startswith(f"{name}_")]
    return tables[max(named, key=len)].rule.min_days if named else None


def lines(one: Standing) -> Iterator[str]:
    """A dataset in lines for a terminal."""
    if one.public and one.public.freshness.state != "unreleased":
        yield line(one.public)
    else:
        yield f"{one.dataset}: declared, not released yet{_until(one.public)}"
    refused = [("refused", one.refusal)] if one.refusal else []
    for what, refusal in (*refused, *(("not sent", unsent) for unsent in one.unsent)):
        yield f"  {what} since {refusal.since}:"
        yield from (f"    {said.strip()}" for said in refusal.why.splitlines())
    if one.held:
        yield f"  held back: {', '.join(one.held)} (`fournil unhold {one.dataset} VERSION`)"
    for waits in one.waiting:
        what = "to leave" if waits.leave else "to come in"
        until = f"not before {waits.until}" if waits.until else "until enough others change"
        yield f"  {waits.part}: {waits.rows} rows wait {what}, {until}"


def _until(public: Status | None) -> str:
    """Until when there is nothing to publish, where a run said so."""
    checked = (public.checked if public else None) or {}
    if checked.get("result") != "waiting":
        return ""
    until = f" until {checked['until']} at least" if checked.get("until") else ""
    return f": it waits{until}, and needs nobody"


def mail(found: Sequence[Standing], title: str, today: date, stopped: Sequence[str] = ()) -> str:
    """All of it in a text that is read in ten seconds: what needs a person first.

    `stopped` says what kept a run from looking at any dataset.
    """
    needs = [*map(in_a_line, stopped), *(need for one in found for need in one.needs)]
    well = [one.dataset for one in found if not one.needs]
    waiting = sum(waits.rows for one in found for waits in one.waiting)
    parts = [f"{title}, {today}: {_head(found, bool(stopped))}", *(f"- {need}" for need in needs)]
    if well:
        parts.append(f"Nothing to do: {', '.join(well)}")
    if waiting:
        parts.append(f"{waiting} rows wait, as they should (`fournil status`)")
    return "\n".join(parts)


def _head(found: Sequence[Standing], stopped: bool) -> str:
    needing = sum(1 for one in found if one.needs)
    if stopped:
        return "the update did not run"
    if needing:
        return f"{needing} of {len(found)} datasets need{'s' if needing == 1 else ''} a person"
    return "all is well"
