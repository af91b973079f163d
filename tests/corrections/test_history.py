"""What was said of a row before: the last of it, and the proposal itself."""

from datetime import date
from pathlib import Path

from publish.corrections.history import MOST, history
from publish.corrections.proposals import Edit, proposal, propose

DAY = date(2026, 12, 1)


def test_of_a_thousand_proposals_the_last_are_told_and_the_one_that_is_asked_of(
    tmp_path: Path,
) -> None:
    path, row = tmp_path / "desk.db", ("lieux", "places", ["12"])
    numbers = [
        propose(path, row, {"hours": Edit("a", str(one))}, why="", evidence="", day=DAY)
        for one in range(MOST + 10)
    ]
    told = [one.proposal.id for one in history(path, proposal(path, numbers[3]))]
    assert told == [*numbers[: -MOST - 1 : -1], numbers[3]]
    told = [one.proposal.id for one in history(path, proposal(path, numbers[-1]))]
    assert told == numbers[: -MOST - 1 : -1]
