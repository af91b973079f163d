"""The steps of a run up to the gate: read, shape, correct, present, protect, settle, check."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from publish.bakehouse.check import gate, on_exports, on_rows
from publish.bakehouse.check.basis import remember_bases
from publish.bakehouse.check.controls import silent
from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.corrections import correct
from publish.bakehouse.modes import apply_mode, beside_records
from publish.bakehouse.protect import recode
from publish.bakehouse.protect.other_datasets import renamed_dataset
from publish.bakehouse.protect.other_names import renamed_tables, unknown_rows
from publish.bakehouse.protect.outward import outward
from publish.bakehouse.protect.pointing import without_pointers
from publish.bakehouse.protect.present import present
from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.protect.restored import older_backup
from publish.bakehouse.protect.withdrawal_list import key_of, withdrawn
from publish.bakehouse.protect.withdrawals import found, never_matched, remember_matched
from publish.bakehouse.read import read_all
from publish.bakehouse.read.known import known_days
from publish.bakehouse.series import commit, prepare, remember_waiting
from publish.bakehouse.series.former import former_table
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.population import table_people
from publish.bakehouse.shape import shape
from publish.bakehouse.steps.along import along
from publish.bakehouse.steps.clearances import before, look_first, note_clearances, to_clear
from publish.bakehouse.steps.followed import followed
from publish.bakehouse.steps.own_data import unreachable
from publish.bakehouse.steps.partners import partner_rows, read_partners
from publish.bakehouse.steps.quality import judge_rows
from publish.bakehouse.steps.work import Outcome, RunWork
from publish.corrections.correctable import correctable
from publish.corrections.live import COLUMNS, Settled, corrected_tables, live
from publish.errors import GateClosed, Problem
from publish.words.corrections import corrections_of


def read_exports(work: RunWork) -> None:
    """Every export as text; raises GateClosed where one is not as declared."""
    run = work.run
    run.step("read")
    for name, files in run.requests.items():
        work.exports[name] = read_all(files, work.place)
    tables = run.dataset.tables
    work.notices += gate(
        [
            p
            for name, exports in work.exports.items()
            for p in on_exports(name, tables[name], exports)
        ]
    )
    read_partners(work)
    work.notices += unreachable(run)


def shape_tables(work: RunWork) -> None:
    """The typed rows of each table, and what was rejected."""
    for name, exports in work.exports.items():
        work.run.step(f"shape {name}", sum(export.records for _, export in exports))
        work.shaped[name] = shape(work.run.dataset.tables[name], exports, work.place)


def correct_tables(work: RunWork) -> None:
    """What was accepted at the desk, put in the place of what the exports say."""
    run = work.run
    look_first(work)
    for name in sorted(corrected_tables(run.site.desk, run.name)):
        said, declared = live(run.site.desk, run.name, name), run.dataset.tables.get(name)
        if declared is None or name not in work.shaped or not correctable(declared):
            _leave_out(work, name, said)
            continue
        run.step(f"correct {name}")
        shaped = work.shaped[name]
        there = followed(work, name, said)
        found = correct(shaped.table, declared, there, before(work, name), work.place)
        work.corrected[name] = found
        work.shaped[name] = replace(shaped, table=found.rows)
    judge_rows(work)


def _leave_out(work: RunWork, name: str, said: Sequence[tuple[Any, ...]]) -> None:
    """Says that the corrections of a table are published no more, and notes it of each."""
    if not said:
        return
    rows = [dict(zip(COLUMNS, one, strict=True)) for one in said]
    work.unfit += [
        Settled(one["id"], "schema", one["key"], None, one["fingerprint"]) for one in rows
    ]
    work.notices.append(
        Problem(
            "broken-corrections",
            name,
            f"the table is gone, or has no key and columns that can be corrected: {len(said)} "
            "corrections of it are published no more, and kept",
            "they stand again once it has; `fournil desk undo NUMBER` ends one",
            "warning",
        )
    )


def keep_present(work: RunWork) -> None:
    """The rows of people who did not withdraw and, in a directory, agreed."""
    run = work.run
    tables = run.dataset.tables
    work.notices += gate([*older_backup(run.private, run.store.folder, tables.values())])
    _match_withdrawals(work)
    left = dict[str, Any]()
    read = {name: shaped.table for name, shaped in work.shaped.items()}
    shown = run.current.tables if run.current else {}
    keys = {name: table.primary_key for name, table in shown.items()}
    lost = renamed_tables(read, tables, shown, run.private, work.place)
    work.notices += gate([*lost, *unknown_rows(tables, keys, run.private), *_elsewhere(work, read)])
    for name, rows in read.items():
        left[name] = present(rows, name, tables[name], run.private, run.as_of, work.place)
    work.present = dict(without_pointers(read, left, tables))
    work.along = dict(along(work))


def _elsewhere(work: RunWork, rows: Mapping[str, Any]) -> Iterator[Problem]:
    """What people withdrew from the dataset under the name that it had, if it had one."""
    run, tables = work.run, work.run.dataset.tables
    if run.current is None:
        names = run.site.datasets()
        yield from renamed_dataset(rows, tables, run.private, names, run.as_of, work.place)


def _match_withdrawals(work: RunWork) -> None:
    """Remember whom of those who withdrew the exports name; a warning for who was never found."""
    run, due = work.run, withdrawn(work.run.private, work.run.as_of)
    if not due:
        return
    for name, shaped in work.shaped.items():
        declared = run.dataset.tables[name]
        if declared.contributor:
            key = key_of(run.private)
            remember_matched(run.private, found(shaped.table, declared, due, key, work.place))
    lost = never_matched(run.private, due)
    if lost:
        work.notices.append(
            Problem(
                "unmatched-withdrawal",
                f"private/{run.name}/withdrawals.csv",
                f"{len(lost)} of {len(due)} people were never found in an export "
                f"(number {', '.join(map(str, lost))} of those due)",
                f"`fournil forget {run.name}` with another spelling, or remove the line",
                "warning",
            )
        )


def recode_columns(work: RunWork) -> None:
    """Each column's technique applied, before anything else is done with the rows."""
    run = work.run
    for name, typed in work.present.items():
        declared = run.dataset.tables[name]
        work.recoded[name] = RecodedTable(
            dataset=run.name,
            name=name,
            declared=outward(declared),
            rows=recode(typed, declared, work.tools),
            keys=run.keys,
            place=work.place,
            as_of=run.as_of,
            private=run.private,
            previous=run.current.folder / f"{run.name}.db" if run.current else None,
            folder=run.folder,
            typed=typed,
            days=known_days(work.exports[name]),
            corrected=work.corrected.get(name),
            merged=work.merged.get(name),
            to_clear=to_clear(work, name),
            former=former_table(run.dataset, name, Ledger(run.private)),
        )


