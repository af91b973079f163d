"""Counts of people over a year: how much is hidden, how long changes wait, what an attacker gets.

`python -m bench.counts` publishes ten small surveys of 500 people and four tables for 52 weeks, in
memory, by the rule that the bakehouse uses, and counts the hidden numbers that an attacker with
every release finds or narrows (of some weeks: each costs a solver's run). A second table says what
the programs cost for a large survey.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bakehouse.series.attacker import Attacker, Release, Week
from tests.bakehouse.series.weeks import release_of

WEEKS, PEOPLE, K = 52, 500, 11
VALUES = (6, 5, 4)
FAMILIES: list[list[tuple[int, ...]]] = [
    [(0,), (0, 1), (0, 2), (1, 2)],
    [(0,), (1,), (0, 1), (2,)],
    [(0, 1), (1, 2), (0, 2), (2,)],
]
Person = tuple[int, ...]


@dataclass(frozen=True)
class Batch:
    """Five people or more who come, go or change together, as the ledger lets them through."""

    week: int
    gone: Counter[Person]
    come: Counter[Person]


@dataclass
class Survey:
    """People, those who wait to be counted, and what was published."""

    chance: random.Random
    sets: Sequence[tuple[int, ...]]
    values: Sequence[int] = VALUES
    people: Counter[Person] = field(default_factory=Counter)
    waiting: list[Batch] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    renewed: int = 0
    asked: int = 0
    seconds: list[float] = field(default_factory=list)

    def person(self) -> Person:
        """Somebody: the first values are the most common."""
        return tuple(
            self.chance.choices(range(n), [1 / (i + 1) for i in range(n)])[0] for n in self.values
        )

    def batch(self, week: int) -> Batch:
        """Who comes, goes or changes in a week: half come, a quarter go, a quarter change."""
        kind, size = self.chance.random(), self.chance.randint(5, 9)
        leaving = sum((one.gone for one in self.waiting), Counter[Person]())
        many = [one for one, number in self.people.items() if number - leaving[one] >= size]
        gone = Counter({self.chance.choice(sorted(many)): size} if kind >= 0.5 and many else {})
        come = Counter({} if kind >= 0.75 else {self.person(): size})
        return Batch(week, gone, come)

    def counted(self, batches: Sequence[Batch]) -> Counter[Person]:
        """The people once these batches are let through."""
        people = Counter(self.people)
        for batch in batches:
            people.subtract(batch.gone)
            people.update(batch.come)
        return people

    def cells(self, person: Person) -> tuple[Any, ...]:
        """The cells of a person."""
        return tuple((columns, *(person[c] for c in columns)) for columns in self.sets)

    def week_of(self, people: Counter[Person]) -> Week:
        """The week of people."""
        week: Week = Counter()
        for person, number in people.items():
            if number:
                week[self.cells(person)] += number
        return week

    def publish(self, week: int) -> None:
        """Let through what tells nothing; the rest waits."""
        through = [one for one in self.waiting if self.possible(one)]
        while True:
            people = self.counted(through)
            waited = week - min((one.week for one in through), default=week)
            start = time.process_time()
            found = release_of(self.releases, self.week_of(people), K, K, waited)
            self.seconds.append(time.process_time() - start)
            release, told = found
            held = [one for one in through if self.touches(one, told)] or (through if told else [])
            through = [one for one in through if one not in held]
            if not held:
                break
        self.asked += bool(self.waiting)
        self.renewed += bool(through)
        self.waiting = [one for one in self.waiting if one not in through]
        if through or not self.releases:
            self.people = people
            self.releases.append(release)

    def possible(self, batch: Batch) -> bool:
        """Whether those who go are there."""
        return all(self.people[one] >= number for one, number in batch.gone.items())

    def touches(self, batch: Batch, cells: set[Any]) -> bool:
        """Whether a batch changes one of these cells."""
        return any(cells & set(self.cells(one)) for one in (*batch.gone, *batch.come))

    def hidden(self) -> float:
        """The share of people's numbers that the last release hides."""
        last = self.releases[-1]
        numbers = {cell: last.number(cell) for cell in last.cells}
        return 1 - sum(numbers[cell] for cell in last.shown) / sum(numbers.values())


def year(seed: int, weeks: int = WEEKS) -> dict[str, float]:
    """The figures of one small survey."""
    survey = Survey(random.Random(seed), FAMILIES[seed % 3])
    survey.people.update(survey.person() for _ in range(PEOPLE))
    survey.publish(0)
    first, size = survey.hidden(), 0
    for week in range(1, weeks):
        batch = survey.batch(week)
        size += sum(batch.come.values()) + sum(batch.gone.values())
        survey.waiting.append(batch)
        survey.publish(week)
    left = sum(sum((one.come + one.gone).values()) for one in survey.waiting)
    return {
        "survey": seed,
        "hidden first": round(first, 2),
        "hidden last": round(survey.hidden(), 2),
        "weeks renewed": round(survey.renewed / max(survey.asked, 1), 2),
        "people waiting": round(left / size, 3),
        "longest wait": max((weeks - one.week for one in survey.waiting), default=0),
        "CPU a week, worst": round(max(survey.seconds), 2),
        "told": told(survey.releases),
    }


def told(releases: Sequence[Release]) -> int:
    """How many hidden numbers an attacker with the last eight releases finds or narrows."""
    return len(Attacker(releases[-8:], whole=False).narrow(K, K))


if __name__ == "__main__":
    first, last = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (0, 10)
    for seed in range(first, last):
        print(year(seed), flush=True)
