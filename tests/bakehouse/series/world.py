"""A table about people published week after week, and who stood in each release."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import workspace
from publish.bakehouse.protect import recode
from publish.bakehouse.protect.classes import with_class
from publish.bakehouse.protect.digest import digest
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.series import NewRelease, Settled, commit, prepare, series_problems, settle
from publish.declare.declaration import Table
from publish.errors import Problem
from tests.tables import column, table

START = date(2026, 1, 5)
Row = tuple[str, str, str]
"""Who, the class, the answer."""
Stand = Counter[Row]


def declared(protect: Any = None, type: str = "string", **privacy: Any) -> Table:
    """Answers by age: one quasi-identifier, one sensitive column."""
    columns = {
        "who": column(role="identifier", protect="drop"),
        "age": column(type, role="quasi_identifier", **({"protect": protect} if protect else {})),
        "answer": column(role="sensitive"),
    }
    words = {"k": 5, "min_age": "0d", "dominance": 1.0} | privacy
    return table(columns, about="people", contributor="who", privacy=words)


@dataclass
class World:
    """The folder of a small site, its releases and, by release, the people behind its rows."""

    root: Path
    table: Table = field(default_factory=declared)
    stands: list[Stand] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    series: int = 0
    figures: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def private(self) -> Path:
        """Where the ledger lies."""
        return self.root / "private"

    def publish(self, rows: Sequence[Row], week: int | None = None, **privacy: Any) -> Stand:
        """Settle the rows of an export, publish them if anything changed, and tell who stands."""
        if privacy:
            self.table = declared(**privacy)
        day = START + timedelta(weeks=len(self.stands) if week is None else week)
        self.people |= {who for who, _, _ in rows}
        with workspace(self.root / "private") as place:
            recoded = self._recoded_table(place, rows, day)
            classes = with_class(recoded.rows, recoded.declared.quasi_identifiers)
            settled = settle(recoded, classes, recoded.declared.rule, "answers")
            self.problems = [*settled.problems, *series_problems(settled)]
            if self.problems:
                return self.stands[-1]
            shown = settled.rows.to_pyarrow().to_pylist()
            self.figures.append(settled.internal["exact"] | {"internal": settled.internal})
            stand = self._stand(settled, shown)
            self.series = settled.ledger_part.series
            self._release(settled, shown, day)
        self.stands.append(stand)
        return stand

    def _recoded_table(self, place: Any, rows: Sequence[Row], day: date) -> RecodedTable:
        cells = {
            "who": [who for who, _, _ in rows],
            "age": [age for _, age, _ in rows],
            "answer": [answer for _, _, answer in rows],
        }
        ages = pa.int64() if self.table.columns["age"].type == "integer" else pa.string()
        types = {"age": ages}
        arrays = {
            name: pa.array(map(int, values) if types.get(name) == pa.int64() else values, None)
            for name, values in cells.items()
        }
        typed = place.con.create_table(place.name("in"), pa.table(arrays), temp=True)
        keys = Keys("people", self.private)
        found = recode(typed, self.table, Tools(keys, place, self.root))
        return RecodedTable(
            dataset="people",
            name="answers",
            declared=self.table,
            rows=found,
            keys=keys,
            place=place,
            as_of=day,
            private=self.private,
            previous=self._served(),
            folder=self.root,
            typed=typed,
        )

    def _served(self) -> Path | None:
        current = self.root / "current"
        return self.root / current.readlink() / "people.db" if current.is_symlink() else None

    def serve(self, version: str) -> None:
        """Make a release the one that is served."""
        link = self.root / "current"
        link.unlink(missing_ok=True)
        link.symlink_to(version)

    def _release(self, settled: Settled, shown: Iterable[Mapping[str, Any]], day: date) -> None:
        rows = sorted((one["age"], one["answer"]) for one in shown)
        content = sha256(json.dumps([rows, settled.ledger_part.series]).encode()).hexdigest()
        served = self._served()
        unchanged = served and (served.parent / "content").read_text() == content
        version = f"1.0.{len(list(self.root.glob('1.*')))}"
        release = None if unchanged else NewRelease(version, day, content)
        prepare(self.private, [settled.ledger_part], release)
        if release:
            write_release(self.root / version, rows, content)
            self.serve(version)
        commit(self.private)

    def _stand(self, settled: Settled, shown: Iterable[Mapping[str, Any]]) -> Stand:
        """The people behind the rows: a digest is known again by hashing everyone anew."""
        key = bytes.fromhex((self.private / "key").read_text())
        scope = f"answers {settled.ledger_part.recoding.digest}"
        stand: Stand = Counter()
        for one in shown:
            who = one[PERSON]
            if who not in self.people:
                who = next(
                    name
                    for name in self.people
                    if digest(key, _text([scope, _text([one["age"]]), name])).hex().upper() == who
                )
            stand[who, one["age"], one["answer"]] += 1
        return stand

    def copy(self, to: Path) -> "World":
        """The same world elsewhere."""
        shutil.copytree(self.root, to, symlinks=True)
        return World(to, self.table, list(self.stands), set(self.people))


def _text(parts: list[str]) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def write_release(folder: Path, rows: Sequence[tuple[str, str]], content: str) -> None:
    """The public files of a release."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "people.db")) as connection, connection:
        connection.execute("CREATE TABLE answers (age TEXT, answer TEXT) STRICT")
        connection.executemany("INSERT INTO answers VALUES (?, ?)", rows)
    (folder / "content").write_text(content)


def crowd(age: str, people: Iterable[int], answer: str = "yes") -> list[Row]:
    """One row of each of these people, in one class."""
    return [(f"p{number}", age, answer) for number in people]


def small_changes(stands: Sequence[Stand], least: int) -> list[tuple[int, int, str]]:
    """Brute force: (earlier, later, class) where rows of 1 to least - 1 people came or went."""
    found = []
    for later, now in enumerate(stands):
        for earlier, then in enumerate(stands[:later]):
            for side in (now - then, then - now):
                people: dict[str, set[str]] = {}
                for who, age, _ in side:
                    people.setdefault(age, set()).add(who)
                found += [(earlier, later, age) for age, who in people.items() if len(who) < least]
    return found


def small_classes(stand: Stand, least: int) -> list[str]:
    """Brute force: the classes of a release with fewer people."""
    people: dict[str, set[str]] = {}
    for who, age, _ in stand:
        people.setdefault(age, set()).add(who)
    return [age for age, who in people.items() if len(who) < least]
