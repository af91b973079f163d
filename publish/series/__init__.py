"""Safety of a series of releases: what changes from one to the next tells of nobody."""

from publish.series.difference import series_problems, together_problems
from publish.series.settle import settle
from publish.series.settled import Settled
from publish.series.state import state_problems
from publish.series.together import settle_together
from publish.series.writing import NewRelease, also_known_as, commit, prepare, recover

__all__ = [
    "NewRelease",
    "Settled",
    "also_known_as",
    "commit",
    "prepare",
    "recover",
    "series_problems",
    "settle",
    "settle_together",
    "state_problems",
    "together_problems",
]
