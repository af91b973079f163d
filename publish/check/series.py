"""Checks on releases about people that follow one another."""

from collections.abc import Iterator

from publish.check.inspection import Inspection
from publish.errors import Problem
from publish.series import series_problems


def series_difference(inspection: Inspection) -> Iterator[Problem]:
    """What would leave, compared with every release ever published: nobody is told apart."""
    for settled in inspection.settled:
        yield from series_problems(settled)
