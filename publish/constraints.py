"""Table Schema constraints as conditions on typed values."""

from collections.abc import Iterator
from typing import Any

from publish import functions
from publish.declaration import Column

Condition = Any


def broken(column: Column, value: Any) -> Iterator[tuple[Condition, str]]:
    """For each declared constraint: where a value breaks it, and the words for that."""
    declared = column.constraints
    if declared.required:
        yield value.isnull(), "is missing but required"
    if declared.enum is not None:
        yield value.cast("string").notin(declared.enum), "is none of the declared values"
    if declared.pattern is not None:
        yield ~functions.full_match(value, declared.pattern), "does not match the declared pattern"
    yield from _bounds(column, value)
    yield from _lengths(column, value)


def _bounds(column: Column, value: Any) -> Iterator[tuple[Condition, str]]:
    declared = column.constraints
    if declared.minimum is not None:
        yield value < declared.minimum, f"is under the minimum {declared.minimum}"
    if declared.maximum is not None:
        yield value > declared.maximum, f"is over the maximum {declared.maximum}"


def _lengths(column: Column, value: Any) -> Iterator[tuple[Condition, str]]:
    declared = column.constraints
    if declared.min_length is not None:
        yield value.length() < declared.min_length, f"is under {declared.min_length} characters"
    if declared.max_length is not None:
        yield value.length() > declared.max_length, f"is over {declared.max_length} characters"
