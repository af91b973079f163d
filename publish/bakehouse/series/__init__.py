"""Safety of a series of releases: what changes from one to the next tells of nobody."""

from publish.bakehouse.series.difference import series_problems, together_problems
from publish.bakehouse.series.settle import settle
from publish.bakehouse.series.settled import Settled
from publish.bakehouse.series.state import state_problems
from publish.bakehouse.series.together import settle_together
from publish.bakehouse.series.writing import (
    NewRelease,
    commit,
    prepare,
    prepare_rebake,
    recover,
    remember_waiting,
)

__all__ = [
    "NewRelease",
    "Settled",
    "commit",
    "prepare",
    "prepare_rebake",
    "recover",
    "remember_waiting",
    "series_problems",
    "settle",
    "settle_together",
    "state_problems",
    "together_problems",
]
