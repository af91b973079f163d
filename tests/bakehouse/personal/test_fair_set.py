"""How many columns of the fair and the hostile set are found, and how many in vain."""

from pathlib import Path

import pytest

from tests.bakehouse.personal.columns import Cells, kinds
from tests.bakehouse.personal.fair_set import FairColumn, fair_set
from tests.bakehouse.personal.hostile_set import hostile_set
from tests.tables import bench

Told = tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]


def told(folder: Path, columns: list[FairColumn]) -> Told:
    """Which columns were missed, and in which something was found in vain."""
    cells = [Cells(one.values, one.header, one.type, one.people) for one in columns]
    with bench(folder) as place:
        found = [frozenset(one) for one in kinds(place, cells)]
    seen = {one.label: (one.kinds, had) for one, had in zip(columns, found, strict=True)}
    missed = {label: wanted for label, (wanted, had) in seen.items() if wanted and not wanted & had}
    return missed, {label: had for label, (wanted, had) in seen.items() if had and not wanted}


@pytest.mark.slow("reads thousands of values by every kind")
@pytest.mark.parametrize("columns", [fair_set(1), fair_set(2), hostile_set(2), hostile_set(3)])
def test_what_is_personal_is_told_from_what_only_seems_so(
    tmp_path: Path, columns: list[FairColumn]
) -> None:
    assert told(tmp_path, columns) == ({}, {})


@pytest.mark.parametrize("columns", [fair_set(), hostile_set()])
def test_half_of_each_set_is_harmless(columns: list[FairColumn]) -> None:
    personal = [one for one in columns if one.kinds]
    assert len(columns) >= 40
    assert len(personal) <= len(columns) / 2
    assert all(20 <= len(one.values) <= 200 for one in columns)
