"""What a reader with a solver follows from every number that a survey ever showed.

The numbers are read in the databases of the releases, and who was counted in the ledger, by hashing
everybody anew: what protects is asked for neither.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from publish.bakehouse.check.reader import Stays, told
from publish.bakehouse.protect.digest import digest

Cell = tuple[str, str]
"""A column and its value."""
ALIVE = """
SELECT part, digest, form, people, class, person FROM lives JOIN scopes USING (scope)
JOIN counted USING (scope) WHERE last IS NULL AND scope IN (
  SELECT scope FROM parts WHERE number = (SELECT max(number) FROM parts))
"""


@dataclass(frozen=True)
class Counted:
    """Of a release: the cells in which each person is counted, and the numbers that are shown."""

    people: Mapping[str, frozenset[Cell]]
    shown: Mapping[Cell, int]

    @property
    def numbers(self) -> Counter[Cell]:
        """How many people are in each cell."""
        return Counter(cell for cells in self.people.values() for cell in cells)


def counted(
    database: Path, private: Path, everybody: Iterable[str], values: Mapping[str, Iterable[str]]
) -> Counted:
    """The newest release of a survey; `values` are those that each column can have."""
    key = bytes.fromhex((private / "key").read_text())
    with closing(sqlite3.connect(private / "ledger.db")) as ledger:
        alive = ledger.execute(ALIVE).fetchall()
    names: dict[bytes, str] = {}
    cells: dict[bytes, Cell] = {}
    for part, recoding, form, people in {row[:4] for row in alive}:
        [column] = json.loads(form)["classes"]
        scope = f"{part} {recoding}"
        names |= {digest(key, _text([people, who])): who for who in everybody}
        cells |= {digest(key, _text([scope, _text([of])])): (column, of) for of in values[column]}
    found: dict[str, set[Cell]] = {}
    for *_, cell, person in alive:
        found.setdefault(names[person], set()).add(cells[cell])
    columns = {column for column, _ in cells.values()}
    people_in = {who: frozenset(of) for who, of in found.items()}
    return Counted(people_in, _shown(database, columns))


def _text(parts: list[str]) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _shown(database: Path, columns: Iterable[str]) -> dict[Cell, int]:
    """The numbers in the tables of a release that count over one of the columns."""
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    shown: dict[Cell, int] = {}
    with closing(sqlite3.connect(database)) as found:
        for (table,) in found.execute(tables).fetchall():
            names = [one[1] for one in found.execute(f"PRAGMA table_info([{table}])")]
            if len(names) == 2 and names[0] in columns and names[1] == "people":
                rows = found.execute(f"SELECT * FROM [{table}]").fetchall()
                shown |= {(names[0], value): people for value, people in rows}
    return shown


def told_numbers(releases: Sequence[Counted], k: int) -> int:
    """How many hidden numbers under k follow from the newest release and all before it."""
    return told(_stays(releases), k, 1)


def _stays(releases: Sequence[Counted]) -> Stays:
    cells = {cell: n for n, cell in enumerate(sorted({c for one in releases for c in one.numbers}))}
    alike = [Counter(one.people.values()) for one in releases]
    combinations = sorted({of for week in alike for of in week}, key=sorted)
    spans = [
        (first, last, people, number)
        for number, of in enumerate(combinations)
        for first, last, people in _runs([week[of] for week in alike])
    ]
    pairs = [(n, cells[c]) for n, span in enumerate(spans) for c in combinations[span[3]]]
    shown = np.zeros((len(cells), len(releases)), np.bool_)
    for at, one in enumerate(releases):
        for cell in one.shown:
            shown[cells[cell], at] = True
    first, last, people, number = np.array(spans, np.int64).reshape(-1, 4).T
    of, in_cell = np.array(pairs, np.int64).reshape(-1, 2).T
    return Stays(first, last, people, number, of, in_cell, shown)


def _runs(numbers: Sequence[int]) -> Iterable[tuple[int, int, int]]:
    """(first, last, number) for as long as a number above 0 stays the same."""
    first = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[first]:
            if numbers[first]:
                yield first, at - 1, numbers[first]
            first = at


COUNTED = """
SELECT scope, number, origin FROM parts WHERE part NOT LIKE 'answers%' ORDER BY scope, number
"""


def lonely_counts(ledger: Path, least: int) -> list[tuple[int, int, int]]:
    """Brute force: (scope, earlier, later) where a number changed by 1 to least - 1 people."""
    with closing(sqlite3.connect(ledger)) as found:
        records = found.execute(COUNTED).fetchall()
        lives = found.execute("SELECT scope, class, person, first, last FROM lives").fetchall()
    begins = {scope: origin for scope, _, origin in records}
    stands = {
        (scope, number): {
            (of, who)
            for one, of, who, first, last in lives
            if one == scope and first <= number <= (number if last is None else last)
        }
        for scope, number, _ in records
        if number >= begins[scope]
    }
    return [
        (scope, earlier, later)
        for scope, later in stands
        for other, earlier in stands
        if other == scope and earlier < later
        for side in (
            stands[scope, later] - stands[scope, earlier],
            stands[scope, earlier] - stands[scope, later],
        )
        if any(people < least for people in Counter(of for of, _ in side).values())
    ]
