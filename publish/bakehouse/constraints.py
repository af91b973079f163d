"""Table Schema constraints as conditions on typed values."""

from collections.abc import Iterator
from typing import Any

from publish.bakehouse import functions
from publish.declare.declaration import Column
from publish.release.rejects import Reason

Condition = Any


def broken(column: Column, value: Any) -> Iterator[tuple[Condition, Reason]]:
    """For each declared constraint: where a value breaks it, and the reason to tell."""
    declared = column.constraints
    if declared.required:
        yield value.isnull(), Reason("required")
    if declared.enum is not None:
        yield value.cast("string").notin(declared.enum), Reason("enum")
    if declared.pattern is not None:
        yield ~functions.full_match(value, declared.pattern), Reason("pattern")
    yield from _bounds(column, value)
    yield from _lengths(column, value)


def _bounds(column: Column, value: Any) -> Iterator[tuple[Condition, Reason]]:
    declared = column.constraints
    if declared.minimum is not None:
        yield value < declared.minimum, Reason("minimum", declared.minimum)
    if declared.maximum is not None:
        yield value > declared.maximum, Reason("maximum", declared.maximum)


def _lengths(column: Column, value: Any) -> Iterator[tuple[Condition, Reason]]:
    declared = column.constraints
    if declared.min_length is not None:
        yield value.length() < declared.min_length, Reason("min-length", declared.min_length)
    if declared.max_length is not None:
        yield value.length() > declared.max_length, Reason("max-length", declared.max_length)
