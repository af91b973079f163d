"""Half a year of exports and corrections: none lost, none on another row, every sure cell right."""

import json
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from publish.bakehouse.corrections import correct
from publish.corrections.decisions import accept, refuse
from publish.corrections.live import Settled, live, settle, undo
from publish.corrections.outgoing import outgoing
from publish.corrections.proposals import Edit, propose
from publish.errors import DeskError
from tests.sites import DAY
from tests.tables import bench, column, rows_of, table

NAMES = ("name", "kind", "seats")
DECLARED = table(
    {name: column() for name in ("id", *NAMES)}, primary_key=("id",), corrections={"add": True}
)
VALUES = st.sampled_from(["1", "2", "3", None])
PLACES = st.integers(0, 7)

pytestmark = pytest.mark.slow("hundreds of merges")


@dataclass
class Thing:
    """A row as its producer knows it, whatever its key is called this week."""

    key: str
    cells: dict[str, str | None]
    edits: dict[str, tuple[list[str | None], str | None]] = field(default_factory=dict)
    lost: dict[str, set[str | None]] = field(default_factory=dict)
    """What was said of it under a key that it had before: it may be known again, or not."""


class Weeks(RuleBasedStateMachine):
    """A producer who edits, deletes, adds and renames; people who correct what they see."""

    @initialize(cells=st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=8, max_size=8))
    def begin(self, cells: list[tuple[str | None, ...]]) -> None:
        self.things = [
            Thing(f"k{n}", dict(zip(NAMES, of, strict=True))) for n, of in enumerate(cells)
        ]
        self.numbers = iter(range(8, 1000))
        self.stack = ExitStack()
        self.folder = Path(mkdtemp())
        self.place = self.stack.enter_context(bench(self.folder))
        self.shown: dict[str, dict[str, Any]] = {}
        self.added: dict[int, Thing] = {}
        self.publish()

    @rule(place=PLACES, name=st.sampled_from(NAMES), value=VALUES)
    def the_producer_edits(self, place: int, name: str, value: str | None) -> None:
        self.things[place % len(self.things)].cells[name] = value

    @precondition(lambda self: len(self.things) > 3)
    @rule(place=PLACES)
    def the_producer_deletes(self, place: int) -> None:
        del self.things[place % len(self.things)]

    @rule(cells=st.tuples(VALUES, VALUES, VALUES))
    def the_producer_adds(self, cells: tuple[str | None, ...]) -> None:
        key = f"k{next(self.numbers)}"
        self.things.append(Thing(key, dict(zip(NAMES, cells, strict=True))))

    @rule(place=PLACES)
    def the_producer_renames(self, place: int) -> None:
        thing = self.things[place % len(self.things)]
        thing.key = f"k{next(self.numbers)}"
        for name, (_, new) in thing.edits.items():
            thing.lost.setdefault(name, set()).add(new)
        thing.edits = {}

    @rule(place=PLACES, name=st.sampled_from(NAMES), value=VALUES)
    def someone_corrects(self, place: int, name: str, value: str | None) -> None:
        self._correct(self.things[place % len(self.things)], name, value)

    def _correct(self, thing: Thing, name: str, value: str | None) -> None:
        if thing.key not in self.shown or self.shown[thing.key][name] == value:
            return
        base = self.shown[thing.key][name]
        # What was said of it before is replaced, where the row was known again.
        row = ("lieux", "places", (thing.key,))
        number = propose(self.path, row, {name: Edit(base, value)}, why="", evidence="", day=DAY)
        accept(self.path, number, DAY)
        bases, before = thing.edits.get(name, ([], None))
        known = [*bases, before] if name in thing.edits else []
        thing.edits[name] = ([*known, base], value)

    @rule(cells=st.tuples(VALUES, VALUES, VALUES))
    def someone_adds_what_is_missing(self, cells: tuple[str | None, ...]) -> None:
        said = dict(zip(NAMES, cells, strict=True))
        edits = {name: Edit(None, value) for name, value in said.items()}
        row = ("lieux", "places", ())
        number = propose(self.path, row, edits, why="", evidence="", day=DAY, kind="addition")
        try:
            [key] = accept(self.path, number, DAY).key
        except DeskError:
            refuse(self.path, number, "twice", DAY)
            assert any(said == thing.cells for thing in self.added.values())
            return
        [correction] = [one.number for one in outgoing(self.path, "lieux") if key in one.key]
        self.added[correction] = Thing(key, said)

    @precondition(lambda self: self.added)
    @rule(place=PLACES, name=st.sampled_from(NAMES), value=VALUES)
    def someone_corrects_what_was_added(self, place: int, name: str, value: str | None) -> None:
        self._correct([*self.added.values()][place % len(self.added)], name, value)

    @precondition(lambda self: self.added)
    @rule(place=PLACES)
    def what_was_added_is_taken_back(self, place: int) -> None:
        number = [*self.added][place % len(self.added)]
        undo(self.path, number, DAY)
        del self.added[number]

    @precondition(lambda self: self.added)
    @rule(place=PLACES, own=st.booleans(), corrected=st.booleans())
    def the_producer_takes_over(self, place: int, own: bool, corrected: bool) -> None:
        thing = [*self.added.values()][place % len(self.added)]
        if own and any(thing.key == one.key for one in self.things):
            return
        cells = self.shown.get(thing.key, thing.cells) if corrected else thing.cells
        key = thing.key if own else f"k{next(self.numbers)}"
        self.things.append(Thing(key, {name: cells[name] for name in NAMES}))

    @rule()
    def publish(self) -> None:
        before = self.place.brought("before", pa.table({"id": pa.array(self.shown, pa.string())}))
        rows = self.place.brought("rows", self._arrow())
        said = live(self.path, "lieux", "places")
        found = correct(rows, DECLARED, said, before if self.shown else None, self.place)
        settled = found.settled(self.place)
        assert [one.id for one in settled] == [one[0] for one in said]
        known, rows = self.shown.keys(), rows_of(found.rows)
        self.shown = {row["id"]: row for row in rows}
        for one in settled:
            if one.id in self.added:
                self._became(one, self.added[one.id], known)
        settle(self.path, settled)
        ends = {one.id for one in settled if one.state == "absorbed"}
        self.added = {of: thing for of, thing in self.added.items() if of not in ends}
        there = [thing.key for thing in (*self.things, *self.added.values())]
        assert sorted(self.shown) == sorted(there)
        assert len(rows) == len(there)
        for thing in (*self.things, *self.added.values()):
            self._fits(thing)

    def _became(self, one: Settled, added: Thing, known: Collection[str]) -> None:
        """What was added is shown, or the one row of the export that says the same."""
        assert one.state in ("applied", "ambiguous", "absorbed")
        as_corrected = added.cells | {name: new for name, (_, new) in added.edits.items()}
        like = [
            thing
            for thing in self.things
            if thing.key not in known and thing.cells in (added.cells, as_corrected)
        ]
        [key] = json.loads(one.key)
        if one.state == "absorbed":
            [into] = [thing for thing in self.things if thing.key == key]
            assert key == added.key or into in like
            into.edits = added.edits | into.edits
        elif one.state == "applied":
            assert not like

    def _fits(self, thing: Thing) -> None:
        """Each cell says what the export says, or what was said of this very row."""
        for name in NAMES:
            source, shown = thing.cells[name], self.shown[thing.key][name]
            bases, new = thing.edits.get(name, ([], source))
            assert shown in {source, new, *thing.lost.get(name, ())}
            if name not in thing.lost:
                assert shown == (new if source in bases else source)
            if source == new:
                thing.edits.pop(name, None)

    def _arrow(self) -> pa.Table:
        columns = {"id": [thing.key for thing in self.things]}
        columns |= {name: [thing.cells[name] for thing in self.things] for name in NAMES}
        return pa.table({name: pa.array(of, pa.string()) for name, of in columns.items()})

    @property
    def path(self) -> Path:
        return self.folder / "desk" / "desk.db"

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.stack.close()


TestWeeks = Weeks.TestCase
TestWeeks.settings = settings(
    max_examples=10, stateful_step_count=40, deadline=None, phases=(Phase.explicit, Phase.generate)
)
