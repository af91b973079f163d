"""A survey on a site, all that was ever public of it, and what a maintainer does who reads the way
out of each refusal."""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.errors import Problem
from publish.release.store import Store
from tests.bakehouse.series.told import Counted, counted, lonely_counts, told_numbers
from tests.bakehouse.series.world import Row, Stand, small_changes, small_classes
from tests.sites import ABOUT, publish_one

LEAST = 5
TABLE = """\
  {name}:
    title: {{fr: Réponses}}
    about: people
    contributor: who
    sources: [{{path: exports/answers.csv}}]
    formats: []
    shrink: {{max: {loose}}}
    growth: {{max: {loose}}}
    turnover: {{max: 1}}
    privacy: {{k: {k}, dominance: 1.0, min_age: 0d, max_suppressed: 1}}
{more}    columns:
      who: {{type: string, role: identifier, protect: drop}}
"""
COLUMN = "      {name}: {{type: string, role: {role}, description: {{fr: Ce que chacun dit}}}}\n"
COUNT = "      {name}: {{by: [{by}], title: {{fr: Par réponse}}{more}}}\n"
DIGITS = ("hundreds", "tens", "ones", "edition")
"""Together they say who wrote a row, and which edition it is; apart they are digits."""
COUNTED = {"by_age": "age", "by_ones": "ones", "by_tens": "tens"}
"""The records publish the other digit too, so that no count may begin over it."""
AGES = ("trente", "quarante", "cinquante")
VALUES = {"age": AGES} | dict.fromkeys(DIGITS, tuple("0123456789"))
NUMBERS = range(300)
PEOPLE = [f"p{number}@example.org" for number in NUMBERS]


@dataclass
class Survey:
    """A site with a survey, everything that was ever public of it, and what a maintainer does."""

    root: Path
    chance: Random
    people: dict[int, tuple[str, int]] = field(default_factory=dict)
    day: date = date(2026, 1, 5)
    names: tuple[str, str] = ("answers", "counts")
    counts: dict[str, str] = field(default_factory=lambda: dict(COUNTED))
    same: dict[str, str] = field(default_factory=dict)
    k: int = 5
    loose: float = 1
    public: dict[str, Stand] = field(default_factory=dict)
    counted: list[Counted] = field(default_factory=list)
    accepted: int = 0
    """So many of what was public are compared with nothing any more: a person accepted it."""
    told: Counter[str] = field(default_factory=Counter)

    @property
    def site(self) -> SiteFolder:
        """Where it is."""
        return SiteFolder(self.root)

    @property
    def store(self) -> Store:
        """Its releases."""
        return Store(self.site.releases / "enquete", self.site.private / "enquete")

    def declare(self) -> None:
        """Write the declaration and the export as they are today."""
        folder = self.site.data / "enquete"
        answers, counts = self.names
        roles = {"age": "quasi_identifier"} | dict.fromkeys(DIGITS, "sensitive")
        columns = "".join(COLUMN.format(name=name, role=role) for name, role in roles.items())
        lines = [self._count(name, by) for name, by in self.counts.items()]
        more = "    aggregates:\n" + "".join(lines)
        words = {"k": self.k, "loose": self.loose}
        tables = TABLE.format(name=answers, more=self._same(answers), **words) + columns
        tables += TABLE.format(name=counts, more=self._same(counts) + more, **words) + columns
        text = ABOUT.replace("tables:\n", "retention: {last: 4, monthly: 1}\ntables:\n")
        (folder / "dataset.yaml").write_text(text + tables, encoding="utf-8")
        rows = [f"{PEOPLE[n]},{age},{_digits(n, edition)}" for n, (age, edition) in self.rows]
        header = ",".join(("who", "age", *DIGITS))
        (folder / "exports/answers.csv").write_text("\n".join((header, *rows)) + "\n")

    @property
    def rows(self) -> list[tuple[int, tuple[str, int]]]:
        """The export."""
        return sorted(self.people.items())

    def _same(self, name: str) -> str:
        before = self.same.get(name)
        return f"    same_people_as: {before}\n" if before else ""

    def _count(self, name: str, by: str) -> str:
        before = self.same.get(name)
        return COUNT.format(name=name, by=by, more=f", same_people_as: {before}" if before else "")

    def do(self, *arguments: str, given: str = "") -> int:
        """Run a command; how it ended."""
        command = ["--site", str(self.root), *arguments]
        return CliRunner().invoke(main, command, input=given).exit_code

    def publish(self) -> None:
        """Publish, taking the way out that each refusal names, until it is taken."""
        self.day += timedelta(days=7)
        for _ in range(8):
            self.declare()
            outcome = publish_one(self.site, self.day)
            if outcome.status != "refused":
                break
            blockers = [one for one in outcome.problems if one.severity == "blocker"]
            assert blockers, outcome.message
            self.told.update(one.code for one in blockers)
            for problem in blockers:
                self._out(problem)
        else:
            pytest.fail(f"a dead end: {outcome.problems}")
        self.loose = 1
        self.look()

    def _out(self, problem: Problem) -> None:
        """What a maintainer does who reads the way out."""
        for words, way in WAYS.items():
            found = re.search(words, problem.fix)
            if found:
                way(self, found, problem)
                return
        pytest.fail(f"no way out: {problem}")

    def look(self) -> None:
        """Keep what the public sees today, and hold it against all that it ever saw."""
        current = self.store.current()
        if current is None or current.version in self.public:
            return
        with closing(sqlite3.connect(current.folder / "enquete.db")) as found:
            tables = {name for (name,) in found.execute("SELECT name FROM sqlite_schema")}
            records = self.names[0] if self.names[0] in tables else "(SELECT 1 LIMIT 0)"
            columns = ", ".join(("age", *DIGITS)) if self.names[0] in tables else "1"
            rows = found.execute(f"SELECT {columns} FROM {records}").fetchall()
        self.public[current.version] = Counter(_row(*cells) for cells in rows)
        stands = list(self.public.values())[self.accepted :]
        assert small_changes(stands, LEAST) == []
        assert small_classes(stands[-1], self.k) == []
        private = self.site.private / "enquete"
        assert lonely_counts(private / "ledger.db", LEAST) == []
        self.counted.append(counted(current.folder / "enquete.db", private, PEOPLE, VALUES))
        assert told_numbers(self.counted[self.accepted :], LEAST) == 0

    def aside(self, name: str) -> None:
        """A copy of all that is private."""
        shutil.rmtree(self.root.parent / name, ignore_errors=True)
        shutil.copytree(self.site.private, self.root.parent / name)

    def back(self, name: str) -> None:
        """What is private as such a copy has it."""
        shutil.rmtree(self.site.private)
        shutil.copytree(self.root.parent / name, self.site.private)


