"""26 weeks of a producer and of people who correct: none lost, none on another row, all right."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, get_args

import pyarrow as pa
import pytest

from publish.bakehouse.corrections import correct
from publish.bakehouse.engine import Workspace
from publish.corrections.decisions import accept
from publish.corrections.live import live, settle, undo
from publish.corrections.proposals import Edit, propose
from publish.corrections.states import State
from tests.sites import DAY
from tests.tables import bench, column, rows_of, table

pytestmark = pytest.mark.slow("26 weeks of merges")

WEEKS, EACH_WEEK = 26, 20
NAMES = ("label", "kind", "hours", "seats")
GONE, DRIFTING = "seats", (9, 10)
"""A column that the export has not in those weeks."""
ALL_RENAMED, RENAMED = 16, (5, 21)
"""The week in which the producer counts all rows anew, and those in which three get other keys."""
DECLARED = table({name: column() for name in ("id", *NAMES)}, primary_key=("id",))
DRIFTED = table({name: column() for name in ("id", *NAMES) if name != GONE}, primary_key=("id",))
Cells = dict[str, str | None]


@dataclass
class Thing:
    """A row as its producer knows it, and what was said of its cells: known bases, and new."""

    key: str
    cells: Cells
    said: dict[str, tuple[list[str | None], str | None]] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    """Columns of which something was said since the last release, and nothing before."""

    def expected(self, name: str) -> str | None:
        """What is to be published: the correction, unless the export says something new."""
        source = self.cells[name]
        bases, new = self.said.get(name, ([source], source))
        return new if source in bases else source


class Year:
    """A producer, people who correct what they see, and the desk."""

    def __init__(self, seed: int, folder: Path, place: Workspace) -> None:
        self.random, self.path, self.place = Random(seed), folder / "desk" / "desk.db", place
        self.turns, self.accepted, self.names = 0, 0, NAMES
        self.things = [self.thing() for _ in range(60)]
        self.shown: dict[str, Cells] = {}
        self.states = Counter[str]()

    def value(self) -> str | None:
        return self.random.choice([None, *"abcdef"])

    def thing(self) -> Thing:
        self.turns += 1
        cells = {name: self.value() for name in NAMES}
        return Thing(f"k{self.turns}", cells | {"label": f"place {self.turns}"})

    def one(self) -> tuple[Thing, str]:
        """A cell that people see."""
        seen = [thing for thing in self.things if thing.key in self.shown]
        return self.random.choice(seen), self.random.choice(self.names[1:])

    def upstream(self, week: int) -> None:
        """What the producer does; a week of new keys changes nothing else."""
        if week in RENAMED or week == ALL_RENAMED:
            few = self.things if week == ALL_RENAMED else self.random.sample(self.things, 3)
            for thing in few:
                self.turns += 1
                thing.key = f"k{self.turns}"
                # No release saw them beside their row: they wait for a person, under the old key.
                thing.said = {n: of for n, of in thing.said.items() if n not in thing.fresh}
            return
        for _ in range(12):
            thing, name = self.random.choice(self.things), self.random.choice(NAMES[1:])
            thing.cells[name] = self.random.choice([self.value(), thing.expected(name)])
        for _ in range(2):
            self.things.remove(self.random.choice(self.things))
            self.things.append(self.thing())

    def corrected(self, thing: Thing, name: str, base: str | None, value: str | None) -> None:
        row = ("lieux", "places", (thing.key,))
        number = propose(self.path, row, {name: Edit(base, value)}, why="", evidence="", day=DAY)
        accept(self.path, number, DAY)
        bases, before = thing.said.get(name, ([], None))
        known = [*bases, before] if name in thing.said else []
        thing.fresh |= {name} - thing.said.keys()
        thing.said[name] = ([*known, base], value)
        self.accepted += 1

    def people(self) -> None:
        """Twenty corrections, of which two are of one cell, from people who saw the same there."""
        for turn in range(EACH_WEEK - 1):
            thing, name = self.one()
            base = self.shown[thing.key][name]
            for value in (self.value(), self.value())[: 2 if turn == 0 else 1]:
                self.corrected(thing, name, base, f"{value}{value}")

    def withdrawn(self) -> None:
        """Somebody takes one back."""
        number, key, name, *_ = self.random.choice(live(self.path, "lieux", "places"))
        undo(self.path, int(str(number)), DAY)
        for thing in [one for one in self.things if f'["{one.key}"]' == key]:
            del thing.said[str(name)]

    def publish(self, week: int) -> None:
        drifts = week in DRIFTING
        self.names = tuple(name for name in NAMES if not (drifts and name == GONE))
        before = self.place.brought("before", pa.table({"id": pa.array(self.shown, pa.string())}))
        said = live(self.path, "lieux", "places")
        declared = DRIFTED if drifts else DECLARED
        rows = self.place.brought("rows", self.arrow())
        found = correct(rows, declared, said, before if self.shown else None, self.place)
        settled = found.settled(self.place)
        assert [one.id for one in settled] == [one[0] for one in said]
        settle(self.path, settled)
        self.states += Counter(one.state for one in settled)
        self.shown = {row["id"]: row for row in rows_of(found.rows)}

    def arrow(self) -> pa.Table:
        columns: dict[str, list[Any]] = {"id": [thing.key for thing in self.things]}
        columns |= {name: [thing.cells[name] for thing in self.things] for name in self.names}
        return pa.table({name: pa.array(of, pa.string()) for name, of in columns.items()})

    def check(self) -> None:
        """Every cell says what the export says, or what was said of this very row."""
        assert self.shown.keys() == {thing.key for thing in self.things}
        for thing in self.things:
            thing.fresh.clear()
            for name in self.names:
                assert self.shown[thing.key][name] == thing.expected(name), (thing, name)
                if name in thing.said and thing.said[name][1] == thing.cells[name]:
                    del thing.said[name]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as found:
        yield found


def test_no_correction_is_lost_and_every_cell_is_right(tmp_path: Path, stack: ExitStack) -> None:
    year = Year(1, tmp_path, stack.enter_context(bench(tmp_path)))
    for week in range(WEEKS):
        if week:
            year.people()
            year.withdrawn()
            year.upstream(week)
        year.publish(week)
        year.check()
    assert year.accepted == EACH_WEEK * (WEEKS - 1)
    assert kept(year.path) == year.accepted
    assert {"applied", "absorbed", "conflict", "orphan", "rematched", "schema"} <= {*year.states}
    assert year.states["rematched"] > 50


def kept(path: Path) -> int:
    """How many corrections the desk knows, each in a state that says what became of it."""
    from publish.corrections.desk_file import reading

    with reading(path) as database:
        states = [state for (state,) in database.execute("SELECT state FROM corrections")]
    assert {*states} <= {*get_args(State)}
    return len(states)
