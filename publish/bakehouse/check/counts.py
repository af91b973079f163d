"""Counts beside every release ever public: whether a reader could compute what they hide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.check.reader import Flags, Ints, Stays, told
from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import with_class
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.series.digests import CLS, WHO, nobody
from publish.bakehouse.series.ledger import SHOWN_SINCE, CountRecord, Ledger
from publish.bakehouse.series.settled import Settled
from publish.declare.people_rules import PEOPLE
from publish.errors import Problem

CELLS = """
CREATE TEMP TABLE {cells} AS
SELECT row_number() OVER (ORDER BY scope, _cls) - 1 AS cell, scope, _cls
FROM (SELECT DISTINCT scope, _cls FROM {stood})
"""
ALIKE = """
CREATE TEMP TABLE {alike} AS
WITH marks AS (SELECT _who, first AS r FROM {stood} UNION SELECT _who, last + 1 FROM {stood}),
spans AS (SELECT _who, r, lead(r) OVER (PARTITION BY _who ORDER BY r) AS until FROM marks),
held AS (
  SELECT spans._who, r, until, list_sort(list(DISTINCT cell)) AS cells
  FROM spans JOIN {stood} AS stood ON stood._who = spans._who AND first <= r AND r <= last
  JOIN {cells} USING (scope, _cls) GROUP BY ALL),
steps AS (
  SELECT cells, r, sum(step) AS step FROM (
    SELECT cells, r, 1 AS step FROM held UNION ALL SELECT cells, until, -1 FROM held)
  GROUP BY ALL HAVING sum(step) <> 0)
SELECT row_number() OVER (ORDER BY cells, first) - 1 AS stay,
  dense_rank() OVER (ORDER BY cells) - 1 AS combination, * FROM (
  SELECT cells, r AS first, lead(r) OVER later - 1 AS last, sum(step) OVER later AS people
  FROM steps WINDOW later AS (PARTITION BY cells ORDER BY r))
WHERE people > 0
"""
"""How many people share the same cells, and from which release to which they are as many."""
STAYS = "SELECT first - {start}, last - {start}, people, combination FROM {alike} ORDER BY stay"
PAIRS = "SELECT stay, unnest(cells) FROM {alike} ORDER BY stay"
STANDING = """
INSERT INTO {stood} SELECT DISTINCT {scope}, _cls, _who, {newest}, {newest} FROM {alive}
"""
LEAVING = """
INSERT INTO {shown} SELECT DISTINCT {scope}, _cls, {newest}, {newest}
FROM {alive} SEMI JOIN {leaving} USING (_class)
"""
SHOWN = """
SELECT cell, first - {start}, least(last, {newest}) - {start}
FROM {shown} JOIN {cells} USING (scope, _cls)
"""


@dataclass(frozen=True)
class Read:
    """Tables of what a reader knows: who `stood` in which cell when, and what was `shown`."""

    place: Workspace
    stood: str
    shown: str
    newest: int


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
    number = told(_stays(inspection, settled), rule.k, max(rule.interval or rule.k, rule.k - 2))
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
    read = Read(place, place.name("stood"), place.name("shown"), ledger.last_number() + 1)
    _tables(read, ledger, {record.scope for record in records})
    for number, one in enumerate(settled):
        _today(read, one, inspection, _scope(one, number))
    key = Keys(inspection.name, private).key()
    place.sql(f"DELETE FROM {read.stood} WHERE _who = {nobody(key, part.people)}")  # noqa: S608
    start = min((record.number for record in records), default=read.newest)
    return _read(read, start, [one for one in records if one.number < _since(ledger, read)])


def _since(ledger: Ledger, read: Read) -> int:
    """The first release of which it is recorded what it showed."""
    return int(ledger.fact(SHOWN_SINCE) or read.newest)


def _scope(one: Settled, number: int) -> int:
    """The number of a part's recoding in the ledger; one that is new gets a negative one."""
    return -1 - number if one.ledger_part.scope is None else one.ledger_part.scope


def _tables(read: Read, ledger: Ledger, scopes: set[int]) -> None:
    """What the ledger tells of earlier releases."""
    place, before = read.place, read.newest - 1
    place.sql(
        f"CREATE TEMP TABLE {read.stood} "
        "(scope INT, _cls BLOB, _who BLOB, first BIGINT, last BIGINT)"
    )
    place.sql(f"CREATE TEMP TABLE {read.shown} (scope INT, _cls BLOB, first BIGINT, last BIGINT)")
    for scope in sorted(scopes):
        lives, shown = ledger.lives(scope, place), ledger.shown(scope, place)
        for table, rows, columns in (
            (read.stood, lives, f"{CLS}, {WHO}"),
            (read.shown, shown, CLS),
        ):
            place.sql(
                f"INSERT INTO {table} SELECT DISTINCT {scope}, {columns}, first, "  # noqa: S608
                f"least(last, {before}) FROM {rows.get_name()}"
            )


def _today(read: Read, one: Settled, inspection: Inspection, scope: int) -> None:
    """Who is counted in a part today, and the numbers that leave, as they leave."""
    place, alive = read.place, one.ledger_part.alive
    words = {"alive": alive, "scope": str(scope), "newest": str(read.newest)}
    place.sql(place.filled(STANDING, stood=read.stood, **words))
    table = inspection.published.get(one.part)
    if table is not None:
        by = [column for column in table.declared.published if column != PEOPLE]
        leaving = with_class(table.rows.select(*by), by)
        place.sql(place.filled(LEAVING, shown=read.shown, leaving=leaving, **words))


def _read(read: Read, start: int, old: Sequence[CountRecord]) -> Stays:
    """The stays; `old` are releases that may have shown all that was not small."""
    place = read.place
    names = {"stood": read.stood, "shown": read.shown}
    names |= {stem: place.name(stem) for stem in ("cells", "alike")}
    for statement in (CELLS, ALIKE):
        place.sql(statement.format(**names))
    words = names | {"start": str(start), "newest": str(read.newest)}
    of, cell = _columns(PAIRS.format(**words), place)
    scope = place.sql(f"SELECT scope FROM {names['cells']} ORDER BY cell")  # noqa: S608
    shown = np.zeros((len(scope), read.newest - start + 1), np.bool_)
    for number, first, last in place.sql(SHOWN.format(**words)):
        shown[number, first : last + 1] = True
    first, last, people, combination = _columns(STAYS.format(**words), place)
    stays = Stays(first, last, people, combination, of, cell, shown)
    _all_but_small(shown, stays.numbers, np.array([one for (one,) in scope], np.int64), old, start)
    return stays


def _all_but_small(
    shown: Flags, numbers: Ints, scope: Ints, old: Sequence[CountRecord], start: int
) -> None:
    for record in old:
        cells, at = scope == record.scope, record.number - start
        shown[cells, at] = numbers[cells, at] >= record.k


def _columns(statement: str, place: Workspace) -> list[Ints]:
    found: dict[str, Any] = place.con.con.execute(statement).fetchnumpy()
    return [np.asarray(column, np.int64) for column in found.values()]
