"""Hidden numbers or noise: what each way leaves of the counts of the same people, and its cost.

`python -m bench.noise` counts the answers of surveys over some columns, in each way, by the rule
that the bakehouse uses, and prints how many numbers are shown, how far they are from the truth (on
average; a number that is not shown is taken as none), how far the sums of the finest table are by
its last column, and the CPU.
"""

import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import workspace
from publish.bakehouse.modes.aggregates import aggregates
from publish.bakehouse.protect.recoded import PERSON
from tests.bakehouse.protect.people import recoded

K, ROUNDS = 11, 5
NOISE = {"noise": {"cell_key": {"deviation": 2.0}}}
BUDGET = {"noise": {"dp": {"epsilon_per_release": 1.0, "budget": {"epsilon": 12.0}}}}
WAYS: Mapping[str, Mapping[str, Any]] = {"hidden": {}, "cell key": NOISE, "dp": BUDGET}
Row = tuple[str, ...]
Cell = tuple[str, Row]


@dataclass(frozen=True)
class Survey:
    """So many people who answer questions of so many values, counted over these sets of them."""

    people: int
    values: Sequence[int]
    sets: Sequence[Sequence[int]]

    def rows(self) -> list[Row]:
        """The answers: the first values are common, the last are rare."""
        chance = random.Random(7)
        columns = [
            chance.choices(
                [f"v{n:02}" for n in range(size)], [1 / (n + 1) for n in range(size)], k=self.people
            )
            for size in self.values
        ]
        return list(zip(*columns, strict=True))

    def counted(self, rows: Sequence[Row]) -> Counter[Cell]:
        """The true numbers."""
        return Counter(
            (f"by{n}", tuple(row[one] for one in by))
            for row in rows
            for n, by in enumerate(self.sets)
        )


SURVEYS = {
    "500 people, 4 coarse tables": Survey(500, (6, 5, 4), [(0,), (0, 1), (0, 2), (1, 2)]),
    "500 people, 3 fine tables": Survey(500, (30, 12, 6), [(0,), (0, 1), (0, 2)]),
    "20,000 people, 2 coarse tables": Survey(20_000, (6, 5), [(0,), (0, 1)]),
    "20,000 people, 3 fine tables": Survey(20_000, (40, 12, 6), [(0,), (0, 1), (0, 1, 2)]),
}


def shown(survey: Survey, rows: Sequence[Row], privacy: Mapping[str, Any]) -> dict[Cell, int]:
    """The numbers that leave."""
    names = [f"c{n}" for n in range(len(survey.values))]
    counts = {
        f"by{n}": {"title": {"fr": "Par"}, "by": tuple(names[one] for one in by)}
        for n, by in enumerate(survey.sets)
    }
    with TemporaryDirectory() as folder, workspace(Path(folder)) as place:
        cells = {PERSON: [f"p{n}" for n in range(len(rows))]}
        cells |= dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        typed = place.con.create_table("given", pa.table(cells), temp=True)
        roles = dict.fromkeys(names, "quasi_identifier")
        table = recoded(place, typed, roles, aggregates=counts, privacy={"k": K, **privacy})
        return {
            (one.name.removeprefix("answers_"), tuple(cell)): people
            for one in aggregates(table).tables
            for *cell, people in zip(*one.rows.to_pyarrow().to_pydict().values(), strict=True)
        }


def sums_of(numbers: Mapping[Cell, int]) -> Counter[str]:
    """The sums of the last table by its last column."""
    last, found = max((table for table, _ in numbers), default=""), Counter[str]()
    for (table, cell), people in numbers.items():
        if table == last:
            found[cell[-1]] += people
    return found


@dataclass(frozen=True)
class Figures:
    """How many numbers are shown, and how far they are from the truth: averages."""

    shown: float
    small: float
    great: float
    sums: float

    def __str__(self) -> str:
        return (
            f"shown {self.shown:4.0%}  error under k {self.small:5.2f}  from k on {self.great:5.2f}"
            f"  of sums {self.sums:7.1f}"
        )


def figures(truth: Counter[Cell], told: Mapping[Cell, int]) -> Figures:
    """What a reader of these numbers has of the true ones."""
    errors = {cell: abs(told.get(cell, 0) - people) for cell, people in truth.items()}
    small = [error for cell, error in errors.items() if truth[cell] < K]
    great = [error for cell, error in errors.items() if truth[cell] >= K]
    sums = [abs(sums_of(told)[at] - people) for at, people in sums_of(truth).items()]
    return Figures(len(told) / len(truth), *map(_average, (small, great, sums)))


def _average(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def main() -> None:
    """Print the figures of each survey and way; noise is averaged over several keys."""
    for name, survey in SURVEYS.items():
        rows = survey.rows()
        truth = survey.counted(rows)
        few = sum(people < K for people in truth.values())
        print(f"{name}: {len(truth)} numbers, {few} under {K}")
        for way, privacy in WAYS.items():
            rounds, since = ROUNDS if privacy else 1, time.process_time()
            several = [figures(truth, shown(survey, rows, privacy)) for _ in range(rounds)]
            cost = (time.process_time() - since) / rounds
            columns = zip(*map(astuple, several), strict=True)
            print(f"  {way:<9}{Figures(*map(_average, columns))}  {cost:6.2f} s CPU", flush=True)


if __name__ == "__main__":
    main()
