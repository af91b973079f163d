"""Consents that end soon, while there is time to ask again."""

from collections.abc import Iterator
from datetime import timedelta

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.protect.agreed import agreed
from publish.declare.consents import Consent
from publish.errors import Problem

SOON = timedelta(days=30)


def ending_consents(inspection: Inspection) -> Iterator[Problem]:
    """Rows of which a consent stands today, and no more in a month."""
    for run in inspection.tables.values():
        for consent in run.declared.purposes.values():
            if consent.months is not None and (rows := _ending(run, consent, inspection)):
                yield Problem(
                    "ending-consents",
                    f"{run.name}.{consent.column}",
                    f"the consents of {rows} rows stand no more on {inspection.as_of + SOON}",
                    "ask these people again, and note the new day in the export",
                    "warning",
                    private=True,
                )


def _ending(run: TableRun, consent: Consent, inspection: Inspection) -> int:
    now = agreed(run.present, consent, inspection.as_of)
    then = agreed(run.present, consent, inspection.as_of + SOON)
    return int(run.present.filter(now & ~then).count().to_pyarrow().as_py())
