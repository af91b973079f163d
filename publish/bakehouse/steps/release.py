"""The steps of a run past the gate: bake, describe, publish."""

from collections.abc import Iterator, Sequence

from publish.bakehouse.bake.partners import Logos, listed_partner, logos, unread_logos
from publish.bakehouse.bake.release_files import UnbakedRelease, bake
from publish.bakehouse.bake.share_picture import unbuilt_font
from publish.bakehouse.changes import VersionStep, write_changes
from publish.bakehouse.check import CHECKS, EXPORT_CHECKS
from publish.bakehouse.check.last_release import dropped_mappings
from publish.bakehouse.report.attacks import attacks_told
from publish.bakehouse.report.internal import write_internal
from publish.bakehouse.report.report import report
from publish.bakehouse.series import NewRelease, commit, prepare
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.new_series import NewSeries
from publish.bakehouse.series.people_file import PeopleFile
from publish.bakehouse.series.people_writing import commit_people, prepare_people
from publish.bakehouse.series.settled import LedgerPart
from publish.bakehouse.steps.clearances import end_erased, refuse_erased
from publish.bakehouse.steps.directories import remember_people, take_down_outdated
from publish.bakehouse.steps.followed import note_followed, retired_ids
from publish.bakehouse.steps.partner_memory import remember_partners
from publish.bakehouse.steps.withdrawn_rows import unquote_withdrawn
from publish.bakehouse.steps.work import Outcome, RunWork, VersionChange
from publish.corrections.live import settle
from publish.declare.site import PARTNERS
from publish.errors import DeskError, GateClosed, Problem
from publish.release.change import Change
from publish.release.described import Json
from publish.release.index import Entry
from publish.release.package import Package
from publish.release.versions import bump
from publish.words.partners import sources_of


def bake_rows(work: RunWork) -> Outcome | None:
    """The rows that decide whether there is news; `unchanged` where there is none.

    Raises GateClosed where a person held this very content back.
    """
    run, inspection = work.run, work.inspection
    work.folder = work.stack.enter_context(run.store.staging())
    rows = {name: table.rows for name, table in inspection.published.items()}
    series = {one.part: one.ledger_part.series for one in work.inspection.settled}
    pictures = logos(run.folder / PARTNERS, run.partners)
    work.notices += unread_logos(run.name, run.partners, pictures)
    unbaked = UnbakedRelease(
        name=run.name,
        dataset=inspection.outward,
        rows=rows,
        as_of=run.as_of,
        updated=_updated(work),
        readme=run.site.readme(run.name),
        series=series,
        previous=run.current.package if run.current else None,
        color=run.site.color(),
        fed=_fed(work, pictures),
        logos=dict(pictures.values()),
    )
    work.baked = bake(work.folder, unbaked, work.place, run.reporter)
    _refuse_held(work)
    change = _change(work)
    if change is None:
        return _unchanged(work)
    work.change = change
    return None


def _fed(work: RunWork, pictures: Logos) -> dict[str, Json]:
    """What is told of each table that partners feed, and of the one that tells of its rows."""
    told = dict[str, Json]()
    for table, given in work.inspection.partners.items():
        partners = [
            listed_partner(name, one, pictures[name][0] if name in pictures else None)
            for name, one in given.items()
        ]
        retired = retired_ids(work, table)
        told[table] = {"partners": partners} | ({"retired": retired} if retired else {})
        told[sources_of(table)] = {"partners": partners}
    return told


def describe_release(work: RunWork) -> None:
    """The number of the release, its changes, its database, forms, descriptors and report."""
    run, baked, change = work.run, work.baked, work.change
    work.version = run.store.next_version(change.level)
    step = VersionStep(work.version, run.as_of, change.level, change.changes)
    write_changes(work.folder, baked.package, step, run.current, work.place)
    checks = [*EXPORT_CHECKS, *CHECKS]
    told = attacks_told(run.private, run.name, run.dataset.tables)
    content = report(work.inspection, work.warnings, baked.package, checks, told)
    baked.finish(work.folder, work.version, content, run.reporter)
    work.notices += unbuilt_font(run.name)
    write_internal(run.private, work.inspection)


def publish_release(work: RunWork) -> Outcome:
    """The release in the store and in the ledger: both or none."""
    run, content, change = work.run, work.baked.content, work.change
    run.step("verify")
    refuse_erased(work)
    people = remember_people(work, work.version)
    _remember_counts(work)
    release = NewRelease(work.version, run.as_of, content)
    _move_corrections(work)
    prepare(run.private, _ledger_parts(work), release)
    prepare_people(run.site.private, work.inspection.people, release)
    run.store.publish(
        work.folder,
        version=work.version,
        content=content,
        bump=change.level,
        changes=change.changes,
        date=run.as_of,
    )
    commit(run.private)
    commit_people(run.site.private)
    remember_partners(work)
    _end_request(work)
    _settle_corrections(work)
    end_erased(work)
    take_down_outdated(work, work.version, people)
    reasons = tuple(map(str, change.changes))
    return Outcome(run.name, "published", work.version, reasons, work.told)


def _move_corrections(work: RunWork) -> None:
    """The new keys of rows, told to the desk before the release is public: it knows them no more.

    The next run finds them in the last release, where they are no new ones.
    """
    for corrected in work.corrected.values():
        settle(work.run.site.desk, corrected.moved(work.place))


