"""What the counts of a large survey cost: `python -m bench.large_counts`.

Six tables of counts over columns of 40 values, of 20,000 people, week after week through the
ledger. Prints the numbers, the small ones, and the CPU of a week: in all, and of the programs.
"""

import random
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from publish.bakehouse.engine import workspace
from publish.bakehouse.protect.classes import with_class
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.series import NewRelease, Settled, commit, prepare, settle_together, together
from publish.declare.policy import Privacy
from tests.tables import column, table

PEOPLE, BATCHES, WEEKS = 20_000, 40, 6
RULE = Privacy(k=11, min_age="0d")
VALUES = {"a": 40, "b": 40, "c": 40, "d": 40, "e": 40, "f": 40, "small": 6}
ALONE = {name: (name,) for name in "abcdef"}
PAIRS = {"a": ("a",), **{f"a_{name}": ("a", name) for name in ("small", "b", "c", "d", "e")}}
FAMILIES: Mapping[str, tuple[Mapping[str, tuple[str, ...]], Mapping[str, int]]] = {
    "six columns of 40 values": (ALONE, VALUES),
    "40 values alone, and by five columns of 3 to 7": (
        PAIRS,
        VALUES | {"b": 5, "c": 4, "d": 3, "e": 7},
    ),
}
Row = tuple[str, ...]


def people(chance: random.Random, number: int, values: Mapping[str, int]) -> list[Row]:
    """Answers: the first values of a column are common, the last are rare."""
    columns = [
        chance.choices(
            [f"v{n:02}" for n in range(size)], [1 / (n + 1) ** 1.9 for n in range(size)], k=number
        )
        for size in values.values()
    ]
    return list(zip(*columns, strict=True))


def week(folder: Path, rows: Sequence[Row], number: int, family: str) -> None:
    """One release; prints the CPU seconds of settling it."""
    parts, values = FAMILIES[family]
    before = folder / f"1.0.{number - 1}" / "d.db"
    declared = table(
        {"who": column(role="identifier", protect="drop")}
        | {name: column(role="quasi_identifier") for name in values},
        about="people",
        contributor="who",
        privacy={"k": 11},
        aggregates={name: {"title": {"fr": name}, "by": by} for name, by in parts.items()},
    )
    with workspace(folder) as place:
        cells: dict[str, Any] = {PERSON: [f"p{n}" for n in range(len(rows))]}
        cells |= dict(zip(values, zip(*rows, strict=True), strict=True))
        typed = place.con.create_table("given", pa.table(cells), temp=True)
        day, keys = date(2026, 1, 5) + timedelta(weeks=number), Keys("d", folder)
        last = before if before.is_file() else None
        recoded = RecodedTable(
            dataset="d",
            name="t",
            declared=declared,
            rows=typed,
            keys=keys,
            place=place,
            as_of=day,
            private=folder,
            previous=last,
            folder=folder,
        )
        wanted = {
            name: with_class(typed.select(*by, PERSON).distinct(), by) for name, by in parts.items()
        }
        start = time.process_time()
        found = settle_together(recoded, wanted, RULE)
        spent = time.process_time() - start
        version = f"1.0.{number}"
        prepare(folder, [one.ledger_part for one in found], NewRelease(version, day, version))
        written(folder / version, parts, found)
        commit(folder)
        shown = sum(one.ledger_part.shown.count().to_pyarrow().as_py() for one in found)
        cells_now = sum(
            one.rows.distinct(on="_class").count().to_pyarrow().as_py() for one in found
        )
    print(f"  week {number}: {cells_now} numbers, {shown} shown, {spent:.1f} s CPU", end="")


def written(folder: Path, parts: Mapping[str, Sequence[str]], found: Sequence[Settled]) -> None:
    """The cells of a release, as the next one looks for what is gone."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "d.db")) as connection, connection:
        for one in found:
            by = parts[one.part]
            connection.execute(f"CREATE TABLE {one.part} ({', '.join(by)})")
            rows = one.rows.semi_join(one.ledger_part.shown, "_class").select(*by).distinct()
            marks = ", ".join("?" * len(by))
            connection.executemany(
                f"INSERT INTO {one.part} VALUES ({marks})",
                [tuple(cell.values()) for cell in rows.to_pyarrow().to_pylist()],
            )


def measured(family: str) -> None:
    """A few weeks of one family of tables, forty batches of newcomers a week."""
    chance, values = random.Random(1), FAMILIES[family][1]
    rows = people(chance, PEOPLE, values)
    programs, pattern = [0.0], together.hidden_numbers

    def timed(*given: Any) -> Any:
        start = time.process_time()
        found = pattern(*given)
        programs[0] += time.process_time() - start
        return found

    together.hidden_numbers = timed
    print(family)
    with TemporaryDirectory() as folder:
        for number in range(WEEKS):
            programs[0] = 0.0
            week(Path(folder), rows, number, family)
            print(f", of which {programs[0]:.1f} s to find what is hidden", flush=True)
            for _ in range(BATCHES):
                rows += people(chance, 1, values) * chance.randint(5, 9)
    together.hidden_numbers = pattern


if __name__ == "__main__":
    for family in FAMILIES:
        measured(family)
