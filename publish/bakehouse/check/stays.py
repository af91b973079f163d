"""What a reader of counts knows, from the ledger: who stood in which cell, what was shown when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from publish.bakehouse.check.reader import Flags, Ints, Stays
from publish.bakehouse.engine import Workspace
from publish.bakehouse.series.digests import CLS, WHO
from publish.bakehouse.series.ledger import SHOWN_SINCE, CountRecord, Ledger

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
SHOWN = """
SELECT cell, first - {start}, least(last, {newest}) - {start}
FROM {shown} JOIN {cells} USING (scope, _cls)
"""


@dataclass(frozen=True)
class Known:
    """Tables of what a reader knows up to a release: who `stood` in which cell, what was `shown`.

    Both have `scope`, CLS, `first` and `last`, the first also WHO; they may be added to.
    """

    place: Workspace
    stood: str
    shown: str
    newest: int


def known(ledger: Ledger, scopes: Iterable[int], newest: int, place: Workspace) -> Known:
    """What the ledger tells of these scopes, for a reader of releases up to the `newest`."""
    found = Known(place, place.name("stood"), place.name("shown"), newest)
    last = ledger.last_number()
    place.sql(
        f"CREATE TEMP TABLE {found.stood} "
        "(scope INT, _cls BLOB, _who BLOB, first BIGINT, last BIGINT)"
    )
    place.sql(f"CREATE TEMP TABLE {found.shown} (scope INT, _cls BLOB, first BIGINT, last BIGINT)")
    for scope in sorted(scopes):
        lives, shown = ledger.lives(scope, place), ledger.shown(scope, place)
        for table, rows, columns in (
            (found.stood, lives, f"{CLS}, {WHO}"),
            (found.shown, shown, CLS),
        ):
            place.sql(
                f"INSERT INTO {table} SELECT DISTINCT {scope}, {columns}, first, "  # noqa: S608
                f"least(last, {last}) FROM {rows.get_name()}"
            )
    return found


def stays_of(read: Known, ledger: Ledger, records: Sequence[CountRecord], nobody: str) -> Stays:
    """The stays of all that was counted in these `records`; `nobody` (SQL) is who names nobody.

    Releases older than what the ledger records of numbers may have shown all that was not small.
    """
    place = read.place
    place.sql(f"DELETE FROM {read.stood} WHERE _who = {nobody}")  # noqa: S608
    start = min((record.number for record in records), default=read.newest)
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
    since = int(ledger.fact(SHOWN_SINCE) or read.newest)
    old = [record for record in records if record.number < since]
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
