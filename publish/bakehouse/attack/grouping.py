"""Regrouping: do the columns of a table about things put the rows of one contributor together?"""

from collections.abc import Iterator

import pyarrow as pa

from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.check.inspection import TableRun
from publish.bakehouse.check.regroup import betted, regroupings
from publish.bakehouse.check.ways import attacks, drawn
from publish.bakehouse.protect.recoded import PERSON

PLANTED, EACH = 60, 3
"""So many contributors, of so many rows each, are in the control beside the real ones."""


def regrouping(ground: Ground) -> Iterator[Result]:
    """Ways, in what leaves today, that win bets on who made two rows.

    The control publishes a digest of the contributor beside each row.
    """
    for run in betted(ground.inspection):
        found = len(list(regroupings(run, drawn(run.protected.linked))))
        tried, unit = len(run.declared.published), "columns, alone or in pairs"
        yield Result("regrouping", run.name, found, tried, unit, _control(ground, run))


def _control(ground: Ground, run: TableRun) -> Control:
    rows, declared = run.protected.linked, run.declared
    own = rows.select(**{PERSON: rows[PERSON].cast("string")})
    planted = pa.table({PERSON: [f"planted {n // EACH}" for n in range(PLANTED * EACH)]})
    copy = own.union(ground.place.brought("planted", planted))
    copy = ground.place.kept("planted", copy.mutate(code=copy[PERSON].hash().cast("string")))
    column = declared.columns[str(declared.contributor)]
    bets = attacks(drawn(copy), "code", column)
    won = max((one.precision for one in bets), default=0.0)
    return Control(won, 1, "bets on a published digest", 0.9)
