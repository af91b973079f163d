"""Corrections that stood in the last release and stand no more: few are told, many refuse."""

from collections.abc import Iterator

from publish.bakehouse.corrections.corrected import Corrected
from publish.bakehouse.engine import Workspace
from publish.corrections.states import BROKEN, SHOWN
from publish.declare.corrections import Corrections
from publish.declare.table import Table
from publish.errors import Problem

FEWEST = 5
"""So many may break at a time, whatever share of them all that is."""
_STOOD = f"""
SELECT count(*) FILTER (_state IN {SHOWN}), count(*) FILTER (_state IN {SHOWN} AND _now IN {BROKEN})
FROM {{them}}
"""  # noqa: S608
_WAITING = f"SELECT _now, count(*) FROM {{them}} WHERE _now IN {BROKEN} GROUP BY ALL ORDER BY ALL"  # noqa: S608
_WHY = {
    "conflict": "where the export changed too",
    "orphan": "of rows that are gone",
    "ambiguous": "of rows that several rows are like by now",
    "invalid": "with a value that may not stand there",
    "schema": "of columns that cannot be corrected any more",
}


def broken(name: str, table: Table, corrected: Corrected, place: Workspace) -> Iterator[Problem]:
    """What a maintainer is told of corrections that do not stand."""
    [[stood, lost]] = place.sql(place.filled(_STOOD, them=corrected.corrections))
    most = (table.corrections or Corrections()).broken.max
    if lost > max(FEWEST, most * stood):
        yield Problem(
            "many-broken-corrections",
            name,
            f"{lost} of {stood} corrections stand no more: more than {most:.0%}",
            "check that the export is the right one; if it is, raise `corrections: {broken: {max: "
            "…}}` for this once",
        )
    waiting = dict(place.sql(place.filled(_WAITING, them=corrected.corrections)))
    if waiting:
        told = ", ".join(f"{number} {_WHY[state]}" for state, number in waiting.items())
        yield Problem(
            "broken-corrections",
            name,
            f"corrections that do not stand, and are tried again each time: {told}",
            "`fournil desk conflicts` lists them, `fournil desk undo NUMBER` ends one",
            "warning",
        )
