"""The ledger of a dataset: which rows stood in which release, as keyed digests, without values.

`private/<dataset>/ledger.db`, a SQLite file that only its owner reads. A *part* is one published
table; a *scope* is a part in one recoding. A row lives from its `first` release to its `last` (NULL
while it is published); rows that wait to come in or to go out are `pending` since a day.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.series.digests import ANSWERS, CLS, COPY, ROW, WHO
from publish.bakehouse.series.private_file import PrivateFile

NAME, NEXT = "ledger.db", "ledger.next.db"
STILL = 1 << 40
"""The last release of a row that is still published."""
SCHEMA = """
CREATE TABLE releases (
  version TEXT PRIMARY KEY, number INTEGER NOT NULL, date TEXT NOT NULL, content TEXT NOT NULL
) STRICT;
CREATE TABLE scopes (
  scope INTEGER PRIMARY KEY, part TEXT NOT NULL, digest TEXT NOT NULL, form TEXT NOT NULL,
  UNIQUE (part, digest)
) STRICT;
CREATE TABLE parts (
  part TEXT NOT NULL, number INTEGER NOT NULL, series INTEGER NOT NULL, scope INTEGER NOT NULL,
  policy TEXT NOT NULL, thresholds TEXT NOT NULL, delta_k INTEGER NOT NULL,
  origin INTEGER NOT NULL, why TEXT, PRIMARY KEY (part, number)
) STRICT;
CREATE TABLE lives (
  id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, class BLOB NOT NULL, person BLOB NOT NULL,
  row BLOB NOT NULL, copy INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER, answers TEXT
) STRICT;
CREATE TABLE pending (
  scope INTEGER NOT NULL, class BLOB NOT NULL, person BLOB NOT NULL, row BLOB NOT NULL,
  copy INTEGER NOT NULL, way TEXT NOT NULL, seen TEXT NOT NULL
) STRICT;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE VIEW counts AS
  SELECT parts.part, parts.number, class, count(DISTINCT person) AS people, count(*) AS rows
  FROM parts JOIN lives ON lives.scope = parts.scope
    AND parts.number BETWEEN lives.first AND coalesce(lives.last, parts.number)
  GROUP BY parts.part, parts.number, class;
