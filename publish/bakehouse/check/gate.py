"""All checks by code, and the gate that any blocker closes."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from publish.bakehouse.check.basis import bases
from publish.bakehouse.check.beside import apart_tables
from publish.bakehouse.check.contributors import (
    fine_edit_time,
    ladder_gap,
    published_contributor,
    raw_quasi_identifier,
    sensitive_thing,
)
from publish.bakehouse.check.counted import counted_elsewhere, counted_together
from publish.bakehouse.check.counts import computable_numbers
from publish.bakehouse.check.drift import drift
from publish.bakehouse.check.ending_consents import ending_consents
from publish.bakehouse.check.governance import incomplete_governance
from publish.bakehouse.check.headers import remarked, unfit_headers
from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.check.keys import broken_foreign_key, duplicate_key
from publish.bakehouse.check.partners import partner_licenses
from publish.bakehouse.check.people import known_people, other_contributors
from publish.bakehouse.check.periods import unfit_periods
from publish.bakehouse.check.personal import personal_data
from publish.bakehouse.check.places import coordinates
from publish.bakehouse.check.policy import missing_description, published_identifier, share_alike
from publish.bakehouse.check.regroup import nearly_unique, regrouped_rows
from publish.bakehouse.check.review import published_free_text, reviewed
from publish.bakehouse.check.rows import (
    empty_table,
    large_integers,
    published_otherwise,
    rejected_rows,
    shrunk_table,
)
from publish.bakehouse.check.said_names import unknown_names
from publish.bakehouse.check.series import other_size, series_difference
from publish.bakehouse.projected import unusable
from publish.bakehouse.read.exports import Export
from publish.declare.declaration import Source, Table
from publish.errors import GateClosed, Problem

Check = Callable[[Inspection], Iterable[Problem]]

EXPORT_CHECKS = ("undeclared-header", "missing-header", "remarks")

CHECKS: dict[str, Check] = {
    "share-alike-required": share_alike,
    "partner-licenses": partner_licenses,
    "published-identifier": published_identifier,
    "published-contributor": published_contributor,
    "regrouped-rows": regrouped_rows,
    "nearly-unique": nearly_unique,
    "published-free-text": published_free_text,
    "review": reviewed,
    "basis": bases,
    "ending-consents": ending_consents,
    "incomplete-governance": incomplete_governance,
    "fine-edit-time": fine_edit_time,
    "sensitive-thing": sensitive_thing,
    "raw-quasi-identifier": raw_quasi_identifier,
    "ladder-gap": ladder_gap,
    "missing-description": missing_description,
    "rejected-rows": rejected_rows,
    "published-otherwise": published_otherwise,
    "large-integers": large_integers,
    "empty-table": empty_table,
    "shrunk-table": shrunk_table,
    "drift": drift,
    "duplicate-key": duplicate_key,
    "broken-foreign-key": broken_foreign_key,
    "coordinates": coordinates,
    "series-difference": series_difference,
    "computable-numbers": computable_numbers,
    "counted-elsewhere": counted_elsewhere,
    "other-size": other_size,
    "known-people": known_people,
    "tables-apart": apart_tables,
    "unknown-name": unknown_names,
    "other-contributors": other_contributors,
    "personal-data": personal_data,
}


def on_exports(
    name: str, table: Table, exports: Iterable[tuple[Source, Export]]
) -> Iterator[Problem]:
    """The problems of a table's exports before their rows are looked at."""
    read = list(exports)
    yield from unusable(name, table)
    yield from unfit_periods(name, table, read)
    yield from counted_together(name, table, read)
    yield from unfit_headers(name, table, read)
    for _, export in read:
        yield from remarked(name, table, export)


def on_rows(inspection: Inspection) -> Iterator[Problem]:
    """The problems of a dataset whose rows are typed and protected."""
    for run in inspection.tables.values():
        yield from run.protected.problems
    for check in CHECKS.values():
        yield from check(inspection)


def gate(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The warnings, when there is no blocker; raises GateClosed with all problems otherwise."""
    if any(problem.severity == "blocker" for problem in problems):
        raise GateClosed(problems)
    return tuple(problems)
