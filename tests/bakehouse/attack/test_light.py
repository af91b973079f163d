"""Light moves: a few people who change places, by whom no number that is known is another."""

import random
import time

import numpy as np
import pytest

from publish.bakehouse.attack.light import LightMoves
from tests.bakehouse.check.test_reader import history, stays
from tests.bakehouse.series.attacker import Attacker
from tests.bakehouse.series.test_union import SIX_LEAVE
from tests.bakehouse.series.weeks import each_on_its_own


def test_no_move_changes_what_two_releases_tell() -> None:
    public = stays(each_on_its_own(SIX_LEAVE, 11, 11))
    for moved in (public.combination, np.arange(len(public.first))):
        light = LightMoves(public, moved)
        for of in public.small(11):
            assert light.told(public.at(*of), time.monotonic() + 60) == (True, None)


@pytest.mark.slow("solves the releases of many small surveys")
def test_a_move_is_whole_and_keeps_what_is_known() -> None:
    chance, found = random.Random(7), 0
    for _ in range(12):
        releases = each_on_its_own(history(chance), 5, 5)
        public, theirs = stays(releases), Attacker(releases)
        light = LightMoves(public, np.arange(len(public.first)))
        cells = sorted({cell for one in releases for cell in one.cells}, key=str)
        for cell, release in public.small(5):
            told, move = light.told(public.at(cell, release), time.monotonic() + 60)
            low, high = theirs.interval(release, cells[cell])
            assert told is None or told == (round(high - low) == 0)
            if move is not None:
                found += 1
                assert move[public.at(cell, release)].sum() != 0
                assert (public.people + move >= 0).all()
                for counted, taken in public.equations():
                    assert move[counted].sum() == move[taken].sum()
    assert found > 100


def test_it_stops_when_time_is_over() -> None:
    public = stays(each_on_its_own(SIX_LEAVE, 11, 11))
    light = LightMoves(public, public.combination)
    assert light.told(public.at(*public.small(11)[0]), time.monotonic() - 1) == (None, None)
