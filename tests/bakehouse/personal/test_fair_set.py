"""How many columns of the fair set are found, and how many found in vain."""

from pathlib import Path

import pytest

from tests.bakehouse.personal.columns import Cells, kinds
from tests.bakehouse.personal.fair_set import fair_set
from tests.tables import bench


@pytest.mark.slow("reads thousands of values by every kind")
@pytest.mark.parametrize("seed", [1, 2])
def test_the_fair_set_is_told_apart(tmp_path: Path, seed: int) -> None:
    columns = fair_set(seed)
    cells = [Cells(one.values, one.header, one.type, one.people) for one in columns]
    with bench(tmp_path) as place:
        told = kinds(place, cells)
    results = {one.label: (one.kinds, set(found)) for one, found in zip(columns, told, strict=True)}
    missed = {label: wanted for label, (wanted, found) in results.items() if wanted - found}
    false = {label: found - wanted for label, (wanted, found) in results.items() if found - wanted}
    assert (missed, false) == ({}, {})


def test_half_of_the_fair_set_is_harmless() -> None:
    columns = fair_set()
    personal = [one for one in columns if one.kinds]
    assert len(columns) >= 40
    assert len(personal) <= len(columns) / 2
    assert all(20 <= len(one.values) <= 200 for one in columns)
