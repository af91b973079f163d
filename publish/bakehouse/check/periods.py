"""The days that the files of a tool are of: none twice, none too many in one, none lost unsaid."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise

from publish.bakehouse.read.exports import Export
from publish.bakehouse.read.known import block_of, known_days, listed, report_of
from publish.declare.counts import Counts
from publish.declare.declaration import Source, Table
from publish.errors import Problem

EACH_DAY = "export each day by itself (in Matomo `period=day&date=2026-11-30`)"
EACH_WEEK = "or each week from Monday to Sunday (`period=week&date=2026-11-30`)"


def unfit_periods(
    name: str, table: Table, exports: Sequence[tuple[Source, Export]]
) -> Iterator[Problem]:
    """Files of which the numbers cannot be told by the periods that the table counts by."""
    if table.counts is None:
        return
    for _, export in exports:
        yield from _long(name, table.counts, export)
    yield from _twice(name, exports)
    yield from _missing(name, exports)


def _long(name: str, counts: Counts, export: Export) -> Iterator[Problem]:
    months, by_day = "month" in counts.every, "day" in counts.every
    for period in export.periods:
        spread = block_of(period.first, months=months) != block_of(period.last, months=months)
        if by_day and period.days > 1:
            what, fix = "more than a day", EACH_DAY + ("" if spread else ", or write `every: week`")
        elif spread:
            what = f"not of one {'month of whole weeks' if months else 'week'}"
            fix = f"{EACH_DAY}, {EACH_WEEK}"
        else:
            continue
        what = (
            f"its numbers are of {period.first} to {period.last}, {what}, and would be told of one"
        )
        yield Problem("long-period", f"{name}, {export.file}", what, fix)


def _twice(name: str, exports: Sequence[tuple[Source, Export]]) -> Iterator[Problem]:
    files = defaultdict[Hashable, list[tuple[date, date, str]]](list)
    for source, export in exports:
        found = [(period.first, period.last, export.file) for period in export.periods]
        files[source.path, report_of(source)] += found
    for (_, before, one), (day, _, other) in chain(
        *(pairwise(sorted(of)) for of in files.values())
    ):
        if day <= before:
            what = f"{day} is in {one} too, and would be counted twice"
            fix = "remove one of the two files, or correct the days in its name"
            yield Problem("same-days", f"{name}, {other}", what, fix)


def _missing(name: str, exports: Sequence[tuple[Source, Export]]) -> Iterator[Problem]:
    days = sorted(set(known_days(exports).missing()))
    if days:
        what = f"no file is of {listed(days)}, though there are earlier and later ones: their "
        what += "weeks are not told"
        fix = "export these days too, also those on which nobody came"
        yield Problem("missing-days", name, what, fix, "warning", private=True)
