"""A governance card that was begun is finished."""

from collections.abc import Iterator

from publish.bakehouse.check.inspection import Inspection
from publish.declare.governance import WRITE, lacking
from publish.errors import Problem


def incomplete_governance(inspection: Inspection) -> Iterator[Problem]:
    """The keys that a governance card still needs; a dataset without one is not asked."""
    card = inspection.declared.governance
    keys = list(lacking(card, inspection.declared.of_someone)) if card else []
    if keys:
        yield Problem(
            "incomplete-governance",
            f"{inspection.name}, governance",
            f"its governance card says nothing of {', '.join(keys)}",
            f"add {', '.join(f'`{WRITE[key]}`' for key in keys)}",
            "warning",
        )