def _digits(number: int, edition: int) -> str:
    return ",".join((*f"{number:03}", str(edition % 10)))


def _row(age: str, *digits: str) -> Row:
    return "".join(digits[:3]), age, digits[3]


def unhold(survey: Survey, found: re.Match[str], problem: Problem) -> None:
    """What was held may be published again."""
    assert survey.do("unhold", "enquete", found[1]) == 0


def loosen(survey: Survey, found: re.Match[str], problem: Problem) -> None:
    """A bound of growth or shrinking is raised for once."""
    survey.loose = 1000


def same_table(survey: Survey, found: re.Match[str], problem: Problem) -> None:
    """A table says what it was called before."""
    survey.same[problem.place.partition(".")[0]] = found[1]


def same_count(survey: Survey, found: re.Match[str], problem: Problem) -> None:
    """A table of counts says what it was called before."""
    survey.same[problem.place.rpartition(".")[2]] = found[1]


def newest(survey: Survey, found: re.Match[str], problem: Problem) -> None:
    """What is private comes back as it was last."""
    survey.back("newest")


def new_series(survey: Survey, found: re.Match[str], problem: Problem) -> None:
    """A person accepts what the past and the present tell together."""
    assert survey.do("new-series", "enquete", "--why", "accepted") == 0
    survey.accepted = len(survey.public)


def fewer_columns(survey: Survey, found: re.Match[str], problem: Problem) -> None:
    """A table of counts in which nobody can be shown, or not beside the records, goes; the last one
    stays, and what it tells is accepted. Two refusals may be of one table."""
    if len(survey.counts) > 1:
        survey.counts.pop(problem.place.rpartition(".")[2], None)
    else:
        new_series(survey, found, problem)


WAYS: dict[str, Callable[[Survey, re.Match[str], Problem], None]] = {
    r"`fournil unhold enquete (\S+)`": unhold,
    r"raise `(growth|shrink|turnover): {max: …}`": loosen,
    r"that table under another name, write `same_people_as: ([a-z_]+)`": same_table,
    r"that one under another name, write `same_people_as: ([a-z_0-9]+)`": same_count,
    r"put (?:the newest )?private/enquete/ledger.db back": newest,
    r"count over (fewer or coarser|other) columns": fewer_columns,
    r"`fournil new-series enquete --why …`": new_series,
}
"""By the words of a way out, what they ask for; the first that are found."""
