"""Checks on releases about people that follow one another."""

from collections.abc import Iterator

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.protect.laplace import laplace_noise
from publish.bakehouse.series import series_problems, together_problems
from publish.errors import Problem


def series_difference(inspection: Inspection) -> Iterator[Problem]:
    """What would leave, compared with every release ever published: nobody is told apart."""
    for run in inspection.tables.values():
        if laplace_noise(run.declared) is not None:
            # Nobody waits for others there: fresh noise is what keeps a difference from telling.
            continue
        for settled in run.protected.settled:
            yield from series_problems(settled)
        if run.declared.mode == "aggregates":
            yield from together_problems(run.name, run.protected.settled)


def other_size(inspection: Inspection) -> Iterator[Problem]:
    """An export about people far smaller or larger than what it gave the last release.

    What is published changes slowly, since changes wait: the export itself is looked at.
    """
    for run in inspection.tables.values():
        for settled in run.protected.settled:
            before, after = settled.sizes()
            fewer, more = run.declared.shrink.max, run.declared.growth.max
            if before and after < before * (1 - fewer):
                yield _size("shrunk-export", settled.part, before, after, f"{fewer:.0%} fewer")
            if before and after > before * (1 + more):
                yield _size("doubled-table", settled.part, before, after, f"{more:.0%} more")


def _size(code: str, part: str, before: int, after: int, limit: str) -> Problem:
    key = "shrink" if code == "shrunk-export" else "growth"
    return Problem(
        code,
        part,
        f"the export has {after} rows for it, and {before} are published: more than {limit}",
        f"check that the export is whole and holds nothing twice; if it is right, raise "
        f"`{key}: {{max: …}}` for this once",
    )