def settle_tables(work: RunWork) -> None:
    """What each table's mode lets out, with every earlier release in mind."""
    run, tables = work.run, _left(work)
    work.corrected |= {
        name: one.protected.corrected for name, one in tables.items() if one.protected.corrected
    }
    previous = run.current.package if run.current else None
    private = run.site.private
    people = [
        table_people(work.recoded[name], table.protected.settled, table.declared, private)
        for name, table in tables.items()
        if table.protected.settled
    ]
    work.inspection = Inspection(
        name=run.name,
        declared=run.dataset,
        tables=tables,
        as_of=run.as_of,
        previous=previous,
        folder=run.folder,
        people=people,
        private=private,
        last_folder=run.current.folder if run.current else None,
        place=work.place,
        partners=partner_rows(work),
        ended=frozenset(run.left_out),
        along=work.along,
        basis_required=run.basis_required,
    )


def _left(work: RunWork) -> dict[str, TableRun]:
    """What each table's mode lets out: counts after the records that they stand beside."""
    run, tables = work.run, dict[str, TableRun]()
    records_first = sorted(
        work.recoded.items(), key=lambda one: one[1].declared.mode == "aggregates"
    )
    for name, recoded in records_first:
        run.step(f"protect {name}")
        declared = run.dataset.tables[name]
        beside = beside_records(
            recoded, declared, [(one.declared, one.protected) for one in tables.values()]
        )
        left = apply_mode(beside)
        tables[name] = TableRun(name, declared, work.shaped[name], left, work.present[name])
    return {name: tables[name] for name in work.recoded}


def check_tables(work: RunWork) -> Outcome | None:
    """The warnings of every check; `waiting` where all of a table waits.

    Raises GateClosed where one finds a blocker; since when rows wait is remembered even then.
    """
    run, inspection = work.run, work.inspection
    run.step("check")
    note_clearances(work)
    remember_bases(inspection)
    parts = [settled.ledger_part for settled in inspection.settled]
    try:
        work.warnings = gate([*silent(inspection, work.tools), *on_rows(inspection)])
    except GateClosed as closed:
        remember_waiting(run.private, parts)
        suspects = [*_suspects(work, closed.problems)]
        raise GateClosed([*work.notices, *closed.problems, *suspects]) from None
    if not inspection.published and not inspection.settled:
        return _nothing_whole(work)
    if not inspection.waiting:
        return None
    prepare(run.private, parts, None)
    commit(run.private)
    return _waiting(work)


def _suspects(work: RunWork, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Corrections that would be shown for the first time, of columns that the gate refuses."""
    places = {problem.place for problem in problems if problem.severity == "blocker"}
    for name, corrected in work.corrected.items():
        told = f"{corrections_of(name)}."
        of_all = any(place.startswith(told) for place in places)
        for column, numbers in corrected.fresh(work.place).items():
            place = f"{name}.{column}" if column else name
            of_row = not column and any(one.startswith(f"{name}.") for one in places)
            if of_all or of_row or place in places:
                yield Problem(
                    "new-corrections",
                    place,
                    f"corrected since the last release: numbers {', '.join(map(str, numbers))}",
                    f"where one of them is the reason, `fournil desk undo {numbers[0]}`",
                    "warning",
                    private=True,
                )


def _nothing_whole(work: RunWork) -> Outcome:
    """Until the next Monday at least: no period that a tool counted is over yet."""
    today = work.run.as_of
    until = today + timedelta(days=7 - today.weekday())
    return Outcome(work.run.name, "waiting", problems=work.told, until=until)


def _waiting(work: RunWork) -> Outcome:
    """Until the last of the tables that wait may leave; without a day where people are too few."""
    days = [settled.ripens for settled in work.inspection.waiting]
    until = max((day for day in days if day), default=None) if all(days) else None
    current = work.run.current
    version = current.version if current else None
    return Outcome(work.run.name, "waiting", version, problems=work.told, until=until)
