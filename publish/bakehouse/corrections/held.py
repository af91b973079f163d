"""What a table shows while changes of it wait to be cleared, and what is told of those."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from publish.bakehouse.corrections.corrected import Corrected
from publish.bakehouse.corrections.typed import same_text
from publish.bakehouse.engine import Workspace
from publish.corrections.clearances import Candidate, Known
from publish.declare.table import Table
from publish.errors import Problem
from publish.words.sql import quoted

BATCH = 10_000
_OF_OTHERS = """
SELECT _c.* FROM {corrections} AS _c WHERE NOT EXISTS (SELECT 1 FROM {waiting} AS _w WHERE {same})
"""
_TOLD = """
SELECT {columns} FROM {rows} UNION ALL BY NAME
SELECT {cast} FROM {before} AS _b WHERE {key} IN (SELECT _key FROM {waiting} WHERE _kind <> 'new')
"""
_WORDS = {"changed": "changed", "gone": "gone from the exports", "new": "new"}


@dataclass(frozen=True)
class ToClear:
    """Who clears a table, and what of it was cleared: `before` (Ibis, texts) is the last release.

    `corrections` (Ibis, texts) is its table of corrections; both None where there is none. `alike`
    says whether the columns that leave mean what they meant there.
    """

    organisation: str
    dataset: str
    known: Sequence[Known]
    day: date
    before: Any = None
    corrections: Any = None
    alike: bool = True


@dataclass(frozen=True)
class Held:
    """A table (Ibis) as it is `shown`, and the changes that wait (`waiting`, Ibis)."""

    to_clear: ToClear
    name: str
    shown: Any
    waiting: Any
    kinds: dict[str, int]
    since: str

    @property
    def rows(self) -> int:
        """How many rows wait."""
        return sum(self.kinds.values())

    @property
    def told(self) -> dict[str, object]:
        """What a report says of it."""
        by = self.to_clear.organisation
        return {"by": by, "rows": self.rows, "since": self.since, **self.kinds} if self.rows else {}

    def candidates(self, place: Workspace) -> Iterator[Candidate]:
        """The changes that wait, for the desk."""
        asked = "SELECT _key, _digest, _kind, _cells FROM {waiting} ORDER BY 1"
        found = place.con.con.execute(place.filled(asked, waiting=self.waiting))
        while some := found.fetchmany(BATCH):
            yield from (Candidate(*row) for row in some)

    def of_others(self, corrected: Corrected, table: Table, place: Workspace) -> Corrected:
        """The corrections of rows that do not wait; what is noted of the others stays."""
        if not self.rows:
            return corrected
        same = same_text(table, "_w", "_c")
        words = {"corrections": corrected.corrections, "waiting": self.waiting, "same": same}
        return Corrected(corrected.rows, place.table("unheld", _OF_OTHERS, **words))

    def with_last(self, rows: Any, table: Table, place: Workspace) -> Any:
        """What the table of corrections tells (Ibis), of rows that wait as it did before."""
        before = self.to_clear.corrections
        if not self.rows or before is None or not {*rows.columns} <= {*before.columns}:
            return rows
        types = types_of(rows, place)
        return place.table(
            "told",
            _TOLD,
            columns=", ".join(map(quoted, types)),
            rows=rows,
            cast=", ".join(cast(name, type, "_b") for name, type in types.items()),
            before=before,
            key=key_of(table, "_b"),
            waiting=self.waiting,
        )

    def problems(self, count: int) -> Iterator[Problem]:
        """What a maintainer is told; `count` are the rows that are shown."""
        if not self.rows:
            return
        by, place = self.to_clear.organisation, f"{self.to_clear.dataset}.{self.name}"
        told = ", ".join(f"{number} {_WORDS[kind]}" for kind, number in self.kinds.items())
        waits = f"{self.rows} rows wait for {by} to clear them, since {self.since} ({told})"
        fix = f"`fournil desk clear {place} --all` clears them, `fournil desk clearance` lists them"
        if not self.to_clear.alike and {*self.kinds} - {"new"}:
            waits += "; its columns are others than in the last release, which cannot be shown on"
            yield Problem("uncleared-table", self.name, waits, fix)
        elif not count:
            yield Problem("uncleared-table", self.name, f"no row was cleared yet: {waits}", fix)
        else:
            yield Problem("waiting-clearance", self.name, waits, fix, "warning")


def types_of(rows: Any, place: Workspace) -> dict[str, str]:
    """The columns of rows, and the types that the database gives them."""
    found = place.sql(place.filled("DESCRIBE SELECT * FROM {rows}", rows=rows))
    return {row[0]: row[1] for row in found}


def cast(name: str, type: str, alias: str = "") -> str:
    """SQL: a cell that a file says, as a value."""
    whose = f"{alias}." if alias else ""
    return f"{whose}{quoted(name)}::{type} AS {quoted(name)}"


def key_of(table: Table, alias: str = "") -> str:
    """SQL: the key of a row as JSON, as the desk names it."""
    whose = f"{alias}." if alias else ""
    texts = (f"nullif({whose}{quoted(name)}::VARCHAR, '')" for name in table.primary_key)
    return f"to_json([{', '.join(texts)}])::VARCHAR"
