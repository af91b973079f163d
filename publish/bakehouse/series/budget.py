"""What releases under differential privacy spent, and whether there is enough for one more."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from publish.bakehouse.protect.laplace import LaplaceNoise
from publish.bakehouse.series.ledger import CountRecord, Ledger
from publish.errors import Problem

YEAR = timedelta(days=365)
CLOSE = 1e-9


def spent_in(ledger: Ledger, records: Sequence[CountRecord]) -> list[tuple[date, float]]:
    """The epsilon that each release of the same people spent, and its day, oldest first."""
    days: dict[int, date] = {}
    for release in ledger.releases():
        # A rebake shares the number of the release whose rows it shows: it draws nothing.
        days.setdefault(release.number, release.date)
    spent = {
        record.number: float(record.noise["dp"]["epsilon_per_release"])
        for record in records
        if record.noise and "dp" in record.noise
    }
    return sorted((days[number], epsilon) for number, epsilon in spent.items())


def overspent(
    table: str, spent: Sequence[tuple[date, float]], noise: LaplaceNoise, as_of: date
) -> Iterator[Problem]:
    """A blocker where a release would spend more than the budget of 365 days has left."""
    lately = [(day, epsilon) for day, epsilon in spent if day > as_of - YEAR]
    total = sum(epsilon for _, epsilon in lately)
    if total + noise.epsilon <= noise.yearly + CLOSE:
        return
    left = total
    for day, epsilon in lately:
        left -= epsilon
        if left + noise.epsilon <= noise.yearly + CLOSE:
            yield Problem(
                "spent-budget",
                table,
                f"{total:g} of the budget of {noise.yearly:g} epsilon were spent in 365 days, and "
                f"a release takes {noise.epsilon:g}",
                f"publish on {day + YEAR} or later, when the budget renews; until then the last "
                "release stays",
            )
            return
