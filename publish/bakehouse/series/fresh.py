"""Counts under differential privacy: fresh noise at each release, from a budget.

Nothing of it depends on other people: all changes that are old enough leave at once, and of a
person who would count in more numbers than are allowed, some are chosen by keyed digests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from publish.bakehouse.protect.laplace import LaplaceNoise, missing
from publish.bakehouse.series.budget import overspent, spent_in
from publish.bakehouse.series.candidates import LACKING
from publish.bakehouse.series.digests import digest_of, key_table, nobody
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.noisy import told_noisy
from publish.bakehouse.series.past import Past
from publish.bakehouse.series.settle import OpenPart
from publish.bakehouse.series.settled import Settled
from publish.errors import Problem

STANDING = """
SELECT DISTINCT _cls, _who FROM {alive}
WHERE _who <> {nobody} AND NOT {lacking}
"""
ORDER = digest_of("'counted ' || hex(_who) || hex(_cls)")
BOUNDED = """
SELECT hex(_cls) AS cell, count(*) AS people FROM (
  SELECT _cls FROM ({standing}), {secret}
  QUALIFY row_number() OVER (PARTITION BY _who ORDER BY {order}) <= {cells})
GROUP BY _cls ORDER BY cell
"""
"""The numbers of all parts, where a person stands in so many cells at most."""
FRESH = """
SELECT DISTINCT _class, number FROM {alive} JOIN {numbers} ON hex(_cls) = cell
WHERE NOT {lacking}
"""


def with_fresh_noise(
    past: Past, parts: Sequence[OpenPart], settled: Sequence[Settled], noise: LaplaceNoise
) -> list[Settled]:
    """The parts with numbers drawn for this release; a blocker where these may not be drawn."""
    problems, place = tuple(_problems(past, parts[0], noise)), parts[0].place
    numbers = {} if missing() else noise.drawn(bounded(parts, settled, noise.cells))
    cells, drawn = pa.array(numbers, pa.string()), pa.array(numbers.values(), pa.int64())
    told = place.brought("told", pa.table({"cell": cells, "number": drawn}))
    words = {"numbers": told, "lacking": LACKING}
    first, *others = [
        told_noisy(one, place.table("fresh", FRESH, alive=one.ledger_part.alive, **words))
        for one in settled
    ]
    return [replace(first, problems=(*first.problems, *problems)), *others]


def bounded(parts: Sequence[OpenPart], settled: Sequence[Settled], cells: int) -> dict[str, int]:
    """How many people are counted in each cell, by its digest; each in so many `cells` at most."""
    at, place = parts[0].position, parts[0].place
    words = {"nobody": nobody(at.key, at.people), "lacking": LACKING}
    standing = " UNION ALL ".join(
        place.filled(STANDING, alive=one.ledger_part.alive, **words) for one in settled
    )
    secret = key_table(at.key, place)
    statement = BOUNDED.format(standing=standing, secret=secret, order=ORDER, cells=cells)
    return dict(place.sql(statement))


def _problems(past: Past, part: OpenPart, noise: LaplaceNoise) -> Iterator[Problem]:
    recoded = part.recoded
    installation = missing()
    if installation:
        what = "differential privacy needs opendp, which is not installed"
        yield Problem("missing-opendp", recoded.name, what, f"run `{installation}`")
    if recoded.beside:
        yield Problem(
            "records-beside-dp",
            recoded.name,
            f"{recoded.beside[0].name} publishes records of the same people, of which no noise is "
            "part, so that differential privacy would promise what it does not keep",
            "declare `cell_key:` in place of `dp:`, or publish one of the two",
        )
    spent = spent_in(Ledger(recoded.private), past.records)
    yield from overspent(recoded.name, spent, noise, recoded.as_of)