"""
NUMBERS = """
CREATE TABLE IF NOT EXISTS counted (scope INTEGER PRIMARY KEY, people TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS shown (
  scope INTEGER NOT NULL, class BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER
) STRICT;
"""
"""Of counts: the scopes counted over the same people, and from when to when a number was shown."""
SHOWN_SINCE = "shown since"
"""The first release whose shown numbers are recorded: of those before, any may have been shown."""
EXPORTED = "exported {part} {recoding}"
"""How many rows the last export had, by part and digest of the recoding."""
BESIDE = "beside {part}"
"""The records (JSON list) whose people alone the last release counts in a part."""
LIVES = (
    "SELECT id, class, person, row, copy, first, coalesce(last, {still}) AS last, {answers} "
    "FROM lives WHERE scope = {scope}"
)
PENDING = "SELECT person, row, copy, way, seen FROM pending WHERE scope = {scope}"
SHOWN = "SELECT class, first, coalesce(last, {still}) AS last FROM shown WHERE scope = {scope}"
SHOWN_TYPES = {CLS: "BLOB", "first": "BIGINT", "last": "BIGINT"}
COUNTED = """
SELECT DISTINCT scope, part, number, series, thresholds FROM parts
WHERE part IN (SELECT value FROM json_each(?)) OR part GLOB ? || '*' OR scope IN ({})
ORDER BY number, scope
"""
PASTS = (
    "SELECT number, series, scope, policy, delta_k, origin FROM parts WHERE part = ? "
    "ORDER BY number"
)
LIVES_TYPES = {
    "id": "BIGINT", CLS: "BLOB", WHO: "BLOB", ROW: "BLOB", COPY: "BIGINT", "first": "BIGINT",
    "last": "BIGINT", ANSWERS: "VARCHAR",
}  # fmt: skip
PENDING_TYPES = {WHO: "BLOB", ROW: "BLOB", COPY: "BIGINT", "way": "VARCHAR", "seen": "VARCHAR"}


@dataclass(frozen=True)
class ReleaseRecord:
    """A release as the ledger records it."""

    version: str
    number: int
    date: date
    content: str


@dataclass(frozen=True)
class PartRecord:
    """A part at one release: its series, its scope, and from which release it is compared on."""

    number: int
    series: int
    scope: int
    policy: str
    delta_k: int
    origin: int


@dataclass(frozen=True)
class CountRecord:
    """A table of counts at one release: the fewest people that it could show then, its noise."""

    scope: int
    part: str
    number: int
    series: int
    k: int
    noise: Mapping[str, Any] | None = None


class Ledger(PrivateFile):
    """What `ledger.db` of a private folder tells; empty before the first release."""

    def __init__(self, private: Path, name: str = NAME) -> None:
        super().__init__(private / name)

    def releases(self) -> list[ReleaseRecord]:
        """Every release ever published, oldest first; a rebake shares its rows' number."""
        rows = self.rows("SELECT version, number, date, content FROM releases ORDER BY rowid")
        return [ReleaseRecord(v, n, date.fromisoformat(day), c) for v, n, day, c in rows]

    def number(self, version: str | None) -> int | None:
        """The number of a release; None where it is unknown."""
        return {record.version: record.number for record in self.releases()}.get(version or "")

    def versions(self, number: int | None) -> list[str]:
        """The releases of that number, the newest first."""
        return [one.version for one in reversed(self.releases()) if one.number == number]

    def last_number(self) -> int:
        """The highest number given; 0 before the first release."""
        return max((record.number for record in self.releases()), default=0)

    def history(self, part: str) -> list[PartRecord]:
        """A part at each release that had it, oldest first."""
        return [PartRecord(*row) for row in self.rows(PASTS, part)]

    def parts(self) -> list[str]:
        """Every part that was ever public."""
        return [name for (name,) in self.rows("SELECT DISTINCT part FROM parts ORDER BY part")]

    def scope(self, part: str, digest: str) -> int | None:
        """The number of a part's recoding; None for a new one."""
        rows = self.rows("SELECT scope FROM scopes WHERE part = ? AND digest = ?", part, digest)
        return rows[0][0] if rows else None

    def recoding(self, scope: int) -> str:
        """The recoding of a scope, as JSON."""
        [[text]] = self.rows("SELECT form FROM scopes WHERE scope = ?", scope)
        return str(text)

    def lives(self, scope: int | None, place: Workspace) -> Any:
        """Every row that ever stood in a scope: digests, `first` and `last` (STILL if alive)."""
        answers = "answers" if self.keeps_answers() else "NULL AS answers"
        query = LIVES.format(still=STILL, scope=scope, answers=answers)
        return self.loaded("lives", query if scope else "", LIVES_TYPES, place)

    def keeps_answers(self) -> bool:
        """Whether it is new enough to keep digests of answers."""
        return bool(self.rows("SELECT 1 FROM pragma_table_info('lives') WHERE name = 'answers'"))

    def pending(self, scope: int | None, place: Workspace) -> Any:
        """Every row that waited at the last run: digests, `way` (in or out) and `seen` since."""
        query = PENDING.format(scope=scope)
        return self.loaded("pending", query if scope else "", PENDING_TYPES, place)

    def counted(self, people: str, parts: Iterable[str]) -> list[CountRecord]:
        """All counts ever made of the people of a table, by release; `parts` are today's."""
        scopes = "SELECT scope FROM counted WHERE people = ?" if self._has_numbers() else "SELECT ?"
        rows = self.rows(COUNTED.format(scopes), json.dumps(list(parts)), f"{people}_", people)
        return [_count_record(text, *row) for *row, text in rows]

    def shown(self, scope: int, place: Workspace) -> Any:
        """The numbers (CLS) of a scope that were shown, `first` to `last` (STILL if they are)."""
        query = SHOWN.format(still=STILL, scope=scope)
        return self.loaded("shown", query if self._has_numbers() else "", SHOWN_TYPES, place)

    def _has_numbers(self) -> bool:
        return bool(self.rows("SELECT 1 FROM sqlite_schema WHERE name = 'shown'"))


def _count_record(text: str, scope: int, part: str, number: int, series: int) -> CountRecord:
    told = json.loads(text)
    return CountRecord(scope, part, number, series, told["k"], told.get("noise"))


def thresholds_text(thresholds: Mapping[str, Any]) -> str:
    """Thresholds as the ledger keeps them."""
    return json.dumps(thresholds, sort_keys=True)
