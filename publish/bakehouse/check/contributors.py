"""Nothing that leaves groups the rows of a person, or says more of people than it must."""

from collections.abc import Iterator

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.modes.named import covered
from publish.bakehouse.protect.ladders import ladders, unknown
from publish.declare.column import Column
from publish.errors import Problem

MOST_UNKNOWN = 0.05
"""The share of a column's rows that a ladder may leave without a rung."""


def published_contributor(inspection: Inspection) -> Iterator[Problem]:
    """A contributor's key leaves only where someone decided it, with a reason."""
    for run in inspection.tables.values():
        for name in contributor_keys(run):
            if run.declared.series_key is None:
                yield Problem(
                    "published-contributor",
                    f"{run.name}.{name}",
                    "all rows of a person could be put together",
                    "add `protect: drop`; if no coarser publication would do, say why in "
                    "`series_key: {reviewed: …, why: …}`",
                )


def contributor_keys(run: TableRun) -> list[str]:
    """The columns that would leave with one value for each contributor.

    An identifier as it is has its own check; one that a consent covers names who wishes it.
    """
    table = run.declared
    return [
        name
        for name, column in table.published.items()
        if table.mode != "aggregates"
        and name not in covered(table)
        and (name == table.contributor or _keeps_people(column))
    ]


def _keeps_people(column: Column) -> bool:
    """Whether a column stands for whoever it names: a pseudonym in any role, or an identifier."""
    technique = column.protect.technique if column.protect else None
    return technique == "pseudonymise" or (column.role == "identifier" and technique is not None)


def fine_edit_time(inspection: Inspection) -> Iterator[Problem]:
    """Moments at which contributors did something are cut to a day or coarser."""
    for run, name, column in _of_things(inspection):
        fine = column.type == "datetime" and (column.protect is None)
        if fine and run.declared.contributor:
            yield Problem(
                "fine-edit-time",
                f"{run.name}.{name}",
                "moments finer than a day put together what one person did in one go",
                "publish a coarser one: `protect: {truncate_date: {to: month}}`, or read it as a "
                "day with `type: date`",
                "warning" if column.role == "open" else "blocker",
            )


def sensitive_thing(inspection: Inspection) -> Iterator[Problem]:
    """A table about things with a sensitive column may be about people after all."""
    for run, name, column in _of_things(inspection):
        if column.role == "sensitive":
            yield Problem(
                "sensitive-thing",
                f"{run.name}.{name}",
                "sensitive, in a table about things, whose rows are all published",
                "if rows tell of persons write `about: people`, else review the role",
                "warning",
            )


def _of_things(inspection: Inspection) -> Iterator[tuple[TableRun, str, Column]]:
    for run in inspection.tables.values():
        if run.declared.about == "things":
            for name, column in run.declared.published.items():
                yield run, name, column


def raw_quasi_identifier(inspection: Inspection) -> Iterator[Problem]:
    """Records whose quasi-identifiers leave as finely as they came."""
    for run in inspection.tables.values():
        for name, column in run.declared.published.items():
            raw = column.role == "quasi_identifier" and column.protect is None
            if raw and run.declared.mode == "records":
                yield Problem(
                    "raw-quasi-identifier",
                    f"{run.name}.{name}",
                    "published as finely as it was read",
                    "make it coarser by fixed rules (`band`, `ladder`, `truncate_date`, …), or "
                    "keep it if it has few values",
                    "warning",
                )


def ladder_gap(inspection: Inspection) -> Iterator[Problem]:
    """Values that a ladder's lookup does not know: they leave as no value."""
    for run in inspection.tables.values():
        for name, parameters in ladders(run.declared).items():
            rows = unknown(run.shaped.table[name], parameters, inspection.folder)
            if rows:
                total = int(run.shaped.table.count().to_pyarrow().as_py())
                yield Problem(
                    "ladder-gap",
                    f"{run.name}.{name}",
                    f"{rows} of {total} rows have a value that the lookup "
                    f"{parameters.file or parameters.name} does not know, and leave without one",
                    "mend the values, or use a lookup of your own that knows them (`file: …`)",
                    "blocker" if rows > MOST_UNKNOWN * total else "warning",
                    run.of_people,
                )