def _settle_corrections(work: RunWork) -> None:
    """What became of the corrections, told to the desk: a run that is killed here says the same."""
    desk = work.run.site.desk
    try:
        note_followed(work)
        settle(desk, work.unfit)
        for corrected in work.corrected.values():
            settle(desk, corrected.settled(work.place))
        unquote_withdrawn(work)
    except DeskError as error:
        what = f"what became of the corrections is not noted: {error}"
        work.notices.append(Problem("unwritten-desk", desk.name, what, "", "warning"))


def _ledger_parts(work: RunWork) -> list[LedgerPart]:
    return [settled.ledger_part for settled in work.inspection.settled]


def _remember_counts(work: RunWork) -> None:
    """What tables of counts tell, before it is public: a release that is killed tells the same."""
    for table in work.inspection.tables.values():
        if table.protected.counted is not None:
            table.protected.counted.remember()


def _end_request(work: RunWork) -> None:
    """A new series of counts alone was begun: only now, so that a run that is killed begins it."""
    asked, ledger = NewSeries.read(work.run.private), Ledger(work.run.private)
    if asked and not ledger.exists:
        # Where there are people too, their ledger notes that it is done.
        asked.done(work.run.private)


def _unchanged(work: RunWork) -> Outcome:
    """The ledger learns what waits, and the site whom it published about; the release stays."""
    run = work.run
    _remember_counts(work)
    _end_request(work)
    prepare(run.private, _ledger_parts(work), None)
    commit(run.private)
    _remember_populations(work)
    remember_partners(work)
    _settle_corrections(work)
    end_erased(work)
    version = run.current.version if run.current else None
    if version:
        take_down_outdated(work, version, remember_people(work, version))
    return Outcome(run.name, "unchanged", version, (), work.told)


def _remember_populations(work: RunWork) -> None:
    """The people of a release made before there was a `people.db`."""
    run, private = work.run, work.run.site.private
    known = {(part.dataset, part.name) for part in PeopleFile(private).parts()}
    parts = {(part.dataset, part.name) for one in work.inspection.people for part in one.parts}
    if run.current and not parts <= known:
        entry = run.store.entry(run.current.version)
        release = NewRelease(entry.version, entry.date, entry.content)
        prepare_people(private, work.inspection.people, release)
        commit_people(private)


def _refuse_held(work: RunWork) -> None:
    run, held = work.run, work.run.store.held(work.baked.content)
    if held:
        raise GateClosed(
            [
                *work.notices,
                Problem(
                    "held-content",
                    run.name,
                    f"this is what release {held.version} held, and it was taken back",
                    f"mend the export, or run `fournil unhold {run.name} {held.version}`",
                ),
            ]
        )


def _change(work: RunWork) -> VersionChange | None:
    """How big the change is and why; None when nothing is new."""
    run, baked, current = work.run, work.baked, work.run.current
    if current is None:
        first = Change(_first(run.store.entries(), baked.content))
        return VersionChange(first.level, (first,))
    if run.store.entry(current.version).content == baked.content:
        return None
    rows_changed = _rows_changed(current.package, baked.package)
    more = [*dropped_mappings(work.inspection), *_counted_anew(work, current.package)]
    change = bump(current.package.tree, baked.package.tree, rows_changed, more)
    return VersionChange(change[0], tuple(change[1])) if change else None


def _counted_anew(work: RunWork, before: Package) -> Iterator[Change]:
    """The tables of counts that begin a new series with other rows than the release served has."""
    private, now = work.run.private, work.baked.package
    if NewSeries.requested(private, Ledger(private)) is None:
        return
    for table in work.inspection.tables.values():
        for told in table.protected.tables if table.protected.counted else ():
            name = told.name
            if name in before.tables and before.tables[name].hash != now.tables[name].hash:
                yield Change("counted-anew", name)


def _first(entries: Sequence[Entry], content: str) -> str:
    """Why there is a release where none is served: of those ever given, the last one tells."""
    if not entries:
        return "first-release"
    if entries[-1].state == "withdrawn":
        return "first-since-withdrawal"
    return "made-again" if entries[-1].content == content else "first-since-loss"


def _rows_changed(before: Package, after: Package) -> bool:
    """Whether a table with the same columns has other rows; new columns are told by themselves."""
    return any(
        table.hash != after.tables[name].hash
        for name, table in before.tables.items()
        if name in after.tables and [*table.columns] == [*after.tables[name].columns]
    )


def _updated(work: RunWork) -> dict[str, str]:
    """The date of the last update: declared, read from a column, or that of the newest export."""
    declared = work.run.dataset.updated
    if declared and declared.on:
        return {"date": declared.on.isoformat(), "basis": "declared"}
    if declared and declared.column and (latest := _latest(work, declared.column)):
        return {"date": latest, "basis": "read"}
    return {"date": work.run.exported.isoformat(), "basis": "export"}


def _latest(work: RunWork, column_path: str) -> str | None:
    """The latest day in a published column, named `table.column`; None where there is none."""
    table, column = column_path.split(".")
    published = work.inspection.published.get(table)
    if published is None or column not in published.rows.columns:
        return None
    latest = published.rows[column].max().to_pyarrow().as_py()
    return str(latest)[:10] if latest else None
