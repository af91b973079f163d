"""No row about people leaves without a basis: one is declared, and each row has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from publish.bakehouse.check.bases_noted import NotedBases, noted_bases, remember
from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.protect.agreed import agreed
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.new_series import NewSeries
from publish.declare.declaration import Table
from publish.errors import Problem, Severity
from publish.words.governance import BASES

GRACE = timedelta(days=90)
"""How long a table that is public already may go on, once, from the day when a basis lacked."""


@dataclass(frozen=True)
class Standing:
    """How a lack is judged: what is added to what is said of it, and how severely."""

    severity: Severity
    until: str = ""


def bases(inspection: Inspection) -> Iterator[Problem]:
    """Tables about people that declare no basis, and rows that have none of the one declared."""
    noted = noted_bases(_private(inspection))
    for name, run in inspection.tables.items():
        if _undeclared(run.declared):
            if _asked(run, noted, inspection):
                yield _missing(run, _standing(run, noted, inspection))
        elif without := _without(run, inspection.as_of):
            standing = _standing(run, noted, inspection)
            yield _rows_without(name, run, without, standing)


def remember_bases(inspection: Inspection) -> None:
    """Note which tables lack a basis today, and which declare one, for the runs to come."""
    private = _private(inspection)
    noted = noted_bases(private)
    lacking = [
        name
        for name, run in inspection.tables.items()
        if (_undeclared(run.declared) and _asked(run, noted, inspection))
        or (_public(run, inspection) and _without(run, inspection.as_of))
    ]
    declared = [name for name, run in inspection.tables.items() if run.declared.basis]
    if lacking or declared:
        today = inspection.as_of
        remember(private, noted.with_today(lacking, declared, today))


def _private(inspection: Inspection) -> Path:
    return inspection.private / inspection.name


def _undeclared(declared: Table) -> bool:
    return declared.about == "people" and declared.lawful is None


def _asked(run: TableRun, noted: NotedBases, inspection: Inspection) -> bool:
    """Whether a basis must be declared: the site says so, or the table once had one."""
    return inspection.basis_required or run.name in noted.declared


def _without(run: TableRun, as_of: date) -> int:
    """How many of the rows that are there to be published have no consent."""
    basis = run.declared.lawful
    if basis is None or basis.consent is None:
        return 0
    has = agreed(run.present, basis.consent, as_of)
    return int(run.present.filter(~has).count().to_pyarrow().as_py())


def _public(run: TableRun, inspection: Inspection) -> bool:
    """Whether anything of the table is public already, and goes on in its series."""
    ledger = Ledger(_private(inspection))
    if NewSeries.requested(_private(inspection), ledger) is not None:
        return False
    names = [run.name, *(f"{run.name}_{counts}" for counts in run.declared.aggregates)]
    return any(inspection.previous_table(name) or ledger.history(name) for name in names)


def _standing(run: TableRun, noted: NotedBases, inspection: Inspection) -> Standing:
    """A blocker for what is new; for what is public, once its time is over."""
    last = noted.since(run.name, inspection.as_of) + GRACE
    if not _public(run, inspection) or inspection.as_of > last:
        return Standing("blocker")
    return Standing("warning", f"; nothing is published after {last}")


def _missing(run: TableRun, standing: Standing) -> Problem:
    return Problem(
        "missing-basis",
        run.name,
        f"nothing says on what basis these rows about people are published{standing.until}",
        f"add `basis: {{kind: …, why: …}}`, of kind {', '.join(BASES)}",
        standing.severity,
        private=True,
    )


def _rows_without(name: str, run: TableRun, without: int, standing: Standing) -> Problem:
    basis = run.declared.lawful
    total = int(run.present.count().to_pyarrow().as_py())
    return Problem(
        "rows-without-basis",
        f"{name}.{basis.column if basis else ''}",
        f"{without} of {total} rows have no consent that stands today, which is their "
        f"basis{standing.until}",
        "ask these people, take their rows out of the export, or leave them out of the release "
        "with `without: left_out` under `basis:`",
        standing.severity,
        private=True,
    )
