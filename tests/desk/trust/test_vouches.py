"""Vouches: what is offered counts when it is accepted, up to limits, and is for the two alone."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest

from publish.desk.members import revoke
from publish.desk.trust.vouches import (
    LASTING_SECONDS,
    PACE_SECONDS,
    Unvouched,
    Vouch,
    accept,
    decline,
    given,
    received,
    take_back,
    vouch,
)
from tests.desk.trust.circles import NOW, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a desk, not made yet."""
    return tmp_path / "desk" / "desk.db"


def rows(path: Path) -> int:
    """How many vouches the file holds, live or not."""
    with closing(connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM vouches").fetchone()[0])


def refused(path: Path, giver: str, name: str, now: int) -> str:
    with pytest.raises(Unvouched) as caught:
        vouch(path, giver, name, now)
    return f"{caught.value.why}: {caught.value}"


def test_a_vouch_is_offered_then_accepted_by_the_other_alone(path: Path) -> None:
    of = opened(path, "Dan")
    vouch(path, of["Ada"], "Dan", NOW)
    [offered] = received(path, of["Dan"], NOW)
    assert offered == Vouch(1, "Ada", NOW, None, NOW + 730 * 86_400)
    assert [one.name for one in given(path, of["Ada"], NOW)] == ["Dan"]
    for stranger in (of["Ada"], of["Bea"], "", "nobody"):
        assert not accept(path, stranger, 1, NOW)
        assert not decline(path, stranger, 1, NOW)
    assert accept(path, of["Dan"], 1, NOW + 7)
    assert received(path, of["Dan"], NOW + 7)[0].accepted == NOW + 7
    assert not accept(path, of["Dan"], 1, NOW + 8)
    assert not decline(path, of["Dan"], 1, NOW + 8)


def test_what_was_declined_or_taken_back_is_over(path: Path) -> None:
    of = opened(path, "Dan", "Eve")
    vouch(path, of["Ada"], "Dan", NOW)
    vouch(path, of["Bea"], "Dan", NOW)
    assert decline(path, of["Dan"], 1, NOW)
    assert not accept(path, of["Dan"], 1, NOW)
    assert accept(path, of["Dan"], 2, NOW)
    for stranger in (of["Dan"], of["Ada"], of["Eve"]):
        assert not take_back(path, stranger, 2, NOW)
    assert take_back(path, of["Bea"], 2, NOW)
    assert (given(path, of["Ada"], NOW), received(path, of["Dan"], NOW)) == ([], [])


def test_one_in_five_days_also_when_it_was_taken_back(path: Path) -> None:
    of = opened(path, "Dan", "Eve")
    vouch(path, of["Ada"], "Dan", NOW)
    said = "pace: one vouch in 5 days: the next may be offered from 2026-12-06 on"
    assert refused(path, of["Ada"], "Eve", NOW + PACE_SECONDS - 1) == said
    take_back(path, of["Ada"], 1, NOW)
    assert refused(path, of["Ada"], "Eve", NOW + PACE_SECONDS - 1) == said
    vouch(path, of["Ada"], "Eve", NOW + PACE_SECONDS)
    # Whom it was for is forgotten once it limits nothing.
    assert rows(path) == 1


def test_ten_live_ones_are_the_most(path: Path) -> None:
    names = [f"m{number}" for number in range(12)]
    of = opened(path, *names)
    for turn, name in enumerate(names[:10]):
        vouch(path, of["Ada"], name, NOW + turn * PACE_SECONDS)
    later = NOW + 10 * PACE_SECONDS
    said = "stock: 10 live vouches are the most: one is to be taken back first"
    assert refused(path, of["Ada"], "m10", later) == said
    take_back(path, of["Ada"], 3, later)
    vouch(path, of["Ada"], "m10", later)
    over = NOW + LASTING_SECONDS
    assert len(given(path, of["Ada"], over - 1)) == 10
    # The first is over then.
    vouch(path, of["Ada"], "m11", over)


def test_nobody_vouches_for_themselves_for_nobody_or_twice(path: Path) -> None:
    of = opened(path, "Dan")
    assert refused(path, of["Ada"], "Ada", NOW) == "self: nobody vouches for themselves"
    assert refused(path, of["Ada"], "Zoé", NOW) == "nobody: there is no member 'Zoé'"
    vouch(path, of["Ada"], "Dan", NOW)
    said = "already: this vouch was offered already, and lives"
    assert refused(path, of["Ada"], "Dan", NOW + PACE_SECONDS) == said
    again = NOW + LASTING_SECONDS
    vouch(path, of["Ada"], "Dan", again)
    assert [one.offered for one in given(path, of["Ada"], again)] == [again]


def test_of_twenty_offered_at_once_one_is_taken(path: Path) -> None:
    names = [f"m{number}" for number in range(20)]
    of = opened(path, *names)

    def offer(name: str) -> bool:
        try:
            vouch(path, of["Ada"], name, NOW)
        except Unvouched:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(offer, names)) == 1
    assert len(given(path, of["Ada"], NOW)) == 1


def test_who_is_no_member_any_more_vouches_for_nobody(path: Path) -> None:
    of = opened(path, "Dan")
    for giver, name in (("Ada", "Dan"), ("Dan", "Bea"), ("Cleo", "Bea")):
        vouch(path, of[giver], name, NOW)
    revoke(path, "Dan", NOW)
    assert given(path, of["Ada"], NOW) == []
    assert [one.name for one in received(path, of["Bea"], NOW)] == ["Cleo"]
