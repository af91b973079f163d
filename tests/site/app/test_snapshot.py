"""A request keeps the view that it started with."""

import pytest

from publish.site.app.snapshot import Snapshot, pin, pinned


def test_a_pin_holds_inside_its_block_and_counts() -> None:
    view = Snapshot({"a": 1})
    assert pinned() is None
    with pin(view), pin(view):
        assert pinned() is view
        assert view.uses == 2
    assert (pinned(), view.uses) == (None, 0)


def test_a_younger_dataset_is_looked_up_in_the_live_view() -> None:
    live = Snapshot({"a": 2, "b": 3})
    old = Snapshot({"a": 1}, live=lambda: live)
    assert (old["a"], old["b"]) == (1, 3)
    assert "b" not in old
    with pytest.raises(KeyError):
        old["c"]


def test_a_copy_changes_alone() -> None:
    view = Snapshot({"a": 1})
    copy = view.copy()
    copy["b"] = 2
    assert ("b" in view, copy.uses) == (False, 0)
