"""All checks by code, and the gate that any blocker closes."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from publish.check.contributors import (
    fine_edit_time,
    ladder_gap,
    published_contributor,
    raw_quasi_identifier,
    sensitive_thing,
)
from publish.check.headers import missing_header, undeclared_header
from publish.check.inspection import Inspection
from publish.check.personal import personal_data
from publish.check.policy import missing_description, published_identifier, share_alike
from publish.check.review import published_free_text, reviewed
from publish.check.rows import (
    broken_foreign_key,
    coordinates,
    duplicate_key,
    empty_table,
    rejected_rows,
    shrunk_table,
)
from publish.check.series import other_size, series_difference
from publish.declaration import Source, Table
from publish.errors import GateClosed, Problem
from publish.read.exports import Export

ExportCheck = Callable[[str, Table, Source, Export], Iterable[Problem]]
Check = Callable[[Inspection], Iterable[Problem]]

EXPORT_CHECKS: dict[str, ExportCheck] = {
    "undeclared-header": undeclared_header,
    "missing-header": missing_header,
}

CHECKS: dict[str, Check] = {
    "share-alike-required": share_alike,
    "published-identifier": published_identifier,
    "published-contributor": published_contributor,
    "published-free-text": published_free_text,
    "review": reviewed,
    "fine-edit-time": fine_edit_time,
    "sensitive-thing": sensitive_thing,
    "raw-quasi-identifier": raw_quasi_identifier,
    "ladder-gap": ladder_gap,
    "missing-description": missing_description,
    "rejected-rows": rejected_rows,
    "empty-table": empty_table,
    "shrunk-table": shrunk_table,
    "duplicate-key": duplicate_key,
    "broken-foreign-key": broken_foreign_key,
    "coordinates": coordinates,
    "series-difference": series_difference,
    "other-size": other_size,
    "personal-data": personal_data,
}


def on_exports(
    name: str, table: Table, exports: Iterable[tuple[Source, Export]]
) -> Iterator[Problem]:
    """The problems of a table's exports before their rows are looked at."""
    for source, export in exports:
        for check in EXPORT_CHECKS.values():
            yield from check(name, table, source, export)


def on_rows(inspection: Inspection) -> Iterator[Problem]:
    """The problems of a dataset whose rows are typed and protected."""
    for run in inspection.tables.values():
        yield from run.left.problems
    for check in CHECKS.values():
        yield from check(inspection)


def gate(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The warnings, when there is no blocker; raises GateClosed with all problems otherwise."""
    if any(problem.severity == "blocker" for problem in problems):
        raise GateClosed(problems)
    return tuple(problems)
