"""The gate on a series: what is about to leave, measured anew against every earlier release.

Written apart from what decides (`settle`), in plain SQL, so that a fault in one is caught by the
other. It can only refuse.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from publish.engine import Workspace
from publish.errors import Problem
from publish.series.settled import Book, Settled
from publish.series.transition import WAY_OUT

TOUCHED = """
CREATE TEMP TABLE {touched} AS SELECT DISTINCT _cls FROM (
  (SELECT _cls, _who, _row, _copy FROM {now} EXCEPT
   SELECT _cls, _who, _row, _copy FROM {lives} WHERE last >= (SELECT max(number) FROM {releases}))
  UNION ALL
  (SELECT _cls, _who, _row, _copy FROM {lives} WHERE last >= (SELECT max(number) FROM {releases})
   EXCEPT SELECT _cls, _who, _row, _copy FROM {now}))
"""
MARKS = """
CREATE TEMP TABLE {marks} AS SELECT DISTINCT _cls, number, delta_k FROM (
  SELECT _cls, (SELECT min(number) FROM {releases}) AS number FROM {touched}
  UNION ALL SELECT _cls, first FROM {lives}
  UNION ALL SELECT _cls, (SELECT min(number) FROM {releases} WHERE number > last) FROM {lives}
) JOIN {releases} USING (number) WHERE _cls IN (SELECT _cls FROM {touched})
"""
GAINED = """
SELECT _cls FROM {now} AS now JOIN {marks} AS mark USING (_cls)
WHERE NOT EXISTS (SELECT 1 FROM {lives} AS life
  WHERE life._who = now._who AND life._row = now._row AND life._copy = now._copy
    AND mark.number BETWEEN life.first AND life.last)
GROUP BY _cls, number, delta_k HAVING count(DISTINCT _who) < delta_k
"""
LOST = """
SELECT _cls FROM {lives} AS life JOIN {marks} AS mark USING (_cls)
WHERE mark.number BETWEEN life.first AND life.last
  AND NOT EXISTS (SELECT 1 FROM {now} AS now
    WHERE life._who = now._who AND life._row = now._row AND life._copy = now._copy)
GROUP BY _cls, number, delta_k HAVING count(DISTINCT _who) < delta_k
"""

FEW = """
SELECT then_cls, now_cls FROM (
  SELECT then_cls, CASE WHEN then_cls IS NULL THEN _who ELSE then_who END AS who,
  CASE WHEN EXISTS (SELECT 1 FROM {now} AS now
    WHERE now._who = pairs._who AND now._row = pairs._row) THEN _cls END AS now_cls
  FROM {pairs} AS pairs)
WHERE then_cls IS NOT NULL OR now_cls IS NOT NULL
GROUP BY ALL HAVING count(DISTINCT who) < {delta_k}
"""

UNLIKE = """
SELECT DISTINCT _who FROM (
  (SELECT _who, _row FROM {one} EXCEPT SELECT _who, _row FROM {other})
  UNION ALL (SELECT _who, _row FROM {other} EXCEPT SELECT _who, _row FROM {one}))
"""


def differences(now: Any, lives: Any, releases: Any, place: Workspace) -> int:
    """How many classes of `now` gained or lost rows of 1 to delta_k - 1 people since a release.

    `now` and `lives` (Ibis) hold the digests of rows; `releases` say `number` and `delta_k`.
    """
    tables = {"now": now, "lives": lives, "releases": releases}
    names = {stem: place.name(stem) for stem in (*tables, "touched", "marks")}
    for stem, rows in tables.items():
        place.con.create_table(names[stem], rows, temp=True)
    place.sql(TOUCHED.format(**names))
    place.sql(MARKS.format(**names))
    found = place.sql(f"{GAINED} UNION {LOST}".format(**names))
    return len(found)


def series_problems(settled: Settled) -> Iterator[Problem]:
    """Blockers where what leaves of a part would tell people apart from an earlier release."""
    book = settled.book
    classes = differences(book.alive, book.lives, book.releases, book.place)
    if classes:
        yield Problem(
            "series-difference",
            settled.part,
            f"{classes} classes would change by rows of fewer than {book.delta_k} people since "
            "an earlier release",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )
    few = _few(book) if book.bridge is not None else 0
    if few:
        yield Problem(
            "policy-difference",
            settled.part,
            f"its privacy policy changed: compared with the last release, {few} groups of fewer "
            f"than {book.delta_k} people could be told by subtraction",
            WAY_OUT.format(book.dataset),
        )
    if _number(settled.rows) + settled.lacking != _number(book.alive):
        yield Problem(
            "series-difference",
            settled.part,
            "the rows that leave are not those that the ledger would remember",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )


def together_problems(table: str, settled: Sequence[Settled]) -> Iterator[Problem]:
    """A blocker where a person would change in some counts of a table and wait in others."""
    books = [one.book for one in settled if one.book.bridge is None]
    moved = " UNION ".join(_unlike(book, book.alive, _then(book)) for book in books)
    waiting = " UNION ".join(_unlike(book, book.alive, book.wanted) for book in books)
    few = len(books[0].place.sql(f"({moved}) INTERSECT ({waiting})")) if books else 0
    if few:
        yield Problem(
            "counts-apart",
            table,
            f"{few} people would change in one table of counts and not in another, so that "
            "subtracting one from the other could tell of them",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )


def _then(book: Book) -> Any:
    """The rows that stood in the release that is served."""
    number = -1 if book.base is None else book.base
    return book.lives.filter(book.lives["first"] <= number, book.lives["last"] >= number)


def _unlike(book: Book, one: Any, other: Any) -> str:
    """A statement for the people whose rows differ in two tables of digests."""
    names = {"one": book.place.name("one"), "other": book.place.name("other")}
    for name, rows in zip(names.values(), (one, other), strict=True):
        book.place.con.create_table(name, rows.select("_who", "_row"), temp=True)
    return UNLIKE.format(**names)


def _few(book: Book) -> int:
    """How many pairs of an old and a new class, or of one and none, share too few people."""
    names = {stem: book.place.name(stem) for stem in ("pairs", "now")}
    book.place.con.create_table(names["pairs"], book.bridge, temp=True)
    book.place.con.create_table(names["now"], book.alive, temp=True)
    statement = FEW.format(**names, delta_k=book.delta_k)
    return len(book.place.sql(statement))


def _number(rows: Any) -> int:
    return int(rows.count().to_pyarrow().as_py())
