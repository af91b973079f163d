"""From exports to a release: the steps of a run, by name, in their order."""

from collections.abc import Callable

from publish.bakehouse.steps.partners import merge_tables
from publish.bakehouse.steps.release import bake_rows, describe_release, publish_release
from publish.bakehouse.steps.tables import (
    check_tables,
    correct_tables,
    keep_present,
    read_exports,
    recode_columns,
    settle_tables,
    shape_tables,
)
from publish.bakehouse.steps.work import DatasetRun, Outcome, RunWork

Step = Callable[[RunWork], Outcome | None]

STEPS: dict[str, Step] = {
    "read": read_exports,
    "shape": shape_tables,
    "merge": merge_tables,
    "correct": correct_tables,
    "present": keep_present,
    "protect": recode_columns,
    "settle": settle_tables,
    "check": check_tables,
    "bake": bake_rows,
    "describe": describe_release,
    "publish": publish_release,
}
"""Each takes the work on; the first that gives an outcome ends the run."""


def run_steps(work: RunWork) -> Outcome:
    """How the run ended; raises a FournilError where a step refuses."""
    outcomes = (step(work) for step in STEPS.values())
    return next(outcome for outcome in outcomes if outcome is not None)


__all__ = ["STEPS", "DatasetRun", "Outcome", "RunWork", "Step", "run_steps"]
