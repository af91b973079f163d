"""The exact solver of the attack suite finds what an attacker written apart finds."""

import random

import pytest

from publish.bakehouse.attack.exact import solved
from publish.bakehouse.attack.subtraction import unprotected
from publish.bakehouse.check.reader import narrow
from tests.bakehouse.check.test_reader import history, stays
from tests.bakehouse.series.attacker import Attacker
from tests.bakehouse.series.test_union import SIX_LEAVE
from tests.bakehouse.series.weeks import each_on_its_own, published


def test_it_computes_what_two_releases_tell() -> None:
    """31 - 15 - 14 = 2, and 9 is what is left of 25 then."""
    public = stays(each_on_its_own(SIX_LEAVE, 11, 11))
    assert len(public.small(11)) == 2
    assert solved(public, public.small(11), 60) == (2, 2)


def test_nothing_follows_where_the_change_waits() -> None:
    public = stays(published(SIX_LEAVE, 11, 11))
    assert solved(public, public.small(11), 60) == (0, len(public.small(11)))


def test_it_stops_when_time_is_over() -> None:
    public = stays(each_on_its_own(SIX_LEAVE, 11, 11))
    assert solved(public, public.small(11), 0) == (0, 0)


def test_whoever_protects_nothing_tells_what_is_planted() -> None:
    bare = unprotected(stays(published(SIX_LEAVE, 11, 11)), 11)
    told = narrow(bare, bare.small(11), 11)
    assert told[-1] == (len(bare.shown) - 1, bare.releases - 1)
    assert bare.numbers[told[-1]] == 2
    assert solved(bare, told[-1:], 60) == (1, 1)


@pytest.mark.slow("solves the releases of many small surveys, twice")
def test_it_finds_what_an_attacker_written_apart_finds() -> None:
    chance, found = random.Random(7), 0
    for _ in range(12):
        releases = each_on_its_own(history(chance), 5, 5)
        public, theirs = stays(releases), Attacker(releases)
        cells = sorted({cell for one in releases for cell in one.cells}, key=str)
        for cell, release in public.small(5):
            low, high = theirs.interval(release, cells[cell])
            told, asked = solved(public, [(cell, release)], 60)
            assert (told, asked) == (int(round(high - low) == 0), 1)
            found += told
    assert found > 0
