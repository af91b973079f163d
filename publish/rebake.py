"""New forms and texts of the rows that are already public, when the exports are long gone."""

import json
from datetime import date
from typing import Any

import adbc_driver_sqlite.dbapi

from publish.bake.release_files import Dough, bake
from publish.changes import Step, write_changes
from publish.declaration import Dataset
from publish.describe.report import tools
from publish.engine import Workspace, workspace
from publish.errors import StoreError
from publish.pipeline import Outcome
from publish.progress import Reporter
from publish.protect.outward import outward_dataset
from publish.release import Release, Store
from publish.series import NewRelease, also_known_as, commit, recover
from publish.site import SiteFolder
from publish.versions import bump

REASON = "forms and texts made anew from the same rows"


def rebake(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    """Publish the current release's rows again under today's declaration: a patch.

    Raises StoreError when there is no release, or when the declaration asks for other columns.
    """
    dataset, store = outward_dataset(site.dataset(name)), Store(site.releases / name)
    recover(site.private / name, store.entries())
    current = store.current()
    if current is None:
        raise StoreError(f"{name}: no release to rebake; run `fournil publish {name}`")
    _same_columns(name, dataset, current)
    with workspace(site.private / name) as place, store.staging() as folder:
        rows = {table: _rows(current, table, dataset, place) for table in dataset.tables}
        updated = current.descriptor["updated"]
        series = {
            resource["name"]: resource["series"]
            for resource in current.descriptor["resources"]
            if "series" in resource
        }
        dough = Dough(name, dataset, rows, as_of, updated, site.readme(name), series)
        batch = bake(folder, dough, place, reporter)
        report = json.loads((current.folder / "report.json").read_text(encoding="utf-8"))
        level, changes = bump(current.descriptor, batch.descriptor, False) or ("patch", [])
        version, reasons = store.next_version(level), [REASON, *changes]
        step = Step(version, as_of, level, reasons)
        write_changes(folder, batch.descriptor, step, current, place)
        batch.finish(folder, version, {**report, "tools": tools()}, reporter)
        reporter.step(name, "verify")
        private = site.private / name
        also_known_as(private, current.version, NewRelease(version, as_of, batch.content))
        store.publish(
            folder,
            version=version,
            content=batch.content,
            bump=level,
            reasons=reasons,
            date=as_of,
        )
        commit(private)
    return Outcome(name, "published", version, tuple(reasons))


def _same_columns(name: str, dataset: Dataset, current: Release) -> None:
    """The declaration publishes exactly the columns that the release holds."""
    held = {
        resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in current.descriptor["resources"]
    }
    declared = {table: list(of.published) for table, of in dataset.tables.items()}
    if held != declared:
        raise StoreError(
            f"{name}: the declaration no longer publishes the columns of {current.version}; "
            f"that needs the exports: run `fournil publish {name}`"
        )


def _rows(current: Release, table: str, dataset: Dataset, place: Workspace) -> Any:
    """A table of the release, as the pipeline held it before baking."""
    path = current.folder / f"{current.descriptor['name']}.db"
    uri = f"file:{path}?mode=ro&immutable=1"
    name = place.name("rebaked")
    with adbc_driver_sqlite.dbapi.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM [{table}]")  # noqa: S608
        rows = place.con.create_table(name, cursor.fetch_arrow_table(), temp=True)
    booleans = [n for n, c in dataset.tables[table].published.items() if c.type == "boolean"]
    return rows.mutate(**{column: rows[column].cast("boolean") for column in booleans})
