"""Words, types and distributions together, measured on forty labelled columns."""

import pytest

from publish.bakehouse.draft.roles import guess_roles
from tests.bakehouse.draft.labelled import HARMLESS, PERSONAL, ROWS, counted


def test_half_of_the_forty_columns_are_harmless() -> None:
    assert (len(HARMLESS), len(PERSONAL)) == (20, 20)
    assert {len(values) for values in (HARMLESS | PERSONAL).values()} == {ROWS}


@pytest.mark.slow("drafts forty columns one by one")
def test_each_column_alone_is_told_apart() -> None:
    told = {
        header: guess_roles(counted([(header, values)]))[0]
        for header, values in (HARMLESS | PERSONAL).items()
    }
    opened = {header for header, guess in told.items() if guess.role == "open"}
    assert (HARMLESS.keys() - opened, opened & PERSONAL.keys()) == (set(), set())


def test_harmless_columns_stay_so_beside_each_other() -> None:
    told = zip(HARMLESS, guess_roles(counted(HARMLESS.items())), strict=True)
    assert {header: guess.why for header, guess in told if guess.role != "open"} == {}
