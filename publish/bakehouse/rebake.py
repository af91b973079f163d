"""New forms and texts of the rows that are already public, when the exports are long gone."""

from datetime import date
from typing import Any

import adbc_driver_sqlite.dbapi

from publish.bakehouse.bake.release_files import UnbakedRelease, bake
from publish.bakehouse.bake.share_picture import unbuilt_font
from publish.bakehouse.changes import VersionStep, write_changes
from publish.bakehouse.corrections import corrections_table
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.modes.aggregates import derived
from publish.bakehouse.modes.counts_table import counts_table
from publish.bakehouse.partners.published import sources_table
from publish.bakehouse.protect.outward import outward_dataset
from publish.bakehouse.report.attacks import attacks_told
from publish.bakehouse.report.report import tools
from publish.bakehouse.series import NewRelease, commit, prepare_rebake, recover
from publish.bakehouse.steps import Outcome
from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
from publish.errors import StoreError
from publish.progress import Reporter
from publish.release.change import Change
from publish.release.described import Json
from publish.release.release import Release, read_report
from publish.release.store import Store
from publish.release.table import Table
from publish.release.versions import bump
from publish.words.corrections import corrections_of
from publish.words.partners import sources_of
from publish.words.sqlite import read_only

REBAKED = Change("rebaked")


WORDS = ("string", "date", "datetime", "json", "list")


def rebake(site: SiteFolder, name: str, as_of: date, reporter: Reporter) -> Outcome:
    """Publish the current release's rows again under today's declaration: a patch.

    Raises StoreError when there is no release, or when the declaration asks for other columns.
    """
    dataset = outward_dataset(site.dataset(name))
    store = Store(site.releases / name, site.private / name)
    recover(site.private / name, store.entries())
    current = store.current()
    if current is None:
        raise StoreError(f"{name}: no release to rebake; run `fournil publish {name}`")
    dataset = _with_derived(dataset, current)
    _same_columns(name, dataset, current)
    with workspace(site.private / name) as place, store.staging() as folder:
        rows = {table: _rows(current, table, dataset, place) for table in dataset.tables}
        tables = current.tables.values()
        series = {table.name: table.series for table in tables if table.series is not None}
        unbaked = UnbakedRelease(
            name=name,
            dataset=dataset,
            rows=rows,
            as_of=as_of,
            updated=current.package.tree["updated"],
            readme=site.readme(name),
            series=series,
            previous=current.package,
            color=site.color(),
            fed={table.name: _fed(table) for table in tables},
            logos=_logos(current),
        )
        baked = bake(folder, unbaked, place, reporter)
        report = read_report(current.folder)
        level, further = bump(current.package.tree, baked.package.tree, False) or (
            REBAKED.level,
            [],
        )
        version, changes = store.next_version(level), [REBAKED, *further]
        step = VersionStep(version, as_of, level, changes)
        write_changes(folder, baked.package, step, current, place)
        private = site.private / name
        attacks = attacks_told(private, name, site.dataset(name).tables) or report.get("attacks")
        baked.finish(folder, version, {**report, "attacks": attacks, "tools": tools()}, reporter)
        reporter.step(name, "verify")
        prepare_rebake(private, current.version, NewRelease(version, as_of, baked.content))
        store.publish(
            folder,
            version=version,
            content=baked.content,
            bump=level,
            changes=changes,
            date=as_of,
        )
        commit(private)
    told = tuple(unbuilt_font(name))
    return Outcome(name, "published", version, tuple(map(str, changes)), told)


def _fed(table: Table) -> Json:
    """What the release tells of a table that partners feed."""
    return {key: table.tree[key] for key in ("partners", "retired") if key in table.tree}


def _logos(current: Release) -> dict[str, bytes]:
    """The pictures of partners that the release has, by their names."""
    listed = (one.logo for table in current.tables.values() for one in table.partners)
    files = ((name, current.beside(name)) for name in listed if name)
    return {name: picture for name, picture in files if picture}


def _with_derived(dataset: Dataset, current: Release) -> Dataset:
    """The dataset with the tables that the release derives: corrections, and counts of records."""
    tables = {}
    for name, table in dataset.tables.items():
        if table.mode not in ("aggregates", "counts"):
            tables[name] = table
            if (told := corrections_of(name)) in current.tables:
                tables[told] = corrections_table(name, table, current.tables[told])
            if table.partners:
                tables[sources_of(name)] = sources_table(name, table)
            continue
        counts = {f"{name}_{one}": derived(table, of) for one, of in table.aggregates.items()}
        if table.counts:
            given = table.counts
            counts = {f"{name}_{one}": counts_table(table, given, one) for one in given.every}
        # A table of which all waits is in no release.
        tables |= {name: of for name, of in counts.items() if name in current.tables}
    return dataset.model_copy(update={"tables": tables})


def _same_columns(name: str, dataset: Dataset, current: Release) -> None:
    """The declaration publishes exactly the columns that the release holds."""
    held = {name: list(table.columns) for name, table in current.tables.items()}
    declared = {table: list(of.published) for table, of in dataset.tables.items()}
    if held != declared:
        raise StoreError(
            f"{name}: the declaration no longer publishes the columns of {current.version}; "
            f"that needs the exports: run `fournil publish {name}`"
        )


def _rows(current: Release, table: str, dataset: Dataset, place: Workspace) -> Any:
    """A table of the release, as the pipeline held it before baking."""
    uri = read_only(current.database)
    with adbc_driver_sqlite.dbapi.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM [{table}]")  # noqa: S608
        rows = place.brought("rebaked", cursor.fetch_arrow_table())
    booleans = [n for n, c in dataset.tables[table].published.items() if c.type == "boolean"]
    # A column of nothing but nulls comes as one of numbers.
    texts = [name for name in rows.columns if rows[name].type().is_integer()]
    texts = [name for name in texts if dataset.tables[table].published[name].type in WORDS]
    cast = {column: rows[column].cast("boolean") for column in booleans}
    return rows.mutate(**cast, **{column: rows[column].cast("string") for column in texts})
