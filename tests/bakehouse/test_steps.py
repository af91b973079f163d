"""A run is a list of steps with names: each takes the work on, the first outcome ends it."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from publish.bakehouse import steps
from publish.bakehouse.engine import workspace
from publish.bakehouse.steps import STEPS, DatasetRun, Outcome, RunWork, run_steps
from publish.progress import Silent
from publish.release.store import Store
from tests.sites import DAY, make_site


def test_the_steps_stand_in_the_order_of_the_data() -> None:
    assert list(STEPS) == [
        "read", "shape", "merge", "correct", "present", "protect", "settle", "check", "bake",
        "describe", "publish",
    ]  # fmt: skip


def test_the_first_outcome_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step put among the others sees what those before it made, and may end the run."""
    site = make_site(tmp_path)
    chosen = {name: STEPS[name] for name in ("read", "shape", "present")}
    monkeypatch.setattr(steps, "STEPS", {**chosen, "stop": rows_read, "publish": never})
    run = DatasetRun(site, "lieux", site.dataset("lieux"), DAY, Store(tmp_path / "r"), Silent())
    with workspace(tmp_path / "private") as place, ExitStack() as stack:
        assert run_steps(RunWork(run, place, stack)) == Outcome("lieux", "unchanged", "3 rows")


def rows_read(work: RunWork) -> Outcome:
    [rows] = work.present.values()
    return Outcome(work.run.name, "unchanged", f"{rows.count().to_pyarrow().as_py()} rows")


def never(work: RunWork) -> Outcome:
    raise AssertionError("a step after the outcome")
