"""Half a year of exports and corrections: none lost, none on another row, every sure cell right."""

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
from publish.corrections.decisions import accept
from publish.corrections.live import live, settle
from publish.corrections.proposals import Edit, propose
from tests.sites import DAY
from tests.tables import bench, column, rows_of, table

NAMES = ("name", "kind", "seats")
DECLARED = table({name: column() for name in ("id", *NAMES)}, primary_key=("id",))
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
        thing = self.things[place % len(self.things)]
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

    @rule()
    def publish(self) -> None:
        before = self.place.brought("before", pa.table({"id": pa.array(self.shown, pa.string())}))
        rows = self.place.brought("rows", self._arrow())
        said = live(self.path, "lieux", "places")
        found = correct(rows, DECLARED, said, before if self.shown else None, self.place)
        settled = found.settled(self.place)
        assert [one.id for one in settled] == [one[0] for one in said]
        settle(self.path, settled)
        self.shown = {row["id"]: row for row in rows_of(found.rows)}
        assert self.shown.keys() == {thing.key for thing in self.things}
        for thing in self.things:
            self._fits(thing)

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
