"""Hidden numbers or noise: what each leaves of the counts of the same people, and what it costs.

`python -m bench.noise` counts the answers of surveys over some columns, each with both, by the rule
that the bakehouse uses, and prints how many numbers are shown, how far they are from the truth (on
average; a number that is not shown is taken as none), how far the sums of the finest table are by
its last column, and the CPU.
"""

import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import workspace
from publish.bakehouse.modes.aggregates import aggregates
from publish.bakehouse.protect.recoded import PERSON
from tests.bakehouse.protect.people import recoded

K = 11
NOISE = {"noise": {"cell_key": {"deviation": 2.0}}}
WAYS: Mapping[str, Mapping[str, Any]] = {"hidden": {}, "cell key": NOISE}
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
    last, found = max(table for table, _ in numbers), Counter[str]()
    for (table, cell), people in numbers.items():
        if table == last:
            found[cell[-1]] += people
    return found


def main() -> None:
    """Print the figures of each survey and way."""
    for name, survey in SURVEYS.items():
        rows = survey.rows()
        truth = survey.counted(rows)
        few = {cell for cell, people in truth.items() if people < K}
        print(f"{name}: {len(truth)} numbers, {len(few)} under {K}")
        for way, privacy in WAYS.items():
            since = time.process_time()
            told = shown(survey, rows, privacy)
            cost = time.process_time() - since
            errors = {cell: abs(told.get(cell, 0) - people) for cell, people in truth.items()}
            small = sum(errors[cell] for cell in few) / max(1, len(few))
            great = sum(errors[cell] for cell in truth if cell not in few) / (len(truth) - len(few))
            sums = [abs(sums_of(told)[at] - people) for at, people in sums_of(truth).items()]
            print(
                f"  {way:<9} shown {len(told) / len(truth):4.0%}  error under k {small:5.2f}"
                f"  from k on {great:5.2f}  of sums {sum(sums) / len(sums):7.1f}"
                f"  {cost:6.2f} s CPU",
                flush=True,
            )


if __name__ == "__main__":
    main()
