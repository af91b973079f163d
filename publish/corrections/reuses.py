"""What visitors say was made of a dataset: shown with what its maintainer lists, once accepted."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from publish.corrections import desk_file
from publish.corrections.live import publishing
from publish.corrections.log import note
from publish.corrections.proposals import SHELL
from publish.corrections.strangers import FullDay
from publish.declare.site import SiteFolder
from publish.errors import DeskError
from publish.words.reuses import ReuseKind

State = Literal["open", "accepted"]
Verdict = Literal["accepted", "refused"]
Json = dict[str, Any]
_ADDED = """INSERT INTO reuses
    (dataset, title, url, maker, kind, description, license, received, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open')"""
_KNOWN = "SELECT 1 FROM reuses WHERE dataset = ? AND url = ?"
_OF_DAY = "SELECT count(*) FROM reuses WHERE received = ?"
_LISTED = """UPDATE reuses SET state = 'accepted', decided = ? WHERE id = ? AND state = 'open'
    RETURNING dataset"""
_REFUSED = "DELETE FROM reuses WHERE id = ? AND state = 'open' RETURNING dataset"


@dataclass(frozen=True)
class Made:
    """What was made, where it is, by whom; `license` is that of a database."""

    title: str
    url: str
    maker: str
    kind: ReuseKind
    description: str = ""
    license: str = ""


@dataclass(frozen=True)
class ProposedReuse:
    """A reuse that somebody proposed; `decided` is the day on which it was listed."""

    id: int
    dataset: str
    made: Made
    received: date
    state: State
    decided: date | None

    @property
    def listed(self) -> Json:
        """As `reuses.yaml` has it."""
        one, since = self.made, self.decided or self.received
        described = {"description": {"fr": one.description}} if one.description else {}
        license = {"license": one.license} if one.license else {}
        return {
            "title": {"fr": one.title},
            "url": one.url,
            "by": one.maker,
            "kind": one.kind,
            "since": since.isoformat(),
            **described,
            **license,
        }


def propose_reuse(path: Path, dataset: str, made: Made, day: date, most: int) -> int | None:
    """The number of a proposed reuse; None where its address waits or is listed already.

    Raises FullDay where `most` came on that day.
    """
    row = (made.title, made.url, made.maker, made.kind, made.description, made.license)
    with desk_file.writing(path) as database:
        if database.execute(_KNOWN, (dataset, made.url)).fetchone():
            return None
        [came] = database.execute(_OF_DAY, (day.isoformat(),)).fetchone()
        if came >= most:
            raise FullDay(f"{came} reuses came today, and {most} are taken in a day")
        return int(database.execute(_ADDED, (dataset, *row, day.isoformat())).lastrowid or 0)


def reuses_in(path: Path, state: State, dataset: str = "") -> list[ProposedReuse]:
    """The proposed reuses in a state, oldest first: of a dataset, or of all."""
    if not desk_file.there(path):
        return []
    asked = "SELECT * FROM reuses WHERE state = ? AND ? IN ('', dataset) ORDER BY id"
    with publishing(path) as database:
        return [_reuse(row) for row in database.execute(asked, (state, dataset))]


def decide_reuse(path: Path, number: int, verdict: Verdict, day: date, by: str = SHELL) -> str:
    """The dataset of a reuse that waited, which is listed now or gone; raises DeskError.

    `by` is the id of the member who decides. Nothing is kept of what is refused.
    """
    with desk_file.writing(path) as database:
        if verdict == "accepted":
            found = database.execute(_LISTED, (day.isoformat(), number)).fetchone()
        else:
            found = database.execute(_REFUSED, (number,)).fetchone()
        if found is None:
            raise DeskError(f"no reuse {number} waits; `fournil reuse waiting` lists those that do")
        note(database, verdict, f"reuse {number}", by, day)
        return str(found["dataset"])


def take_down(path: Path, dataset: str, url: str) -> bool:
    """Lists an accepted reuse no more; whether there was one."""
    if not desk_file.there(path):
        return False
    gone = "DELETE FROM reuses WHERE dataset = ? AND url = ? AND state = 'accepted'"
    with desk_file.writing(path) as database:
        return database.execute(gone, (dataset, url)).rowcount > 0


def listed_reuses(site: SiteFolder, dataset: str) -> list[Json]:
    """The reuses that a maintainer lists, and those accepted at the desk that they do not.

    Raises DeclarationError.
    """
    declared = site.reuses(dataset).model_dump(mode="json", exclude_none=True)["reuses"]
    known = {one["url"] for one in declared}
    accepted = (one.listed for one in reuses_in(site.desk, "accepted", dataset))
    return [*declared, *(one for one in accepted if one["url"] not in known)]


def _reuse(row: sqlite3.Row) -> ProposedReuse:
    made = Made(
        row["title"], row["url"], row["maker"], row["kind"], row["description"], row["license"]
    )
    decided = date.fromisoformat(row["decided"]) if row["decided"] else None
    received = date.fromisoformat(row["received"])
    return ProposedReuse(row["id"], row["dataset"], made, received, row["state"], decided)
