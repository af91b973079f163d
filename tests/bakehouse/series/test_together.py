"""Counts made from the same people tell nobody apart, alone or subtracted from one another."""

import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from publish.bakehouse.engine import workspace
from publish.bakehouse.protect.classes import with_class
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.series import (
    NewRelease,
    commit,
    prepare,
    series_problems,
    settle_together,
    together_problems,
)
from publish.bakehouse.series.settled import Settled
from publish.declare.policy import CellKey, Noise, Privacy
from tests.tables import column, table

PARTS = {"place": ["place"], "ages": ["place", "age"], "jobs": ["place", "job"]}
VALUES = {"place": ("north", "south"), "age": ("young", "old"), "job": ("a", "b", "c")}
RULE = Privacy(k=5, min_age="0d")
NOISY = RULE.model_copy(update={"noise": Noise(cell_key=CellKey(deviation=1.5))})
Sets = Mapping[str, frozenset[bytes]]
"""The people (digests) behind each cell of a part."""


def weeks(chance: random.Random, count: int) -> Iterator[dict[str, dict[str, str]]]:
    """Who answered what in each week: people come, go and change their mind."""

    def answer() -> dict[str, str]:
        return {name: chance.choice(values) for name, values in VALUES.items()}

    people = {f"p{n}": answer() for n in range(120)}
    for week in range(count):
        yield people
        gone = set(chance.sample(sorted(people), 4))
        people = {who: one for who, one in people.items() if who not in gone}
        people |= {who: answer() for who in chance.sample(sorted(people), 4)}
        people |= {f"w{week}-{n}": answer() for n in range(12)}


def settled(
    folder: Path, people: Mapping[str, Mapping[str, str]], week: int, rule: Privacy
) -> dict[str, Sets]:
    """One release of the three parts; the people behind each cell."""
    roles = {name: column(role="quasi_identifier") for name in VALUES}
    declared = table(
        {"who": column(role="identifier", protect="drop"), **roles},
        about="people",
        contributor="who",
        privacy={"k": 5},
        aggregates={part: {"title": {"fr": part}, "by": tuple(by)} for part, by in PARTS.items()},
    )
    day, before = date(2026, 1, 5) + timedelta(weeks=week), folder / f"1.0.{week - 1}" / "d.db"
    with workspace(folder) as place:
        cells: dict[str, Any] = {PERSON: list(people)}
        cells |= {name: [one[name] for one in people.values()] for name in VALUES}
        rows = place.con.create_table("given", pa.table(cells), temp=True)
        previous, keys = before if before.is_file() else None, Keys("d", folder)
        recoded = RecodedTable(
            dataset="d",
            name="t",
            declared=declared,
            rows=rows,
            keys=keys,
            place=place,
            as_of=day,
            private=folder,
            previous=previous,
            folder=folder,
        )
        parts = {
            part: with_class(rows.select(*by, PERSON).distinct(), by) for part, by in PARTS.items()
        }
        found = settle_together(recoded, parts, rule)
        assert [problem for one in found for problem in series_problems(one)] == []
        assert list(together_problems("t", found)) == []
        version = f"1.0.{week}"
        prepare(folder, [one.ledger_part for one in found], NewRelease(version, day, version))
        publish(folder / version, found)
        commit(folder)
        return {one.part: behind(one) for one in found}


def publish(folder: Path, found: Sequence[Settled]) -> None:
    """The cells of a release, as the next one looks for what is gone."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "d.db")) as connection, connection:
        for one in found:
            by = PARTS[one.part]
            connection.execute(f"CREATE TABLE {one.part} ({', '.join(by)})")
            cells = one.rows.select(*by).distinct().to_pyarrow().to_pylist()
            marks = ", ".join("?" * len(by))
            connection.executemany(
                f"INSERT INTO {one.part} VALUES ({marks})",
                [tuple(cell.values()) for cell in cells],
            )


def behind(one: Settled) -> Sets:
    rows = one.ledger_part.alive.select("_cls", "_who").to_pyarrow().to_pylist()
    cells: dict[bytes, set[bytes]] = {}
    for row in rows:
        cells.setdefault(row["_cls"], set()).add(row["_who"])
    return {cell: frozenset(who) for cell, who in cells.items()}


def everybody(sets: Sets) -> frozenset[bytes]:
    return frozenset().union(*sets.values())


def few(then: frozenset[bytes], now: frozenset[bytes]) -> bool:
    return any(0 < len(side) < 5 for side in (then - now, now - then))


@pytest.mark.slow("settles many weeks of many counts")
@pytest.mark.parametrize("rule", [RULE, NOISY], ids=["hidden numbers", "noise"])
def test_no_number_and_no_difference_of_numbers_tells_of_few(tmp_path: Path, rule: Privacy) -> None:
    releases = [
        settled(tmp_path, people, week, rule)
        for week, people in enumerate(weeks(random.Random(3), 14))
    ]
    for number, now in enumerate(releases):
        # Everybody is in all tables or in none: what is left of a sum is made of whole numbers.
        assert len({everybody(sets) for sets in now.values()}) == 1
        for then in releases[:number]:
            for part, sets in now.items():
                for cell in {*sets, *then[part]}:
                    empty: frozenset[bytes] = frozenset()
                    assert not few(then[part].get(cell, empty), sets.get(cell, empty))
    changes = [then != now for then, now in pairwise(releases)]
    assert sum(changes) >= 2
