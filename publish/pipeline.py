"""From exports to a release: read, shape, protect, check, bake, publish."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from publish.bake.release_files import Batch, Dough, bake
from publish.changes import Step, write_changes
from publish.check import CHECKS, EXPORT_CHECKS, gate, on_exports, on_rows
from publish.check.controls import silent
from publish.check.inspection import Inspection, TableRun
from publish.declaration import Dataset, Source
from publish.describe.report import report
from publish.engine import Workspace, workspace
from publish.errors import GateClosed, Problem
from publish.fingerprint import LastRun, fingerprint
from publish.progress import Reporter
from publish.protect import leave, recode
from publish.protect.keys import Keys
from publish.protect.ladders import lookups
from publish.protect.leaving import Leaving, Left
from publish.protect.outward import outward
from publish.protect.present import present
from publish.protect.tools import Tools
from publish.protect.withdrawals import NAME as WITHDRAWALS
from publish.read import read, requests
from publish.read.exports import Export, Request
from publish.release import Release, Store
from publish.series import NewRelease, commit, prepare, recover, state_problems
from publish.series.fresh import NAME as NEW_SERIES
from publish.shape import Shaped, shape
from publish.site import README, SiteFolder
from publish.versions import bump

SERIES = ("records", "aggregates")
"""The modes whose releases are compared with all earlier ones."""
Status = Literal["published", "unchanged", "refused"]


@dataclass(frozen=True)
class Outcome:
    """How the run of a dataset ended; `exit_code` is 0 unless it was refused."""

    dataset: str
    status: Status
    version: str | None = None
    reasons: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    message: str = ""
    exit_code: int = 0


@dataclass(frozen=True)
class Run:
    """One dataset on its way: where it lies, what it declares, what it published last."""

    site: SiteFolder
    name: str
    dataset: Dataset
    as_of: date
    store: Store
    reporter: Reporter

    @property
    def folder(self) -> Path:
        """The dataset's folder under `data/`."""
        return self.site.data / self.name

    @property
    def private(self) -> Path:
        """The dataset's private folder."""
        return self.site.private / self.name

    def keys(self, previous: Release | None) -> Keys:
        """The dataset's keys, expected when the last release used them."""
        return Keys(self.name, self.private, expected=_uses_key(previous))


