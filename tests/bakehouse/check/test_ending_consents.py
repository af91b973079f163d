"""A month before consents end, whoever publishes is told how many do."""

from datetime import date

import pyarrow as pa
import pytest

from publish.bakehouse.check.ending_consents import ending_consents
from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.protect.present import consenting
from publish.declare.declaration import Dataset
from tests.bakehouse.check.test_basis import given
from tests.bakehouse.check.test_rows import DATASET
from tests.tables import column, table

DAY = date(2026, 11, 21)
GIVEN = [
    date(2025, 11, 21),  # over today
    date(2025, 11, 22),
    date(2025, 12, 20),
    date(2025, 12, 21),  # over on the day that is looked at
    date(2025, 12, 22),
    None,
]


def told(place: Workspace, **ends: object) -> list[str]:
    declared = table(
        {"who": column("integer", "identifier", protect="drop"), "agreed": column("date")},
        contributor="who",
        consents={"contact": {"column": "agreed", "why": "A box on the form."} | ends},
    )
    rows = consenting(given(place, GIVEN, pa.date32()), declared, DAY)
    dataset = Dataset.model_validate(DATASET | {"tables": {"rows": declared}})
    tables = {"rows": TableRun("rows", declared, None, Protected(()), rows)}  # type: ignore[arg-type]
    return [str(one) for one in ending_consents(Inspection("lieux", dataset, tables, DAY))]


def test_those_that_end_within_a_month_are_counted(place: Workspace) -> None:
    assert told(place, months=12) == [
        "warning ending-consents: rows.agreed: the consents of 3 rows stand no more on "
        "2026-12-21; ask these people again, and note the new day in the export"
    ]


@pytest.mark.parametrize("ends", [{}, {"months": 6}, {"months": 24}])
def test_nothing_is_told_of_what_has_no_end_is_over_or_stands_longer(
    place: Workspace, ends: dict[str, object]
) -> None:
    assert told(place, **ends) == []
