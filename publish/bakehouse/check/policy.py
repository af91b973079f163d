"""Checks on what is declared: the licence fits, no identifier leaves, readers are told enough."""

from collections.abc import Iterator

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.modes.named import covered
from publish.errors import Problem
from publish.words.licenses import LICENSES


def share_alike(inspection: Inspection) -> Iterator[Problem]:
    """What a service's users gave stays a commons: a share-alike licence on every table."""
    if not inspection.declared.contributed:
        return
    alike = ", ".join(id for id, license in LICENSES.items() if license.share_alike)
    for name in inspection.tables:
        license = inspection.declared.license_of(name)
        if not LICENSES[license].share_alike:
            yield Problem(
                "share-alike-required",
                name,
                f"`contributed: true`, but {license} has no share-alike clause",
                f"use one of {alike}",
            )


def published_identifier(inspection: Inspection) -> Iterator[Problem]:
    """A column whose role is `identifier` never leaves as it is, but where people agreed."""
    for run in inspection.tables.values():
        for name, column in run.declared.columns.items():
            leaves = column.protect is None and name not in covered(run.declared)
            if column.role == "identifier" and leaves:
                yield Problem(
                    "published-identifier",
                    f"{run.name}.{name}",
                    "an identifier would be published as it is",
                    "add `protect: drop`",
                )


def missing_description(inspection: Inspection) -> Iterator[Problem]:
    """Published columns that readers are told nothing about."""
    for table in inspection.published.values():
        for name, column in table.declared.published.items():
            if column.description is None:
                yield Problem(
                    "missing-description",
                    f"{table.name}.{name}",
                    "no description",
                    "say in a sentence what the column holds",
                    "warning",
                )