def publish_dataset(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    """Publish a dataset if what would be published has changed.

    Raises a FournilError when it is refused: the last release stays as it was.
    """
    dataset = site.dataset(name)
    store = Store(site.releases / name)
    store.sweep()
    run = Run(site, name, dataset, as_of, store, reporter)
    run.private.mkdir(parents=True, exist_ok=True, mode=0o700)
    recover(run.private, store.entries())
    _gate_past(run)
    asked = {
        table: requests(declared, run.folder, run.private)
        for table, declared in dataset.tables.items()
    }
    inputs = _fingerprint(run, asked)
    last, current = LastRun(run.private / "last-run.json"), store.current()
    if current and last.gave() == (inputs, current.version):
        return Outcome(name, "unchanged", current.version)
    keyed = (run.private / "key").is_file()
    with workspace(run.private) as place:
        outcome = _publish(run, asked, current, place)
    # A first run makes the key: the next one is to find what this one leaves.
    last.remember(inputs if keyed else _fingerprint(run, asked), outcome.version or "", as_of)
    return outcome


def _gate_past(run: Run) -> None:
    """Tables about people in a series need their past: raises GateClosed where it is lost."""
    if any(table.mode in SERIES for table in run.dataset.tables.values()):
        current = run.store.current()
        served, keys = current.descriptor if current else None, run.keys(current)
        gate([*state_problems(run.private, run.store.entries(), served, keys, run.as_of)])


def _fingerprint(run: Run, asked: Mapping[str, Sequence[Request]]) -> str:
    files = {request.file: request.path for table in asked.values() for request in table}
    for table in run.dataset.tables.values():
        files |= lookups(table, run.folder)
    for name in (WITHDRAWALS, NEW_SERIES):
        if (run.private / name).is_file():
            files[name] = run.private / name
    if (run.folder / README).is_file():
        files[README] = run.folder / README
    return fingerprint(
        run.site.declaration(run.name), files.items(), run.private / "key", run.as_of
    )


def _publish(
    run: Run, asked: Mapping[str, Sequence[Request]], current: Release | None, place: Workspace
) -> Outcome:
    inspection = _inspect(run, asked, current, place)
    run.reporter.step(run.name, "check")
    found = [*silent(inspection, Tools(run.keys(current), place, run.folder)), *on_rows(inspection)]
    warnings = gate(found)
    with run.store.staging() as folder:
        rows = {name: table.rows for name, table in inspection.published.items()}
        updated = _updated(run.dataset, inspection, asked)
        books = [settled.book for settled in inspection.settled]
        series = {book.part: book.series for book in books}
        readme = run.site.readme(run.name)
        dough = Dough(run.name, inspection.outward, rows, run.as_of, updated, readme, series)
        batch = bake(folder, dough, place, run.reporter)
        change = _change(run, current, batch)
        if change is None:
            prepare(run.private, books, None)
            commit(run.private)
            unchanged = current.version if current else None
            return Outcome(run.name, "unchanged", unchanged, (), warnings)
        version = run.store.next_version(change[0])
        step = Step(version, run.as_of, *change)
        write_changes(folder, batch.descriptor, step, current, place)
        checks = [*EXPORT_CHECKS, *CHECKS]
        batch.finish(
            folder, version, report(inspection, warnings, batch.counts, checks), run.reporter
        )
        _keep_internal(run, inspection)
        run.reporter.step(run.name, "verify")
        prepare(run.private, books, NewRelease(version, run.as_of, batch.content))
        run.store.publish(
            folder,
            version=version,
            content=batch.content,
            bump=change[0],
            reasons=change[1],
            date=run.as_of,
        )
        commit(run.private)
    return Outcome(run.name, "published", version, tuple(change[1]), warnings)


def _inspect(
    run: Run, asked: Mapping[str, Sequence[Request]], current: Release | None, place: Workspace
) -> Inspection:
    run.reporter.step(run.name, "read")
    exports: dict[str, list[tuple[Source, Export]]] = {
        table: [(one.source, export) for one in files for export in read(one, place)]
        for table, files in asked.items()
    }
    tables = run.dataset.tables
    gate([p for name, found in exports.items() for p in on_exports(name, tables[name], found)])
    runs = {}
    for name, found in exports.items():
        run.reporter.step(run.name, f"type and protect {name}", sum(e.records for _, e in found))
        shaped = shape(tables[name], found, place)
        runs[name] = TableRun(name, tables[name], shaped, _leave(run, name, shaped, current, place))
    previous = current.descriptor if current else None
    return Inspection(run.name, run.dataset, runs, run.as_of, previous, run.folder)


def _leave(run: Run, name: str, shaped: Shaped, current: Release | None, place: Workspace) -> Left:
    declared, keys = run.dataset.tables[name], run.keys(current)
    typed = present(shaped.table, declared, run.private, run.as_of, place)
    rows = recode(typed, declared, Tools(keys, place, run.folder))
    previous = current.folder / f"{run.name}.db" if current else None
    return leave(
        Leaving(
            run.name,
            name,
            outward(declared),
            rows,
            keys,
            place,
            run.as_of,
            run.private,
            previous,
            run.folder,
            typed,
        )
    )


def _change(
    run: Run, current: Release | None, batch: Batch
) -> tuple[Literal["major", "minor", "patch"], list[str]] | None:
    """How big the change is and why; None when nothing is new. Raises GateClosed when held."""
    held = run.store.held(batch.content)
    if held:
        raise GateClosed(
            [
                Problem(
                    "held-content",
                    run.name,
                    f"this is what release {held.version} held, and it was taken back",
                    f"mend the export, or run `fournil unhold {run.name} {held.version}`",
                )
            ]
        )
    if current is None:
        again = " since one was withdrawn" if run.store.entries() else ""
        return "major", [f"first release{again}"]
    if current.entry.content == batch.content:
        return None
    rows_changed = _data(current.descriptor) != _data(batch.descriptor)
    return bump(current.descriptor, batch.descriptor, rows_changed)


def _data(descriptor: Mapping[str, Any]) -> dict[str, str]:
    return {resource["name"]: resource["hash"] for resource in descriptor["resources"]}


def _uses_key(release: Release | None) -> bool:
    resources = release.descriptor["resources"] if release else ()
    fields = [field for resource in resources for field in resource["schema"]["fields"]]
    return any(field.get("protection") == "pseudonymise" for field in fields)


def _updated(
    dataset: Dataset, inspection: Inspection, asked: Mapping[str, Sequence[Request]]
) -> dict[str, str]:
    """The date of the last update: declared, read from a column, or that of the newest export."""
    declared = dataset.updated
    if declared and declared.on:
        return {"date": declared.on.isoformat(), "basis": "declared"}
    if declared and declared.column and (latest := _latest(inspection, declared.column)):
        return {"date": latest, "basis": "read"}
    newest = max(one.path.stat().st_mtime for files in asked.values() for one in files)
    return {"date": datetime.fromtimestamp(newest, UTC).date().isoformat(), "basis": "export"}


def _keep_internal(run: Run, inspection: Inspection) -> None:
    """The figures that only a maintainer may see, beside the keys."""
    figures = {
        name: {**table.left.internal, "personal_data": inspection.notes.get(name, [])}
        for name, table in inspection.tables.items()
    }
    path = run.private / "internal-report.json"
    path.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    path.chmod(0o600)


def _latest(inspection: Inspection, place: str) -> str | None:
    """The latest day in a published column, named `table.column`; None where there is none."""
    table, column = place.split(".")
    published = inspection.published.get(table)
    if published is None or column not in published.rows.columns:
        return None
    latest = published.rows[column].max().to_pyarrow().as_py()
    return str(latest)[:10] if latest else None
