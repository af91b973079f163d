"""The attack itself: do published columns put the rows of one person together?"""

from collections.abc import Iterator, Sequence
from typing import Any

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.check.ways import Bets, Drawn, attacks, drawn, together
from publish.bakehouse.protect.recoded import PERSON
from publish.declare.column import Column
from publish.errors import Problem

LUCK = 3
"""How many times as often as by chance a bet must be won: people have places they like."""
NEARLY = 0.9
"""The share of different values from which a column tells rows apart."""
ENOUGH = 20
"""Under so many values, being different says nothing."""


def regrouped_rows(inspection: Inspection) -> Iterator[Problem]:
    """No column of a table about things, nor two, may tell which rows one contributor made."""
    for run in betted(inspection):
        yield from regroupings(run, drawn(run.protected.linked))


def betted(inspection: Inspection) -> Iterator[TableRun]:
    """The tables about things whose contributors nobody may link; a person decided on the others.

    Of these it is known who made which of the rows that leave.
    """
    for run in inspection.tables.values():
        known = run.protected.linked is not None and PERSON in run.protected.linked.columns
        if run.declared.mode == "things" and not run.declared.series_key and known:
            yield run


def regroupings(run: TableRun, rows: Drawn) -> Iterator[Problem]:
    """The columns of a table, and each two of them, that put rows of one contributor together."""
    limit = max(run.declared.regroup.max, LUCK * rows.chance)
    safe = []
    for name, column in run.declared.published.items():
        worst = max(attacks(rows, name, column), key=lambda of: of.precision, default=None)
        if worst and worst.precision > limit:
            yield _regrouped(run, name, worst)
        else:
            safe.append(name)
    for names, bets in together(rows, safe):
        if bets.precision > limit:
            yield _regrouped(run, "+".join(names), bets)


def nearly_unique(inspection: Inspection) -> Iterator[Problem]:
    """No column of records about people may be different in nearly every row.

    Free text has its own review, a decided series key its own reason.
    """
    for run in inspection.tables.values():
        for table in run.protected.tables if run.declared.mode == "records" else ():
            columns = table.declared.published.items()
            names = [n for n, of in columns if of.role != "free_text" and not _decided(run, of)]
            yield from _unique(run, table.rows, names)


def _decided(run: TableRun, column: Column) -> bool:
    return run.declared.series_key is not None and column.keyed


def _unique(run: TableRun, rows: Any, names: Sequence[str]) -> Iterator[Problem]:
    measures = {f"{name} values": rows[name].count() for name in names}
    measures |= {f"{name} different": rows[name].nunique() for name in names}
    [found] = rows.agg(**measures).to_pyarrow().to_pylist() if names else [{}]
    for name in names:
        values, different = found[f"{name} values"], found[f"{name} different"]
        if values >= ENOUGH and different >= NEARLY * values:
            yield Problem(
                "nearly-unique",
                f"{run.name}.{name}",
                f"{different} different values in {values} rows: whoever knows one of "
                "them finds the person's row",
                "make it coarser (`band`, `round`, `prefix`, `ladder`…), or `protect: drop`",
            )


def _regrouped(run: TableRun, names: str, bets: Bets) -> Problem:
    return Problem(
        "regrouped-rows",
        f"{run.name}.{names}",
        f"{bets.way} puts the rows of one contributor together: right for {bets.precision:.0%} of "
        f"the pairs of rows that it joins, over `regroup: {{max: {run.declared.regroup.max}}}`",
        "give each value a code that tells nothing (`protect: rekey`), make it coarser or drop it; "
        "if it may be known who made what, say why in `series_key: {reviewed: …, why: …}`",
    )
