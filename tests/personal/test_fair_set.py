"""How many columns of the fair set are found, and how many found in vain."""

from pathlib import Path

import pytest

from tests.personal.columns import kinds
from tests.personal.fair_set import FairColumn, fair_set
from tests.tables import bench


@pytest.mark.parametrize("seed", [1, 2])
def test_the_fair_set_is_told_apart(tmp_path: Path, seed: int) -> None:
    columns = fair_set(seed)
    with bench(tmp_path) as place:

        def found(one: FairColumn) -> set[str]:
            return set(kinds(place, one.values, one.header, one.type, people=one.people))

        results = {one.label: (one.kinds, found(one)) for one in columns}
    missed = {label: wanted for label, (wanted, found) in results.items() if wanted - found}
    false = {label: found - wanted for label, (wanted, found) in results.items() if found - wanted}
    assert (missed, false) == ({}, {})


def test_half_of_the_fair_set_is_harmless() -> None:
    columns = fair_set()
    personal = [one for one in columns if one.kinds]
    assert len(columns) >= 40
    assert len(personal) <= len(columns) / 2
    assert all(20 <= len(one.values) <= 200 for one in columns)
