"""Counts beside every release ever public: whether a reader could compute what they hide."""

from collections.abc import Iterator, Sequence

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.check.reader import Stays, told
from publish.bakehouse.check.stays import Known, known, stays_of
from publish.bakehouse.protect.classes import with_class
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.series.digests import nobody
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.settled import Settled
from publish.declare.people_rules import PEOPLE
from publish.errors import Problem

STANDING = """
INSERT INTO {stood} SELECT DISTINCT {scope}, _cls, _who, {newest}, {newest} FROM {alive}
"""
LEAVING = """
INSERT INTO {shown} SELECT DISTINCT {scope}, _cls, {newest}, {newest}
FROM {alive} SEMI JOIN {leaving} USING (_class)
"""


def computable_numbers(inspection: Inspection) -> Iterator[Problem]:
    """Hidden numbers of counts that all releases together, with the new one, would tell."""
    for run in inspection.tables.values():
        # Where numbers have noise, none is hidden, and none is told as it is.
        exact = run.declared.rule.noise is None
        if run.declared.mode == "aggregates" and exact and run.protected.settled:
            yield from _computable(run, inspection)


def _computable(run: TableRun, inspection: Inspection) -> Iterator[Problem]:
    rule, settled = run.declared.rule, run.protected.settled
    # What a new series tells of the past was accepted by a person.
    if any(one.ledger_part.why for one in settled):
        return
    number = told(_stays(inspection, settled), rule.k, rule.width)
    if number:
        yield Problem(
            "computable-numbers",
            run.name,
            f"{number} hidden numbers of fewer than {rule.k} people could be computed, or nearly, "
            "from this release and the earlier ones",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )


def _stays(inspection: Inspection, settled: Sequence[Settled]) -> Stays:
    """All that was ever counted of the people of a table, and what leaves now."""
    part, place = settled[0].ledger_part, settled[0].ledger_part.place
    private = inspection.private / inspection.name
    ledger = Ledger(private)
    records = ledger.counted(part.people, [one.ledger_part.name for one in settled])
    scopes = {record.scope for record in records}
    read = known(ledger, scopes, ledger.last_number() + 1, place)
    for number, one in enumerate(settled):
        _today(read, one, inspection, _scope(one, number))
    key = Keys(inspection.name, private).key()
    return stays_of(read, ledger, records, nobody(key, part.people))


def _scope(one: Settled, number: int) -> int:
    """The number of a part's recoding in the ledger; one that is new gets a negative one."""
    return -1 - number if one.ledger_part.scope is None else one.ledger_part.scope


def _today(read: Known, one: Settled, inspection: Inspection, scope: int) -> None:
    """Who is counted in a part today, and the numbers that leave, as they leave."""
    place, alive = read.place, one.ledger_part.alive
    words = {"alive": alive, "scope": str(scope), "newest": str(read.newest)}
    place.sql(place.filled(STANDING, stood=read.stood, **words))
    table = inspection.published.get(one.part)
    if table is not None:
        by = [column for column in table.declared.published if column != PEOPLE]
        leaving = with_class(table.rows.select(*by), by)
        place.sql(place.filled(LEAVING, shown=read.shown, leaving=leaving, **words))
