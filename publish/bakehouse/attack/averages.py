"""Averages: noise of differential privacy drawn so often that its average tells the number.

Whoever averages n releases sees what one of n times the epsilon would tell: the budget of 365 days
says how much that may be. What was drawn is read from the files too, not from the ledger alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import floor
from typing import Any

from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.published import shown
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.check.inspection import TableRun
from publish.bakehouse.protect.laplace import LaplaceNoise, laplace_noise, missing
from publish.bakehouse.series.ledger import CountRecord

UNIT = "releases with noise of their own"
YEAR = timedelta(days=365)
CLOSE = 1e-6
DRAWN = "SELECT count(*), sum(hash(_cls, _number)) FROM {rows}"
Draw = tuple[date, float, float]
"""A day, the epsilon that was spent on it, and the budget that was declared then."""


def averages(ground: Ground) -> Iterator[Result]:
    """Releases on whose day more was spent in 365 days than the budget, as OpenDP reckons it.

    The control draws again until the budget is spent, and once more.
    """
    for name, run in ground.people:
        if laplace_noise(run.declared) is None:
            continue
        if missing():
            yield Result("averages", name, 0, 0, UNIT, None, untried="no-opendp")
            continue
        draws = list(_draws(ground, run))
        if draws:
            again = Control(overspent([*draws, *_planted(draws)]) > 0, 1, "budgets spent twice", 1)
            yield Result("averages", name, overspent(draws), len(draws), UNIT, again)


def overspent(draws: Sequence[Draw]) -> int:
    """How many of the draws were made when the budget of the 365 days before was spent."""
    ordered, found = sorted(draws), 0
    for number, (day, _, budget) in enumerate(ordered):
        before = ordered[: number + 1]
        found += sum(spent for at, spent, _ in before if at > day - YEAR) > budget + CLOSE
    return found


def _planted(draws: Sequence[Draw]) -> list[Draw]:
    day, spent, budget = max(draws)
    return [(day, spent, budget)] * (floor(budget / spent) + 1)


def _draws(ground: Ground, run: TableRun) -> Iterator[Draw]:
    """What each release of the same people drew; files that show two draws of one, both."""
    settled, ledger = run.protected.settled, ground.ledger
    people = settled[0].ledger_part.people
    records = ledger.counted(people, [one.ledger_part.name for one in settled])
    # A rebake shares the number of the release whose rows it shows.
    days = {one.number: one.date for one in reversed(ledger.releases())}
    shown_of = _shown(ground, run)
    parts = Counter(one.number for one in records)
    for record in {one.number: one for one in records if _dp(one)}.values():
        noise = _noise(record, parts[record.number])
        draw = (days[record.number], noise.spends()[0], noise.yearly)
        yield from [draw] * max(shown_of[record.number], 1)


def _dp(record: CountRecord) -> Mapping[str, Any]:
    """The differential privacy that was declared at a release; nothing where none was."""
    return (record.noise or {}).get("dp") or {}


def _noise(record: CountRecord, tables: int) -> LaplaceNoise:
    told = _dp(record)
    cells, yearly = told.get("cells") or tables, told["budget"]["epsilon"]
    return LaplaceNoise(record.k, told["epsilon_per_release"], told["delta"], cells, yearly)


def _shown(ground: Ground, run: TableRun) -> Counter[int]:
    """How many different numbers files show of each release (number): more than one is a draw."""
    seen = Counter[int]()
    for settled in run.protected.settled:
        told = defaultdict[int, set[Any]](set)
        for one in shown(ground, run, settled):
            [digest] = ground.place.sql(ground.place.filled(DRAWN, rows=one.rows))
            told[one.number].add(digest)
        seen |= Counter({number: len(of) for number, of in told.items()})
    return seen
