"""Whatever is done to releases in whatever order: no dead end, and nothing taken back returns."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from publish.errors import StoreError
from publish.release import life
from publish.release.decisions import newer
from publish.release.index import Entry, Index
from publish.release.versions import number, raised

CONTENTS = st.sampled_from("abcd")
START = date(2026, 1, 5)


class Life(RuleBasedStateMachine):
    """The index in private and the public one, backups of the first, and what a person decided."""

    def __init__(self) -> None:
        super().__init__()
        self.own = self.public = Index("lieux")
        self.backups = [self.own]
        self.day = START
        self.given: list[str] = []
        self.withdrawn: set[str] = set()
        self.held: set[str] = set()

    @property
    def index(self) -> Index:
        return newer(self.own, self.public)

    def commit(self, index: Index) -> None:
        done = replace(index, revision=self.index.revision + 1)
        self.own = self.public = done

    def admit(self, content: str) -> None:
        entries = self.index.entries
        version = raised(entries[-1].version, "patch") if entries else "1.0.0"
        entry = Entry(version, self.day, "kept", False, content, "patch", ())
        self.commit(life.admitted(self.index, entry))
        self.given.append(version)

    @rule(content=CONTENTS)
    def publish(self, content: str) -> None:
        """Admitted, or refused with a way out that works as it is named."""
        self.day += timedelta(days=7)
        held = self.index.held(content)
        assert (held is not None) == (content in self.held)
        if held is None:
            self.admit(content)

    @rule(content=CONTENTS)
    def publish_what_was_unheld(self, content: str) -> None:
        held = self.index.held(content)
        if held:
            self.commit(life.unheld(self.index, held.version))
            self.held.discard(content)
        self.admit(content)

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def roll_back(self, data: st.DataObject) -> None:
        to = data.draw(st.sampled_from([None, *self.given]))
        before = self.index
        try:
            after = life.rolled_back(before, to)
        except StoreError:
            return
        self.held |= {
            one.content for one in after.entries if one.held and one not in before.entries
        }
        self.commit(after)

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        version = data.draw(st.sampled_from([None, *self.given]))
        before = self.index
        try:
            after = life.withdrawn(before, version, "why", self.day)
        except StoreError:
            assert set(self.given if version is None else [version]) <= self.withdrawn
            return
        gone = {one.version for one in after.entries if one not in before.entries}
        self.withdrawn |= gone
        self.held |= {one.content for one in after.entries if one.version in gone}
        self.commit(after)

    @rule(last=st.integers(1, 3), monthly=st.integers(0, 2))
    def prune(self, last: int, monthly: int) -> None:
        self.commit(life.pruned(self.index, last, monthly))

    @rule()
    def back_up(self) -> None:
        self.backups.append(self.own)

    # Where the releases and the newest backup are both lost, nothing knows what was decided since.
    @precondition(lambda self: self.public.revision == self.index.revision)
    @rule(data=st.data())
    def restore_a_backup_beside_the_releases(self, data: st.DataObject) -> None:
        self.own = data.draw(st.sampled_from(self.backups))

    @rule()
    def lose_the_releases(self) -> None:
        kept = [entry.version for entry in self.index.kept]
        self.own = self.index.without(kept, state="pruned")
        self.public = Index("lieux")

    @invariant()
    def what_was_withdrawn_stays_withdrawn(self) -> None:
        gone = {one.version for one in self.index.entries if one.state == "withdrawn"}
        assert gone == self.withdrawn

    @invariant()
    def numbers_go_on(self) -> None:
        told = [one.version for one in self.index.entries]
        assert told == self.given
        assert told == sorted(set(told), key=number)

    @invariant()
    def what_is_served_is_there(self) -> None:
        index = self.index
        assert index.current is None or index.known(index.current) in index.kept


Life.TestCase.settings = settings(max_examples=40, stateful_step_count=50, deadline=None)
TestLife = Life.TestCase


@pytest.mark.slow("ten thousand steps")
class TestLongLife(Life.TestCase):
    """The same, for longer."""

    settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
