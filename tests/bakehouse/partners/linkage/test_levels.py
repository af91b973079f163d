"""The probabilities that hold where nothing is learned are probabilities, and go one way."""

import pytest

from publish.bakehouse.partners.linkage.levels import LEVELS, Kind


@pytest.mark.parametrize("kind", LEVELS)
def test_those_of_a_kind_sum_up_to_one(kind: Kind) -> None:
    assert sum(level.same for level in LEVELS[kind]) == pytest.approx(1)
    assert sum(level.other for level in LEVELS[kind]) == pytest.approx(1)


@pytest.mark.parametrize("kind", LEVELS)
def test_the_first_speaks_for_one_thing_and_the_last_against(kind: Kind) -> None:
    first, *_, last = LEVELS[kind]
    assert first.same > 100 * first.other
    assert last.same < last.other
    assert last.when == "ELSE"
